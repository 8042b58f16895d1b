import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parse } from 'yaml';
import { temporaryFolder } from '../../folders.ts';

const loadgen = join(import.meta.dirname, '..', '..', '..', 'loadgen');
const folder = temporaryFolder({ after });
const scenario = (name: string) => parse(readFileSync(join(loadgen, 'scenarios', `${name}.yml`), 'utf8'));

test('the steady load is five requests a second for 300 seconds', () => {
  const { config, scenarios } = scenario('steady');
  assert.deepEqual(config.phases, [{ name: 'steady', duration: 300, arrivalRate: 5 }]);
  assert.deepEqual(scenarios[0].flow, [{ get: { url: '{{ $env.TARGET }}' } }]);
});

test('the quick load is ten visitors with 2000 requests each', () => {
  const { config, scenarios } = scenario('quick');
  assert.deepEqual(config.phases, [{ name: 'quick', duration: 1, arrivalCount: 10 }]);
  assert.equal(config.variables.num, 2000);
  assert.deepEqual(scenarios[0].flow, [
    { loop: [{ get: { url: '{{ $env.TARGET }}' } }], count: '{{ num }}' },
  ]);
});

/** Ships the output of a Node script, in a process of its own so that the test's output stays clean. */
function ship(script: string, file: string): { status: number | null; stdout: string } {
  const url = JSON.stringify(join(loadgen, 'shipped.ts'));
  const program = `import { runShipped } from ${url};
    process.exitCode = await runShipped([process.execPath, '-e', ${JSON.stringify(script)}], ${JSON.stringify(file)},
      { TARGET: 'http://127.0.0.1/' });`;
  return spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
}

test('what a load prints is shown, and added to its log with a first and a last line', () => {
  const file = join(folder, 'logs', 'one.log');
  const first = ship('console.log("codes.200", process.env.TARGET); console.error("oops")', file);
  assert.equal(first.status, 0);
  assert.equal(first.stdout, 'codes.200 http://127.0.0.1/\n');
  const second = ship('process.exit(7)', file);
  assert.equal(second.status, 7, 'the exit code is handed on');
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  assert.match(lines[0]!, /^# \d{4}-\d\d-\d\dT[\d:.]+Z TARGET=http:\/\/127\.0\.0\.1\/ /);
  assert.deepEqual(lines.slice(1, 3).sort(), ['codes.200 http://127.0.0.1/', 'oops']);
  assert.equal(lines[3], '# ended with 0');
  assert.equal(lines.at(-1), '# ended with 7', 'the second run stands behind the first');
});

test('a load of an unknown name, or on another machine, does not begin', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(loadgen, 'run.ts'), ...args], {
      encoding: 'utf8',
      env: { ...process.env, TARGET: 'http://192.0.2.1/' },
    });
  assert.match(run('slow').stderr, /steady or quick/);
  const refused = run('steady');
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /192\.0\.2\.1 is not this machine/);
});
