// A proxied GET through a throttle, a rate-based rule and an access log, one worker on one core, against nginx
// proxy_pass with limit_req and its access log on that core. Needs nginx and wrk (Debian packages) and 4 cores.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hello, nginx } from './support/nginx.ts';
import { freePort, pinned } from './support/processes.ts';
import { type Contender, interleaved, print, wrk } from './support/rounds.ts';
import { unlimited } from './support/unlimited.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
const [upstreamCore, proxyCore, loadCores] = ['0', '1', '2,3'];
const seconds = 3;
const upstreamPort = await freePort();

const upstream = await pinned(upstreamCore, upstreamPort, nginx(folder, 'upstream', hello(upstreamPort)));

const nginxProxy: Contender = {
  name: 'nginx proxy_pass + limit_req + log',
  async start() {
    const port = await freePort();
    return pinned(
      proxyCore,
      port,
      nginx(
        folder,
        `proxy-${port}`,
        `
      access_log ${folder}/access-${port}.log combined;
      limit_req_zone $binary_remote_addr zone=all:10m rate=1000000r/s;
      upstream up { server 127.0.0.1:${upstreamPort}; keepalive 128; keepalive_requests 1000000000; }
      server { listen 127.0.0.1:${port}; keepalive_requests 1000000000;
        location / { limit_req zone=all burst=1000000 nodelay;
          proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; } }`,
      ),
    );
  },
};

const place = { core: proxyCore, folder, upstreamPort };
const contenders = [
  nginxProxy,
  unlimited('portcullis up --to', place),
  unlimited('the same without managed groups', place, '--waf', 'off'),
];

try {
  const measured = await interleaved(contenders, (r) => wrk(loadCores, `${r.url}/pets/7?full=1`, seconds));
  print('Proxied GET, one worker on one core, 64 connections', measured, 'at least 0.30 of nginx');
} finally {
  await upstream.stop();
  rmSync(folder, { recursive: true, force: true });
}
