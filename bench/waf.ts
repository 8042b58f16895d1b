// The default rule groups in front of an upstream, against nginx with ModSecurity and the OWASP Core Rule Set at
// its default level, one core each, the same upstream and the same three requests; and against ourselves without
// a web ACL. Needs nginx, libnginx-mod-http-modsecurity, modsecurity-crs and wrk (Debian packages) and 4 cores.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modsecurity } from './modsecurity.ts';
import { hello, nginx } from './nginx.ts';
import { type Contender, freePort, interleaved, pinned, portcullis, print, wrk } from './support.ts';
import { type Asked, requests, script } from './waf-requests.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
const [upstreamCore, proxyCore, loadCores] = ['0', '1', '2,3'];
const upstreamPort = await freePort();
const upstream = await pinned(upstreamCore, upstreamPort, nginx(folder, 'upstream', hello(upstreamPort)));

const ours = (name: string, ...flags: readonly string[]): Contender => ({
  name,
  start: () =>
    portcullis(proxyCore, join(folder, 'data'), [
      ...['--to', `http://127.0.0.1:${upstreamPort}`, '--workers', '1'],
      ...['--rate', '1000000', '--burst', '1000000', '--limit', '2000000000'],
      ...flags,
    ]),
});

try {
  for (const asked of requests) {
    const lua = join(folder, `${asked.name}.lua`);
    writeFileSync(lua, script(asked));
    const measured = await interleaved(
      [
        modsecurity(proxyCore, folder, upstreamPort),
        ours('portcullis, default groups'),
        ours('portcullis, no managed groups', '--waf', 'off'),
      ],
      (r) => wrk(loadCores, `${r.url}${asked.target}`, seconds(asked), connections(asked), lua),
      3,
    );
    print(asked.title, measured, `at least ${asked.goal} times ModSecurity`);
    const [theirs, with_, without] = measured;
    const times = theirs!.cpuMicros / with_!.cpuMicros;
    console.log(
      `  by CPU: ModSecurity ${(theirs!.cpuMicros / 1000).toFixed(2)} ms a request, ${times.toFixed(0)} times ours; ` +
        `ours is ${(without!.cpuMicros / with_!.cpuMicros).toFixed(2)} of its own rate without managed groups`,
    );
  }
} finally {
  await upstream.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** A request that takes a second each needs some time to be asked often enough. */
function seconds(asked: Asked): number {
  return asked.body.length > 4096 ? 8 : 3;
}

function connections(asked: Asked): number {
  return asked.body.length > 4096 ? 4 : 32;
}
