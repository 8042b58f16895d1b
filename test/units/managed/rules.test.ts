import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../../src/base/exchange.ts';
import { Trace } from '../../../src/base/trace.ts';
import type { CaseRequest } from '../../../src/guard/decide/waf/cases.ts';
import { managedGroups } from '../../../src/guard/decide/waf/managed/groups.ts';
import type { ManagedGroup, ManagedRule } from '../../../src/guard/decide/waf/managed/managed-group.ts';
import waf from '../../../src/guard/decide/waf/waf.ts';
import { acl, aclArn, definition, exchangeOf, given, rule } from '../decide/at-hand.ts';
import { ruleCases } from './rule-cases.ts';

const rulesOf = (group: ManagedGroup): readonly ManagedRule[] =>
  group.rules(group.versions[0]!, group.config?.safeParse({}).data);

/** A web ACL that asks a group of which all rules but one only count. */
function alone(group: ManagedGroup, tested: ManagedRule) {
  const others = rulesOf(group).filter(({ name }) => name !== tested.name);
  const settings = {
    VendorName: group.vendor,
    Name: group.name,
    RuleActionOverrides: [
      ...others.map(({ name }) => ({ Name: name, ActionToUse: { Count: {} } })),
      { Name: tested.name, ActionToUse: { Block: {} } },
    ],
  };
  const refers = rule('ref', { ManagedRuleGroupStatement: settings }, null, { overrideAction: { None: {} } });
  const at = given(definition({ webAcls: [acl([refers])] }));
  const decide = waf.compile({ webAcl: aclArn }, at);
  const look = waf.compile({ webAcl: aclArn }, { ...at, tracing: true });
  return {
    async send(request: CaseRequest): Promise<Exchange> {
      const x = await exchangeOf(request);
      await decide(x);
      return x;
    },
    async trace(request: CaseRequest): Promise<Exchange> {
      const x = await exchangeOf(request);
      x.trace = new Trace();
      await look(x);
      return x;
    },
  };
}

const shown = ({ method, target, headers, body }: CaseRequest): string =>
  JSON.stringify([method, target, headers, body]).slice(0, 300);

for (const group of managedGroups()) {
  const cases = ruleCases[group.name];
  if (cases === undefined) continue;
  test(`${group.name}: every rule has requests that it matches and near misses`, () => {
    assert.deepEqual(
      Object.keys(cases).sort(),
      rulesOf(group)
        .map(({ name }) => name)
        .sort(),
    );
    for (const [name, { hits, misses }] of Object.entries(cases))
      assert.ok(hits.length * misses.length > 0, name);
  });
  for (const tested of rulesOf(group)) {
    const { hits = [], misses = [] } = cases[tested.name] ?? {};
    test(`${group.name}: ${tested.name} blocks its attacks under its name and label, and lets near misses pass`, async () => {
      const { send, trace } = alone(group, tested);
      for (const request of hits) {
        const x = await send(request);
        assert.equal(x.waf?.groups?.[0]?.terminating, tested.name, shown(request));
        for (const label of tested.labels)
          assert.ok(x.labels?.includes(`${group.labelNamespace}${label}`), shown(request));
      }
      for (const request of misses) {
        const x = await send(request);
        assert.equal(x.waf?.action, 'ALLOW', shown(request));
        assert.ok(!x.waf?.groups?.some((g) => g.counted.includes(tested.name)), shown(request));
      }
      const { trace: told } = await trace(hits[0]!);
      assert.match(JSON.stringify(told!.steps), new RegExp(`"${tested.name}"`));
    });
  }
}
