// A proxied GET with an API key under a plan with throttle and quota, against the same without: one worker on
// one core. Needs nginx and wrk (Debian packages) and 4 cores.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hello, nginx } from './support/nginx.ts';
import { freePort, pinned, portcullis } from './support/processes.ts';
import { type Contender, interleaved, print, wrk } from './support/rounds.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
const [upstreamCore, proxyCore, loadCores] = ['0', '1', '2,3'];
const port = await freePort();
const upstream = await pinned(upstreamCore, port, nginx(folder, 'upstream', hello(port)));
const value = 'one-key-among-a-thousand-others-0123456789';

/** Both are sent the key, so that they differ in nothing but what is made of it. */
const script = join(folder, 'key.lua');
writeFileSync(script, `wrk.headers["x-api-key"] = "${value}"\n`);

const limits = 'throttle: { rate: 1000000, burst: 1000000 }';
const account = 'settings: { account: { rate: 1000000, burst: 1000000 } }';
const others = Array.from({ length: 1000 }, (_, i) => `other-${i}`);
const keys = [`ann: { value: ${value} }`, ...others.map((name) => `${name}: {}`)].join(', ');
const plan = `{ keys: [ann, ${others.join(', ')}], ${limits}, quota: { limit: 2000000000, period: MONTH } }`;

const contender = (name: string, asks: boolean): Contender => ({
  name,
  start() {
    const file = join(folder, `${asks}.yaml`);
    const api = `apis: { api: { to: "http://127.0.0.1:${port}", ${limits}, apiKeyRequired: ${asks} } }`;
    const usage = asks ? `keys: { ${keys} }\nplans: { gold: ${plan} }` : '';
    writeFileSync(file, `${account}\n${api}\n${usage}\n`);
    return portcullis(proxyCore, join(folder, 'data'), [file, '--workers', '1']);
  },
});

try {
  const measured = await interleaved(
    [contender('no key asked for', false), contender('API key, throttle and quota of a plan', true)],
    (r) => wrk(loadCores, `${r.url}/pets/7?full=1`, 3, 64, script),
  );
  print('Proxied GET, one worker on one core, 64 connections', measured, 'at least 0.90 of no key');
} finally {
  await upstream.stop();
  rmSync(folder, { recursive: true, force: true });
}
