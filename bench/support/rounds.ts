// Contenders in interleaved rounds: what wrk says of each, CPU time, and medians.
import { execFileSync } from 'node:child_process';
import { cpuSeconds, family, type Running } from './processes.ts';

/** One of the things compared: started fresh for every round, asked, and ended. */
export interface Contender {
  readonly name: string;
  start(): Promise<Running>;
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
