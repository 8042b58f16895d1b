import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { EXIT, Halt } from '../../../src/operate/halt.ts';
import { RunFile, readRun } from '../../../src/operate/supervise/kept/run-file.ts';
import { temporaryFolder } from '../../folders.ts';

const addresses = {
  dataPlane: 'http://127.0.0.1:1',
  secure: 'https://127.0.0.1:4',
  endpoint: 'http://127.0.0.1:2',
  console: 'http://127.0.0.1:3',
};

test('a claim is found with its addresses, and gone once it is released', (t) => {
  const folder = temporaryFolder(t);
  assert.equal(readRun(folder), null);
  const claim = RunFile.claim(folder);
  assert.equal(readRun(folder)!.console, '');
  claim.publish(addresses);
  assert.deepEqual({ ...readRun(folder)!, pid: 0, born: '' }, { ...addresses, pid: 0, born: '' });
  claim.release();
  assert.deepEqual(readdirSync(folder), []);
});

test('a second claim is refused while the first one lives, and names its process', (t) => {
  const folder = temporaryFolder(t);
  const claim = RunFile.claim(folder);
  claim.publish(addresses);
  assert.throws(
    () => RunFile.claim(folder),
    (fault: unknown) =>
      fault instanceof Halt &&
      fault.exitCode === EXIT.running &&
      fault.message.includes(`process ${process.pid}`),
  );
  assert.deepEqual(readdirSync(folder), ['run.json']);
});

test('what a dead process left, a process id that came round again, and broken text are no claims', (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'run.json');
  RunFile.claim(folder);
  const mine = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  for (const left of [
    { ...mine, pid: 2 ** 22 + 1 },
    { ...mine, born: '1' },
  ]) {
    writeFileSync(file, JSON.stringify(left));
    assert.equal(readRun(folder), null);
  }
  writeFileSync(file, '{"pid":');
  assert.equal(readRun(folder), null);
  RunFile.claim(folder).release();
});

test('of several that start at once where one has died, one has the folder', async (t) => {
  const dead = { pid: 2 ** 22 + 1, born: '1', dataPlane: '', endpoint: '', console: '' };
  const folders = Array.from({ length: 12 }, () => {
    const folder = temporaryFolder(t);
    writeFileSync(join(folder, 'run.json'), JSON.stringify(dead));
    return folder;
  });
  const program = join(import.meta.dirname, 'claiming.ts');
  const processes = [1, 2, 3].map(() => {
    const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
    t.after(() => child.kill());
    return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
  });
  const told = () => Promise.all(processes.map(async ({ lines }) => (await lines.next()).value as string));
  await told();
  for (const [i, folder] of folders.entries()) {
    for (const { child } of processes) child.stdin.write(`${folder}\n`);
    const claims = await told();
    assert.deepEqual(claims.toSorted(), ['0', '0', '1'], `folder ${i}`);
  }
  for (const { child } of processes) child.stdin.end();
});
