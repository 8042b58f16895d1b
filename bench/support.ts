// What the benches share: processes pinned to cores, wrk, and medians of interleaved rounds.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** One of the things compared: started fresh for every round, asked, and ended. */
export interface Contender {
  readonly name: string;
  start(): Promise<Running>;
}

export interface Running {
  readonly url: string;
  readonly pid: number;
  /** Of a gateway: its console. */
  readonly console?: string;
  stop(): Promise<void>;
}

export interface Measured {
  readonly name: string;
  readonly perSecond: number;
  readonly cpuMicros: number;
  readonly statuses: string;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const mid = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[mid]! : (sorted[mid - 1]! + sorted[mid]!) / 2;
};

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

/** Starts `portcullis up` with these arguments on ports of its own, HTTPS only where they ask for it, and its data in a fresh folder. */
export async function portcullis(cpus: string, data: string, args: readonly string[]): Promise<Running> {
  const [port, endpoint, page] = [await freePort(), await freePort(), await freePort()];
  const main = new URL('../src/operate/cli/portcullis.ts', import.meta.url).pathname;
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

/** Asks for `seconds` with 64 connections; answers per second, and how many were not 2xx or 3xx. */
export function wrk(
  cpus: string,
  url: string,
  seconds: number,
  connections = 64,
  script = '',
): { perSecond: number; statuses: string } {
  const options = ['-t2', `-c${connections}`, `-d${seconds}s`, '--timeout', '30s'];
  if (script !== '') options.push('-s', script);
  const out = execFileSync('taskset', ['-c', cpus, 'wrk', ...options, url], { encoding: 'utf8' });
  const perSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(out)?.[1] ?? 0);
  const total = Number(/(\d+) requests in/.exec(out)?.[1] ?? 0);
  const refused = Number(/Non-2xx or 3xx responses: (\d+)/.exec(out)?.[1] ?? 0);
  const errors = /Socket errors: (.*)/.exec(out)?.[1] ?? '';
  return {
    perSecond,
    statuses: `${total - refused} ok, ${refused} refused${errors === '' ? '' : `, ${errors}`}`,
  };
}

/** Runs the contenders in turn, fresh each time, the order reversed every round; medians and the ratio to the first. */
export async function interleaved(
  contenders: readonly Contender[],
  load: (running: Running) => { perSecond: number; statuses: string },
  rounds = 5,
): Promise<Measured[]> {
  const runs = new Map<string, Measured[]>(contenders.map((c) => [c.name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const contender of round % 2 === 0 ? contenders : [...contenders].reverse()) {
      const running = await contender.start();
      try {
        load(running);
        const pids = family(running.pid);
        const before = pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
        const started = process.hrtime.bigint();
        const { perSecond, statuses } = load(running);
        const elapsed = Number(process.hrtime.bigint() - started) / 1e9;
        const cpu = pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0) - before;
        runs.get(contender.name)!.push({
          name: contender.name,
          perSecond,
          cpuMicros: (cpu / (perSecond * elapsed)) * 1e6,
          statuses,
        });
      } finally {
        await running.stop();
      }
    }
  }
  return contenders.map((c) => {
    const all = runs.get(c.name)!;
    return {
      name: c.name,
      perSecond: median(all.map((m) => m.perSecond)),
      cpuMicros: median(all.map((m) => m.cpuMicros)),
      statuses: all.at(-1)!.statuses,
    };
  });
}

export function print(title: string, measured: readonly Measured[], goal = ''): void {
  const first = measured[0]!.perSecond;
  console.log(`\n${title}${goal === '' ? '' : `  (goal: ${goal})`}`);
  for (const m of measured) {
    console.log(
      `  ${m.name.padEnd(34)} ${Math.round(m.perSecond).toLocaleString('en').padStart(9)}/s  ratio ${(m.perSecond / first).toFixed(2)}  ${m.cpuMicros.toFixed(1).padStart(6)} µs CPU  ${m.statuses}`,
    );
  }
}

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
