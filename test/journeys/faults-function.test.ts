import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePorts, RunningCommand } from '../cli.ts';
import { temporaryFolder } from '../folders.ts';
import { startGateway } from '../gateway.ts';
import { eventually } from '../waiting.ts';
import { asked, callerOf, get } from './support/caller.ts';
import { type Asked, functionTemplate } from './support/functions.ts';
import { leavesNothing, lives, refusalOf } from './support/leavings.ts';

/** A function that does something bad when the query says so, and answers `well` otherwise. */
const bad = (body: string, more: Partial<Asked> = {}): Asked => ({
  code: `exports.handler = async (e) => {
    if (e.queryStringParameters?.bad !== '1') return { statusCode: 200, body: 'well' };
    ${body}
  };`,
  ...more,
});

const internal = '{"message": "Internal server error"}';

interface Fault {
  readonly fn: Asked;
  readonly status: number;
  readonly body: string;
  /** The code of the fault in the event; '' when the answer is the function's own. */
  readonly fault: string;
  /** What the function's log says. */
  readonly says: RegExp;
}

const faults: Readonly<Record<string, Fault>> = {
  throws: {
    fn: bad('throw new RangeError("thrown");'),
    status: 502,
    body: internal,
    fault: 'function.error',
    says: /Invoke Error.*"errorType":"RangeError","errorMessage":"thrown"/,
  },
  exits: {
    fn: bad('process.exit(3);'),
    status: 502,
    body: internal,
    fault: 'function.error',
    says: /Runtime exited with error: exit status 3/,
  },
  crashes: {
    fn: bad('process.abort();'),
    status: 502,
    body: internal,
    fault: 'function.error',
    says: /Runtime exited with error: signal: aborted/,
  },
  waits: {
    fn: bad('await new Promise((resolve) => setTimeout(resolve, 60_000));', { timeout: 1 }),
    status: 502,
    body: internal,
    fault: 'function.timeout',
    says: /Task timed out after 1\.00 seconds/,
  },
  loops: {
    fn: bad('for (;;);', { timeout: 1 }),
    status: 502,
    body: internal,
    fault: 'function.timeout',
    says: /Task timed out after 1\.00 seconds/,
  },
  late: {
    fn: bad('await new Promise((resolve) => setTimeout(resolve, 2_500)); return { statusCode: 200 };', {
      integrationTimeoutMs: 2_000,
    }),
    status: 504,
    body: '{"message": "Endpoint request timed out"}',
    fault: 'upstream.timeout',
    says: /START RequestId/,
  },
  prose: {
    fn: bad('return "not an answer";'),
    status: 502,
    body: internal,
    fault: 'function.malformed',
    says: /END RequestId/,
  },
  oddly: {
    fn: bad('return { statusCode: "nine", body: 7, headers: [] };'),
    status: 502,
    body: internal,
    fault: 'function.malformed',
    says: /END RequestId/,
  },
  circles: {
    fn: bad('const a = {}; a.a = a; return a;'),
    status: 502,
    body: internal,
    fault: 'function.error',
    says: /Unable to stringify response body/,
  },
  huge: {
    fn: bad('return { statusCode: 200, body: "x".repeat(7_000_000) };'),
    status: 502,
    body: internal,
    fault: 'function.too-large',
    says: /exceeded maximum allowed payload size/,
  },
  hogs: {
    fn: bad('const kept = []; for (;;) kept.push({ a: [kept.length, "x".repeat(64) + kept.length] });'),
    status: 502,
    body: internal,
    fault: 'function.error',
    says: /Runtime exited with error: signal: killed/,
  },
  talks: {
    fn: bad(
      'for (let i = 0; i < 3_000; i++) console.log("x".repeat(1_024)); return { statusCode: 200, body: "said" };',
    ),
    status: 200,
    body: 'said',
    fault: '',
    says: /x{1024}/,
  },
  babbles: {
    fn: bad('process.stdout.write("x".repeat(3_000_000)); return { statusCode: 200, body: "said" };'),
    status: 200,
    body: 'said',
    fault: '',
    says: /x{1024}/,
  },
};

test('whatever a function does, its call alone is answered for it, and the next one is well', async (t) => {
  const data = temporaryFolder(t);
  const template = functionTemplate(
    t,
    Object.fromEntries(Object.entries(faults).map(([name, { fn }]) => [name, fn])),
  );
  const gateway = await startGateway({ files: [template], data });
  t.after(() => gateway.close());
  const { apiId } = gateway.supervisor.definition.apis[0]!;
  // All at once: what one of them does must not reach another.
  const met = await Promise.all(
    Object.entries(faults).map(async ([name, fault]) => {
      const caller = await callerOf(t, gateway.url);
      const path = `/_aws/execute-api/${apiId}/prod/${name}`;
      const answer = await asked(caller, get(`${path}?bad=1`), 15_000);
      const next = await asked(caller, get(path), 15_000);
      caller.socket.destroy();
      const id = answer.headers.get('x-amzn-requestid')!;
      const code = fault.fault === '' ? '' : (await refusalOf(gateway, id)).fault;
      return { name, fault, answer, next, id, code };
    }),
  );
  await leavesNothing(gateway, { requests: 2 * Object.keys(faults).length });

  const executions = readFileSync(
    join(data, 'logs', `API-Gateway-Execution-Logs_${apiId}`, 'prod.log'),
    'utf8',
  );
  for (const { name, fault, answer, next, id, code } of met) {
    await t.test(name, () => {
      assert.deepEqual([answer.status, answer.body, code], [fault.status, fault.body, fault.fault]);
      if (code !== '') assert.equal(answer.headers.get('x-amzn-errortype'), 'InternalServerErrorException');
      assert.deepEqual([next.status, next.body], [200, 'well'], 'the next call');
      const lines = executions.split('\n').filter((line) => line.includes(`(${id})`));
      assert.ok(lines.at(-1)!.endsWith(`Method completed with status: ${fault.status}`));
      assert.equal(
        lines.some((line) => /[Ee]xecution failed (?:due to|with status 200)/.test(line)),
        fault.status !== 200,
      );
      const said = logOf(data, name);
      assert.match(said, fault.says);
      assert.ok(said.length < 2_300_000, `${said.length} characters of log`);
    });
  }
  assert.match(logOf(data, 'talks'), /dropped/i);
});

const logOf = (data: string, name: string): string =>
  globSync(join(data, 'logs', 'aws', 'lambda', name, '**', '*.log'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('');

test('a gateway that is killed leaves none of what its functions have started', async (t) => {
  const code = `const { spawn } = require('node:child_process');
  exports.handler = async (event) => {
    const options = { stdio: 'ignore', detached: event.path.endsWith('/own') };
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 300_000)'], options);
    child.unref();
    return { statusCode: 200, body: process.pid + ' ' + child.pid };
  };`;
  const template = functionTemplate(t, { group: { code }, own: { code } });
  const up = new RunningCommand(['up', template, '--ephemeral', '--workers', '1', ...freePorts]);
  t.after(() => up.signal('SIGKILL'));
  const [, plane] = await up.says(/(http\S+execute-api\S+)\/group/);
  await up.says(/Try next/);
  const pids: number[] = [];
  for (const path of ['group', 'own']) {
    const text = await (await fetch(`${plane}/${path}`)).text();
    pids.push(...text.split(' ').map(Number));
  }
  assert.ok(pids.length === 4 && pids.every(lives), `${pids}`);
  up.signal('SIGKILL');
  await eventually(
    () => !pids.some(lives),
    () => `${pids.filter(lives)} live on`,
  );
});
