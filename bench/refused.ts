// Refused requests a second, one worker on one core, against a bare `node:http` hello on that core: under attack
// the refused path is the hot path. Needs wrk (Debian package) and 4 cores.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, pinned, portcullis } from './support/processes.ts';
import { type Contender, interleaved, print, wrk } from './support/rounds.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
const [core, loadCores] = ['1', '2,3'];

const hello: Contender = {
  name: 'bare node:http hello',
  async start() {
    const port = await freePort();
    const code = `require('node:http').createServer((q, s) => s.end('hello')).listen(${port}, '127.0.0.1')`;
    return pinned(core, port, [process.execPath, '-e', code]);
  },
};

const refusing = (name: string, yaml: string): Contender => ({
  name,
  start() {
    const file = join(folder, `${name.replace(/\W+/g, '-')}.yaml`);
    writeFileSync(file, yaml);
    return portcullis(core, join(folder, 'data'), [file, '--workers', '1']);
  },
});

const api =
  'apis: { api: { to: "http://127.0.0.1:9", webAcl: edge, throttle: { rate: 1000000, burst: 1000000 } } }';
const account = 'settings: { account: { rate: 1000000, burst: 1000000 } }';
const contenders = [
  hello,
  refusing(
    'portcullis 429 (throttle)',
    'apis: { api: { to: "http://127.0.0.1:9", throttle: { rate: 0.001, burst: 1 } } }',
  ),
  refusing(
    'portcullis 403 (rate-based rule)',
    `${account}\n${api}\nwebAcls: { edge: { rules: [{ name: per-address, rate: { limit: 10 } }] } }`,
  ),
  refusing(
    'portcullis 403 (IP set)',
    `${account}\n${api}\nipSets: { bad: [127.0.0.0/8] }\nwebAcls: { edge: { rules: [{ name: bad, ipSet: bad }] } }`,
  ),
];

try {
  const measured = await interleaved(contenders, (r) => wrk(loadCores, `${r.url}/pets/7?full=1`, 3));
  print('Refused requests, one worker on one core, 64 connections', measured, 'at least 1.00 of the hello');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
