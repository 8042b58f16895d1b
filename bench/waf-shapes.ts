// What inspecting costs by the shape of the JSON: the default rule groups against nginx with ModSecurity and the OWASP
// Core Rule Set, CPU time of the whole proxy for a POST of 1 KB and of 8 KB. Needs what bench/waf.ts needs.
//   node bench/waf-shapes.ts            all shapes
//   node bench/waf-shapes.ts readings   those whose name has the word
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonShapes } from './support/json-shapes.ts';
import { modsecurity } from './support/modsecurity.ts';
import { hello, nginx } from './support/nginx.ts';
import { cpuSeconds, family, freePort, pinned } from './support/processes.ts';
import { median, wrk } from './support/rounds.ts';
import { unlimited } from './support/unlimited.ts';
import { script } from './support/waf-requests.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
const [upstreamCore, proxyCore, loadCores] = ['0', '1', '2,3'];
const rounds = 3;
const upstreamPort = await freePort();
const upstream = await pinned(upstreamCore, upstreamPort, nginx(folder, 'upstream', hello(upstreamPort)));

const ours = unlimited('portcullis', { core: proxyCore, folder, upstreamPort });
const contenders = [modsecurity(proxyCore, folder, upstreamPort), ours];

const word = process.argv[2] ?? '';
const asked = jsonShapes
  .filter(({ name }) => name.includes(word))
  .flatMap(({ name, of }) =>
    [1_024, 8_192].map((bytes, i) => {
      const file = join(folder, `shape-${name.replace(/\W+/g, '-')}-${bytes}.lua`);
      const headers = ['User-Agent', 'acme-orders/4.2.1 (node/24)', 'Accept', 'application/json'];
      const body = of(bytes);
      writeFileSync(
        file,
        script({
          ...{ name, title: name, goal: 0, method: 'POST', target: '/orders?dry-run=false', body },
          headers: [...headers, 'Content-Type', 'application/json'],
        }),
      );
      return { name, size: ['1 KB', '8 KB'][i]!, file, values: leaves(JSON.parse(body)) };
    }),
  );

/** Milliseconds of CPU a request, by the contender and the request; and what refused some. */
const taken = contenders.map(() => asked.map((): number[] => []));
const refuses = contenders.map(() => asked.map(() => false));
try {
  for (let round = 0; round < rounds; round++)
    for (const c of round % 2 === 0 ? [0, 1] : [1, 0]) {
      const running = await contenders[c]!.start();
      try {
        const pids = family(running.pid);
        const used = (): number => pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
        // A gateway that has seen one kind of request alone is faster than it ever is.
        for (const { file } of asked) wrk(loadCores, running.url, 1, 8, file);
        for (const [i, { file }] of asked.entries()) {
          const before = used();
          const started = process.hrtime.bigint();
          const { perSecond, statuses } = wrk(loadCores, running.url, 2, 4, file);
          const seconds = Number(process.hrtime.bigint() - started) / 1e9;
          taken[c]![i]!.push(((used() - before) / (perSecond * seconds)) * 1_000);
          refuses[c]![i] ||= !statuses.includes(' 0 refused');
        }
      } finally {
        await running.stop();
      }
    }
} finally {
  await upstream.stop();
  rmSync(folder, { recursive: true, force: true });
}

let least = Number.POSITIVE_INFINITY;
for (const [i, { name, size, values }] of asked.entries()) {
  const [theirs, mine] = taken.map((of) => median(of[i]!)) as [number, number];
  if (!refuses[0]![i] && !refuses[1]![i]) least = Math.min(least, theirs / mine);
  console.log(
    `${name.padEnd(40)} ${size}  ${`${values}`.padStart(5)} values   ModSecurity ${theirs.toFixed(2).padStart(7)} ms   ours ${mine.toFixed(3).padStart(6)} ms   ${(theirs / mine).toFixed(0).padStart(4)} times` +
      `${refuses[0]![i] ? '   ModSecurity refuses it' : ''}${refuses[1]![i] ? '   we refuse it' : ''}`,
  );
}
console.log(`at least ${least.toFixed(0)} times, where both let it pass`);

/** Values that are not made of others. */
function leaves(value: unknown): number {
  if (value === null || typeof value !== 'object') return 1;
  return Object.values(value).reduce((sum: number, inner) => sum + leaves(inner), 0);
}
