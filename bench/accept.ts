// How many small answers a second the engine gives, against a bare node:http server that gives the same.
// Interleaved rounds in fresh processes, the order reversed every round; medians.
//   node bench/accept.ts [rounds] [connections]
import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { Clock } from '../src/base/clock.ts';
import { accept } from '../src/guard/accept/accept.ts';

const HEADERS = [
  'Content-Type',
  'application/json',
  'x-amzn-RequestId',
  '6d9a1f0e-3c52-4b7e-9a10-5f2b8c7d4e61',
];
const BODY = '{"message":"hello"}';
const PATH = '/prod/greeter?name=a';

const servers = {
  async accept(): Promise<number> {
    const listener = await accept({
      host: '127.0.0.1',
      port: 0,
      reusePort: false,
      clock: Clock.running(),
      trustedProxies: [],
      serve: (x) => x.wire.send(200, HEADERS, BODY),
    });
    return listener.port;
  },
  // Bare: no id, no clock, no parsed address. What it leaves out is ours to make up for.
  http(): Promise<number> {
    const server = createServer((_, response) => {
      response.writeHead(200, [...HEADERS, 'Content-Length', String(BODY.length)]);
      response.end(BODY);
    });
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
    });
  },
};
type Name = keyof typeof servers;

if (process.argv[2] === 'serve') {
  process.stdout.write(`${await servers[process.argv[3] as Name]()}\n`);
  process.on('SIGTERM', () => {
    // The figure of the process: CPU microseconds in all.
    const { user, system } = process.cpuUsage();
    process.stdout.write(`${user + system}\n`, () => process.exit());
  });
} else {
  const rounds = Number(process.argv[2] ?? 5);
  const connections = Number(process.argv[3] ?? 64);
  const names: Name[] = ['accept', 'http'];
  const seen: Record<Name, { rate: number; cpu: number }[]> = { accept: [], http: [] };
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed())
      seen[name].push(await run(name, connections));
  }
  for (const name of names) {
    const rate = median(seen[name].map((s) => s.rate));
    const cpu = median(seen[name].map((s) => s.cpu));
    console.log(`${name.padEnd(8)} ${Math.round(rate)} requests/s  ${cpu.toFixed(1)} µs CPU each`);
  }
  const ratio = median(seen.accept.map((s) => s.rate)) / median(seen.http.map((s) => s.rate));
  console.log(`ratio    ${ratio.toFixed(2)} (goal: 1.60)`);
}

async function run(name: Name, connections: number): Promise<{ rate: number; cpu: number }> {
  const child = spawn(process.execPath, [import.meta.filename, 'serve', name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = child.stdout.setEncoding('utf8')[Symbol.asyncIterator]();
  const port = Number((await lines.next()).value);
  load(port, connections, 1);
  const { rate, requests } = load(port, connections, 2);
  child.kill('SIGTERM');
  const cpu = Number((await lines.next()).value);
  return { rate, cpu: cpu / (requests * 1.5) };
}

/** wrk from Debian: one thread, for as many seconds. */
function load(port: number, connections: number, seconds: number): { rate: number; requests: number } {
  const url = `http://127.0.0.1:${port}${PATH}`;
  const out = execFileSync('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, url], { encoding: 'utf8' });
  if (/Non-2xx|Socket errors/.test(out)) throw new Error(out);
  const rate = Number(/Requests\/sec:\s+([\d.]+)/.exec(out)?.[1]);
  return { rate, requests: Number(/(\d+) requests in/.exec(out)?.[1]) };
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
