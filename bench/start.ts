// From the command to the first answered request of the example, and its memory when idle with 4 workers.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './support/processes.ts';
import { median } from './support/rounds.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
const main = new URL('../src/operate/cli/portcullis.ts', import.meta.url).pathname;
const assembly = new URL('../examples/secure-api/assembly', import.meta.url).pathname;
const seconds: number[] = [];
const megabytes: number[] = [];

for (let round = 0; round < 5; round++) {
  const [port, endpoint, page] = [await freePort(), await freePort(), await freePort()];
  const ports = [
    '--port',
    `${port}`,
    '--https-port',
    '0',
    '--endpoint-port',
    `${endpoint}`,
    '--console-port',
    `${page}`,
  ];
  const args = [main, 'up', assembly, '--workers', '4', '--data', join(folder, `${round}`), ...ports];
  const began = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  const path = await until(() => /UnthrottledApiUrl +(\S+)/.exec(said)?.[1]);
  const answer = await fetch(path);
  seconds.push((performance.now() - began) / 1000);
  if (answer.status !== 200) throw new Error(`the greeter answered ${answer.status}`);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  megabytes.push(residentMb(child.pid!));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}
rmSync(folder, { recursive: true, force: true });
const spread = (values: number[]): string =>
  `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}`;
console.log('\nThe example with 4 workers, median of 5');
console.log(
  `  start to first answered request   ${median(seconds).toFixed(2)} s (${spread(seconds)})   goal: under 1.5 s`,
);
console.log(
  `  memory when idle                  ${median(megabytes).toFixed(0)} MB (${spread(megabytes)})   goal: under 200 MB`,
);

async function until<T>(look: () => T | undefined): Promise<T> {
  for (let tries = 0; tries < 2000; tries++) {
    const seen = look();
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('waited too long');
}

/** Proportional set size of the gateway's own process: pages it shares with others count in part. */
function residentMb(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))![1]) / 1024;
}
