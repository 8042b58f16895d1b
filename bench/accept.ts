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

/** What one round gave; CPU in microseconds a request. */
interface Round {
  readonly rate: number;
  readonly user: number;
  readonly system: number;
}

if (process.argv[2] === 'serve') {
  process.stdout.write(`${await servers[process.argv[3] as Name]()}\n`);
  // Asked with a line, it tells the CPU it has used: microseconds, its own and the kernel's for it.
  process.stdin.on('data', () => {
    const { user, system } = process.cpuUsage();
    process.stdout.write(`${user} ${system}\n`);
  });
  process.stdin.on('end', () => process.exit());
} else {
  const rounds = Number(process.argv[2] ?? 5);
  const connections = Number(process.argv[3] ?? 64);
  const names: Name[] = ['accept', 'http'];
  const seen: Record<Name, Round[]> = { accept: [], http: [] };
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed())
      seen[name].push(await run(name, connections));
  }
  for (const name of names) {
    const rate = median(seen[name].map((s) => s.rate));
    const user = median(seen[name].map((s) => s.user));
    const system = median(seen[name].map((s) => s.system));
    const cpu = `${user.toFixed(1)} µs user + ${system.toFixed(1)} µs system each`;
    console.log(`${name.padEnd(8)} ${Math.round(rate)} requests/s  ${cpu}`);
  }
  const ratio = median(seen.accept.map((s) => s.rate)) / median(seen.http.map((s) => s.rate));
  const user = median(seen.http.map((s) => s.user)) / median(seen.accept.map((s) => s.user));
  console.log(
    `ratio    ${ratio.toFixed(2)} in requests/s (goal: 1.60), ${user.toFixed(2)} in CPU of our own`,
  );
}

async function run(name: Name, connections: number): Promise<Round> {
  const child = spawn(process.execPath, [import.meta.filename, 'serve', name], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = child.stdout.setEncoding('utf8')[Symbol.asyncIterator]();
  const port = Number((await lines.next()).value);
  const used = async (): Promise<number[]> => {
    child.stdin.write('\n');
    return String((await lines.next()).value)
      .split(' ')
      .map(Number);
  };
  load(port, connections, 1);
  const [user, system] = await used();
  const { rate, requests } = load(port, connections, 2);
  const [userThen, systemThen] = await used();
  child.stdin.end();
  return { rate, user: (userThen! - user!) / requests, system: (systemThen! - system!) / requests };
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
