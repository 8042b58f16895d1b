// False alarms on what was never meant for a bench: change logs, manual pages, READMEs, source code and JSON files that
// lie on this machine, each posted to the default rule groups and to nginx with ModSecurity and the OWASP Core Rule Set
// at its default level; and the addresses they name, each asked for. Needs what bench/waf.ts needs; has more to say on a Debian with documentation installed.
//   node bench/alarms.ts         up to 1 000 texts of each kind
//   node bench/alarms.ts 5000    up to 5 000
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Found, foundTexts } from './support/found-texts.ts';
import { modsecurity } from './support/modsecurity.ts';
import { hello, nginx } from './support/nginx.ts';
import { freePort, pinned } from './support/processes.ts';
import { inJson, type Posted, percent, refusedOf } from './support/refused.ts';
import { unlimited } from './support/unlimited.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
const most = Number(process.argv[2] ?? 1_000);
const upstreamPort = await freePort();
const upstream = await pinned('0', upstreamPort, nginx(folder, 'upstream', hello(upstreamPort)));

try {
  const found = foundTexts(most).filter(({ texts }) => texts.length > 0);
  const refused: number[][] = found.map(() => []);
  for (const contender of [
    unlimited('portcullis', { core: '1', folder, upstreamPort }),
    modsecurity('1', folder, upstreamPort),
  ]) {
    const running = await contender.start();
    try {
      for (const [i, kind] of found.entries()) refused[i]!.push(await refusedOf(running.url, posted(kind)));
    } finally {
      await running.stop();
    }
  }
  console.log(`${'refused'.padEnd(56)} portcullis   ModSecurity + CRS`);
  for (const [i, { kind, texts }] of found.entries())
    console.log(
      `  ${`${texts.length} ${kind}`.padEnd(50)} ${refused[i]!.map((share) => percent(share, 2)).join('        ')}`,
    );
} finally {
  await upstream.stop();
  rmSync(folder, { recursive: true, force: true });
}

function posted({ as, texts }: Found): readonly Posted[] {
  if (as === 'text') return texts.map(inJson);
  return as === 'json'
    ? texts.map((body) => ({ target: '/posts', body }))
    : texts.map((target) => ({ target, body: null }));
}
