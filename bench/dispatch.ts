// How many requests a second the HTTP client of dispatch/ makes on one core, against undici and node:http, from 64
// callers at once to a server that costs nothing. Interleaved rounds in fresh processes, medians.
//   node bench/dispatch.ts [rounds]
import { execFileSync, spawn } from 'node:child_process';
import { Agent, get } from 'node:http';
import { createServer } from 'node:net';
import { Pool } from 'undici';
import { dispatcher, routed } from '../test/units/dispatch/site.ts';
import { PaperWire, paperRequest } from '../test/units/paper-wire.ts';
import { median } from './support/rounds.ts';

const CALLERS = 64;
const HEADERS = [
  ['Host', 'api.test'],
  ['User-Agent', 'wrk/4.2'],
  ['Accept', '*/*'],
  ['Accept-Encoding', 'gzip'],
  ['Authorization', 'Bearer abcdefghijklmnop'],
].flat();
const ANSWER = Buffer.from(
  'HTTP/1.1 200 OK\r\nServer: raw\r\nDate: Sun, 22 Nov 2026 00:00:00 GMT\r\nContent-Type: application/json\r\nContent-Length: 43\r\n\r\n{"message":"hello from the upstream server"}'.slice(
    0,
    -1,
  ),
);

/** One request, its answer read whole. */
type Ask = () => Promise<unknown>;

const clients: Record<string, (port: number) => Ask> = {
  dispatch(port) {
    const ask = dispatcher({ settings: { uri: `http://127.0.0.1:${port}/{proxy}` } });
    return async () => {
      const x = routed(paperRequest({ target: '/pets/7?full=1', headers: HEADERS }, new PaperWire()), {
        proxy: 'pets/7',
      });
      const answer = await ask(x);
      if (!Buffer.isBuffer(answer.body)) throw new Error('the answer did not come at once');
    };
  },
  undici(port) {
    const pool = new Pool(`http://127.0.0.1:${port}`, { connections: CALLERS });
    return async () => {
      const { body } = await pool.request({ method: 'GET', path: '/pets/7?full=1', headers: HEADERS });
      await body.arrayBuffer();
    };
  },
  'node:http'(port) {
    const agent = new Agent({ keepAlive: true, maxSockets: CALLERS });
    const options = { host: '127.0.0.1', port, path: '/pets/7?full=1', agent, headers: HEADERS };
    return () =>
      new Promise((resolve) => {
        get(options, (response) => response.on('data', () => {}).on('end', resolve));
      });
  },
};

const [mode, name, port] = process.argv.slice(2);
if (mode === 'server') {
  createServer({ noDelay: true }, (socket) => {
    socket.on('data', () => socket.write(ANSWER)).on('error', () => {});
  }).listen(Number(name), '127.0.0.1', () => console.log('ready'));
} else if (mode === 'client') {
  const ask = clients[name!]!(Number(port));
  // The sockets of dispatch/ leave it to the clients' own to keep the process.
  setInterval(() => {}, 60_000);
  await rounds(ask, 1500);
  const before = process.cpuUsage();
  const started = performance.now();
  const made = await rounds(ask, 3000);
  const { user, system } = process.cpuUsage(before);
  const perSecond = made / ((performance.now() - started) / 1000);
  console.log(JSON.stringify({ perSecond, user: user / made, system: system / made }));
  process.exit();
} else await compare(Number(mode ?? 5));

/** All callers ask, one request after the other, for so many milliseconds; how many they made. */
async function rounds(ask: Ask, ms: number): Promise<number> {
  const until = performance.now() + ms;
  let made = 0;
  const caller = async (): Promise<void> => {
    for (; performance.now() < until; made++) await ask();
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return made;
}

async function compare(times: number): Promise<void> {
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const self = import.meta.filename;
  const server = spawn('taskset', ['-c', '0', process.execPath, self, 'server', `${port}`]);
  await new Promise((resolve) => server.stdout.once('data', resolve));
  const names = Object.keys(clients);
  const seen = new Map(names.map((n) => [n, [] as { perSecond: number; user: number; system: number }[]]));
  try {
    for (let round = 0; round < times; round++) {
      for (const n of round % 2 === 0 ? names : names.toReversed()) {
        const command = ['-c', '1', process.execPath, self, 'client', n, `${port}`];
        seen.get(n)!.push(JSON.parse(execFileSync('taskset', command, { encoding: 'utf8' })));
      }
    }
  } finally {
    server.kill();
  }
  const rate = (n: string): number => median(seen.get(n)!.map((s) => s.perSecond));
  for (const n of names) {
    const user = median(seen.get(n)!.map((s) => s.user)).toFixed(1);
    const system = median(seen.get(n)!.map((s) => s.system)).toFixed(1);
    const ratio = (rate(n) / rate('undici')).toFixed(2);
    console.log(
      `${n.padEnd(10)} ${Math.round(rate(n))}/s  ${ratio} of undici  ${user} µs user + ${system} µs system each`,
    );
  }
  if (rate('dispatch') < rate('undici')) process.exitCode = 1;
}
