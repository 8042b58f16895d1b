import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { Trace } from '../../../src/base/trace.ts';
import type { Source } from '../../../src/base/wire.ts';
import type { Definition } from '../../../src/define/model/definition.ts';
import { readFiles } from '../../../src/define/readers/read.ts';
import { walk } from '../../../src/guard/decide/decide.ts';
import type { Given } from '../../../src/guard/decide/given.ts';
import validate, { watching } from '../../../src/guard/decide/validate/validate.ts';
import { catalogue } from '../../../src/operate/supervise/catalogue.ts';
import { PaperWire, paperRequest } from '../paper-wire.ts';

describe('a contract', () => {
  let definition: Definition;
  before(async () => {
    const read = await readFiles(['test/fixtures/openapi/pets.yaml'], catalogue());
    assert.deepEqual(
      read.notes.filter((n) => n.level === 'error'),
      [],
    );
    definition = read.definition!;
  });

  const given = (tracing = false): Given => ({
    definition,
    clock: Clock.byHand(),
    tracing,
    cells: (_, bytes) => new SharedArrayBuffer(bytes),
    invoke: () => Promise.reject(new Error('nothing is invoked')),
    fetch: () => Promise.reject(new Error('nobody is asked')),
  });
  const site = (path: string, verb: string, requests?: 'report') => {
    const api = definition.apis[0]!;
    const resource = api.resources.find((r) => r.path === path)!;
    const found = resource.methods.find((m) => m.httpMethod === verb)!;
    const method =
      requests === undefined
        ? found
        : { ...found, contract: { ...found.contract!, requests, unlisted: null } };
    return { definition, api, stage: api.stages[0]!, resource, method };
  };
  const stream = (...chunks: string[]): Source => ({
    pull: () => {
      const next = chunks.shift();
      return Promise.resolve(next === undefined ? null : Buffer.from(next));
    },
    drop: () => {},
  });

  test('an answer that the document does not allow passes as it is, and the request is labelled', async () => {
    const watch = watching(site('/pets', 'GET'), given())!;
    const ask = async (status: number, type: string, ...chunks: string[]) => {
      const x = paperRequest();
      const answer = watch(x, {
        status,
        headers: ['Content-Type', type],
        body: stream(...chunks),
        length: -1,
      });
      let text = '';
      const body = answer.body as Source;
      for (let c = await body.pull(); c !== null; c = await body.pull()) text += c.toString();
      assert.equal(text, chunks.join(''));
      return x.labels;
    };
    const label = ['portcullis:validation:response'];
    assert.equal(await ask(200, 'application/json', '[{"id":1,"na', 'me":"rex","age":3}]'), null);
    assert.deepEqual(await ask(200, 'application/json', '[{"name":"rex","age":3}]'), label);
    assert.deepEqual(await ask(200, 'application/json; charset=utf-8', '[{"id":'), label);
    assert.deepEqual(await ask(500, 'application/json', '{}'), label, 'a status that is not listed');
    assert.equal(await ask(200, 'text/html', '<p>'), null);
    assert.equal(
      await ask(200, 'application/json', `[${' '.repeat(2 ** 20)}`, 'x'),
      null,
      'too long to look at',
    );
    assert.equal(watching(site('/pets', 'GET', 'report'), given()) !== null, true);
  });

  test('what is only reported passes, with a label', async () => {
    const steps = validate.steps(site('/pets', 'GET', 'report'), given());
    const x = paperRequest({ target: '/pets?limit=0' });
    assert.equal((await walk(steps, x)).action, 'pass');
    assert.deepEqual(x.labels, ['portcullis:validation:request']);
    assert.equal(x.complaint, '');
    const posted = paperRequest(
      { method: 'POST', headers: ['Content-Type', 'application/json'] },
      new PaperWire(['{}']),
    );
    assert.equal(
      (await walk(validate.steps(site('/pets', 'POST', 'report'), given()), posted)).action,
      'pass',
    );
    assert.deepEqual(posted.labels, ['portcullis:validation:request']);
  });

  test('explain names the parameters that are wrong', async () => {
    const x = paperRequest({ target: '/pets?limit=0&x=1' });
    x.trace = new Trace();
    assert.equal(
      (await walk(validate.steps(site('/pets', 'GET'), given(true)), x)).reason,
      'BAD_REQUEST_PARAMETERS',
    );
    assert.match(x.trace.steps[0]!.because, /Invalid request parameters: \[X-Trace, limit, x\]/);
  });

  test('where unknown parameters are refused, so is a body that the document does not describe', async () => {
    const steps = validate.steps(site('/pets', 'GET'), given());
    const head = { target: '/pets?limit=5', headers: ['X-Trace', '0b8d4f0e-7a54-4d5f-9a0e-3d1f4f4c2b11'] };
    const ask = async (chunks: string[], length?: number, on = steps) => {
      const x = paperRequest(head, new PaperWire(chunks, length));
      return { x, decision: await walk(on, x) };
    };
    assert.equal((await ask([])).decision.action, 'pass');
    assert.equal((await ask([], -1)).decision.action, 'pass', 'chunks, and none of them');
    assert.equal((await ask(['{}'])).decision.reason, 'BAD_REQUEST_BODY');
    const chunked = await ask(['', '{', '}'], -1);
    assert.equal(chunked.decision.reason, 'BAD_REQUEST_BODY');
    assert.equal(chunked.x.complaint, '[the request has a body, and the document describes none]');
    const here = site('/pets', 'GET');
    const open = { ...here.method, contract: { ...here.method.contract!, unlisted: null } };
    const passing = validate.steps({ ...here, method: open }, given());
    assert.equal((await ask(['{}'], undefined, passing)).decision.action, 'pass');
    const reports = { ...here.method, contract: { ...here.method.contract!, requests: 'report' as const } };
    const reported = await ask(['{}'], -1, validate.steps({ ...here, method: reports }, given()));
    assert.deepEqual(
      [reported.decision.action, reported.x.labels],
      ['pass', ['portcullis:validation:request']],
    );
  });

  test('a body without a length is read before it is said to be missing, and one in another charset is refused', async () => {
    const steps = validate.steps(site('/pets', 'POST'), given());
    const head = { method: 'POST', headers: ['Content-Type', 'application/json'] };
    assert.equal((await walk(steps, paperRequest(head, new PaperWire([], -1)))).reason, 'BAD_REQUEST_BODY');
    const other = { ...head, headers: ['Content-Type', 'application/json; charset=utf-7'] };
    const inUtf7 = new PaperWire(['{"name":"rex","age":1}']);
    assert.equal((await walk(steps, paperRequest(other, inUtf7))).reason, 'BAD_REQUEST_BODY');
    const whole = new PaperWire(['{"name":"rex"', ',"age":1}'], -1);
    assert.equal((await walk(steps, paperRequest(head, whole))).action, 'pass');
  });
});
