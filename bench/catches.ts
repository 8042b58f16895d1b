// How many attacks are refused, beside nginx with ModSecurity and the OWASP Core Rule Set at its default level: those of
// the trials, as they were written, within JSON, in the query, and there in base64. Needs what bench/waf.ts needs. Ours
// has been mended by what these sets showed; what it refused at first sight stands in test/corpora/trials/README.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trial } from '../test/corpora/report/lines.ts';
import { modsecurity } from './support/modsecurity.ts';
import { hello, nginx } from './support/nginx.ts';
import { freePort, pinned } from './support/processes.ts';
import { inJson, inQuery, percent, refusedOf } from './support/refused.ts';
import { unlimited } from './support/unlimited.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
const upstreamPort = await freePort();
const upstream = await pinned('0', upstreamPort, nginx(folder, 'upstream', hello(upstreamPort)));

const sets = ['fourteenth', 'fifteenth', 'sixteenth'].flatMap((name) => {
  const values = trial(`${name}.attacks`)
    .filter(({ place }) => place === '')
    .map(({ value }) => value);
  return [
    { name: `${values.length} of the ${name} trial, in JSON`, asked: values.map(inJson) },
    { name: 'in the query', asked: values.map(inQuery) },
    {
      name: 'in the query, in base64',
      asked: values.map((value) => inQuery(Buffer.from(value).toString('base64'))),
    },
  ];
});

try {
  const refused: number[][] = sets.map(() => []);
  for (const contender of [
    unlimited('portcullis', { core: '1', folder, upstreamPort }),
    modsecurity('1', folder, upstreamPort),
  ]) {
    const running = await contender.start();
    try {
      for (const [i, { asked }] of sets.entries()) refused[i]!.push(await refusedOf(running.url, asked));
    } finally {
      await running.stop();
    }
  }
  console.log(`${'refused'.padEnd(56)} portcullis   ModSecurity + CRS`);
  for (const [i, { name }] of sets.entries())
    console.log(`  ${name.padEnd(50)} ${refused[i]!.map((share) => percent(share, 1)).join('        ')}`);
} finally {
  await upstream.stop();
  rmSync(folder, { recursive: true, force: true });
}
