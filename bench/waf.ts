// The default rule groups in front of an upstream, against nginx with ModSecurity and the OWASP Core Rule Set at
// its default level, one core each, the same upstream and the same three requests; and against ourselves without
// a web ACL. Needs nginx, libnginx-mod-http-modsecurity, modsecurity-crs and wrk (Debian packages) and 4 cores.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modsecurity } from './support/modsecurity.ts';
import { hello, nginx } from './support/nginx.ts';
import { freePort, pinned } from './support/processes.ts';
import { interleaved, print, wrk } from './support/rounds.ts';
import { unlimited } from './support/unlimited.ts';
import { type Asked, requests, script } from './support/waf-requests.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
const [upstreamCore, proxyCore, loadCores] = ['0', '1', '2,3'];
const upstreamPort = await freePort();
const upstream = await pinned(upstreamCore, upstreamPort, nginx(folder, 'upstream', hello(upstreamPort)));

const place = { core: proxyCore, folder, upstreamPort };

try {
  for (const asked of requests) {
    const lua = join(folder, `${asked.name}.lua`);
    writeFileSync(lua, script(asked));
    const measured = await interleaved(
      [
        modsecurity(proxyCore, folder, upstreamPort),
        unlimited('portcullis, default groups', place),
        unlimited('portcullis, no managed groups', place, '--waf', 'off'),
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
