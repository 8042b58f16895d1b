import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Trace } from '../../../src/base/trace.ts';
import { shaped } from '../../../src/define/readers/shaped.ts';
import type { Case, CaseRequest } from '../../../src/guard/decide/waf/cases.ts';
import type { Field } from '../../../src/guard/decide/waf/field.ts';
import fields from '../../../src/guard/decide/waf/fields/index.ts';
import { usualLimits } from '../../../src/guard/decide/waf/limits.ts';
import type { Statement } from '../../../src/guard/decide/waf/statement.ts';
import statements from '../../../src/guard/decide/waf/statements/index.ts';
import transforms from '../../../src/guard/decide/waf/transforms/index.ts';
import waf from '../../../src/guard/decide/waf/waf.ts';
import { aclArn, exchangeOf, given, guarded } from './at-hand.ts';
import { casesOf } from './cases-of.ts';

for (const kind of statements as unknown as readonly Statement<never>[]) {
  for (const [i, one] of (await casesOf('statements', kind.name)).entries()) {
    const named = `${kind.name}, case ${i + 1},`;
    rejects(named, kind, one);
    if (one.matches === undefined) continue;
    test(`${named} matches and passes what it must`, () => holds(kind, one));
    test(`${named} gives the same verdicts in a traced walk, and says why`, () => traces(kind, one));
  }
}

for (const kind of fields as unknown as readonly Field<never>[]) {
  for (const [i, one] of (await casesOf('fields', kind.name)).entries()) {
    test(`${kind.name}, case ${i + 1}, holds what it must`, async () => {
      const read = kind.compile(kind.shape.parse(one.settings) as never, usualLimits);
      for (const [request, value] of one.gives ?? []) {
        assert.deepEqual(read(await exchangeOf(request)), value ?? false, request.target);
      }
    });
    rejects(`${kind.name}, case ${i + 1},`, kind, one);
  }
}

for (const kind of transforms) {
  for (const one of await casesOf('transforms', kind.name)) {
    test(`${kind.name} turns each text into what it must`, () => {
      for (const [text, turned] of one.turns ?? []) assert.equal(kind.compile()(text), turned);
    });
  }
}

function compiled(kind: { readonly name: string }, one: Case) {
  const at = given(guarded({ [kind.name]: one.settings }, one.given));
  const asked = waf.compile({ webAcl: aclArn }, at);
  const looked = waf.compile({ webAcl: aclArn }, { ...at, tracing: true });
  return { asked, looked };
}

async function holds(kind: Statement<never>, one: Case): Promise<void> {
  const { asked } = compiled(kind, one);
  const action = async (request: CaseRequest) => {
    const decision = await asked(await exchangeOf(request));
    return decision.action;
  };
  for (const [request, times] of one.before ?? []) for (let n = 0; n < times; n++) await action(request);
  for (const request of one.matches ?? [])
    assert.equal(await action(request), 'refuse', JSON.stringify(request));
  for (const request of one.passes ?? [])
    assert.equal(await action(request), 'pass', JSON.stringify(request));
}

async function traces(kind: Statement<never>, one: Case): Promise<void> {
  const { asked, looked } = compiled(kind, one);
  for (const [request, times] of one.before ?? [])
    for (let n = 0; n < times; n++) await asked(await exchangeOf(request));
  const walk = async (request: CaseRequest, action: string) => {
    const x = await exchangeOf(request);
    x.trace = new Trace();
    const decision = await looked(x);
    assert.equal(decision.action, action, JSON.stringify(request));
    const steps = x.trace.steps[0]!.steps;
    const asked = steps.find((s) => s.name === 'r')?.steps[0];
    assert.equal(asked?.name, kind.name);
    // What a group decides stands behind the rule that refers to it.
    const step = steps.find((s) => s.what === 'rule group') ?? asked;
    if (step !== asked && action === 'pass') return;
    assert.equal(step.outcome, action === 'refuse' ? 'match' : 'no match');
    assert.notEqual(step.because, '');
  };
  for (const request of one.matches ?? []) await walk(request, 'refuse');
  for (const request of one.passes ?? []) await walk(request, 'pass');
}

function rejects(named: string, kind: Statement<never> | Field<never>, one: Case): void {
  if (one.rejects === undefined) return;
  test(`${named} turns away what is wrong, by name`, () => {
    for (const { settings, notes } of one.rejects!) {
      const at = { file: 'f', path: [], lineOf: () => 1 };
      const codes = shaped(kind.shape, settings, at).notes.map((n) => n.code);
      assert.deepEqual(codes.toSorted(), notes.toSorted(), JSON.stringify(settings));
    }
  });
}
