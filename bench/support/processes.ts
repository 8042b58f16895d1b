// Processes on cores and ports of their own, and the CPU time they take.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/** A process that answers HTTP. */
export interface Running {
  readonly url: string;
  readonly pid: number;
  /** Of a gateway: its console. */
  readonly console?: string;
  stop(): Promise<void>;
}

/** Starts a command on the given cores and waits until it answers HTTP on `port`. */
export async function pinned(
  cpus: string,
  port: number,
  command: readonly string[],
  env = {},
): Promise<Running> {
  const child = spawn('taskset', ['-c', cpus, ...command], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  });
  let said = '';
  child.stderr.on('data', (d) => (said = (said + d).slice(-4000)));
  await accepting(port, child, () => said);
  return { url: `http://127.0.0.1:${port}`, pid: child.pid!, stop: () => ended(child) };
}

/**
 * Starts `portcullis up` with these arguments on ports of its own, HTTPS only where they ask for it, and its data in a
 * fresh folder.
 */
export async function portcullis(cpus: string, data: string, args: readonly string[]): Promise<Running> {
  const [port, endpoint, page] = [await freePort(), await freePort(), await freePort()];
  const main = new URL('../../src/operate/cli/portcullis.ts', import.meta.url).pathname;
  const ports = ['--port', `${port}`, '--endpoint-port', `${endpoint}`, '--console-port', `${page}`];
  const https = args.includes('--https-port') ? [] : ['--no-https'];
  const command = [process.execPath, main, 'up', ...args, ...ports, ...https, '--data', `${data}-${port}`];
  return { ...(await pinned(cpus, port, command)), console: `http://127.0.0.1:${page}` };
}

async function accepting(port: number, child: ChildProcess, said: () => string): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (child.exitCode !== null)
      throw new Error(`ended with ${child.exitCode} before it answered: ${said()}`);
    const open = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(1000) }).then(
      (answer) => answer.arrayBuffer().then(() => true),
      () => false,
    );
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`nothing answers on ${port}: ${said()}`);
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exit;
  clearTimeout(timer);
}

/** CPU seconds a process and its threads have used (Linux: 100 ticks a second), with the children it waited for. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** All processes below a pid: nginx's worker is a child of the one that was started. */
export function family(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number);
  return [pid, ...children.flatMap(family)];
}

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
