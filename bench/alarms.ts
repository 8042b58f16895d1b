// False alarms on what was never meant for a bench: change logs, manual pages, READMEs, source code and JSON files that
// lie on this machine, each posted to the default rule groups and to nginx with ModSecurity and the OWASP Core Rule Set
// at its default level; and the addresses they name, each asked for. Needs what bench/waf.ts needs; has more to say on a Debian with documentation installed.
//   node bench/alarms.ts              up to 1 000 texts of each kind
//   node bench/alarms.ts 5000         up to 5 000
//   node bench/alarms.ts 40 FOLDER    up to 40 requests of each OpenAPI definition in JSON below a folder, by its examples
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definedRequests } from './support/defined-requests.ts';
import { type Found, foundTexts, spread } from './support/found-texts.ts';
import { modsecurity } from './support/modsecurity.ts';
import { hello, nginx } from './support/nginx.ts';
import { freePort, pinned } from './support/processes.ts';
import { inJson, type Posted, percent, refusedOf } from './support/refused.ts';
import { unlimited } from './support/unlimited.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
const most = Number(process.argv[2] ?? 1_000);
const folderOfDefinitions = process.argv[3];
const upstreamPort = await freePort();
const upstream = await pinned('0', upstreamPort, nginx(folder, 'upstream', hello(upstreamPort)));

try {
  const kinds = folderOfDefinitions === undefined ? found() : defined(folderOfDefinitions);
  const refused: number[][] = kinds.map(() => []);
  for (const contender of [
    unlimited('portcullis', { core: '1', folder, upstreamPort }),
    modsecurity('1', folder, upstreamPort),
  ]) {
    const running = await contender.start();
    try {
      for (const [i, { asked }] of kinds.entries()) refused[i]!.push(await refusedOf(running.url, asked));
    } finally {
      await running.stop();
    }
  }
  console.log(`${'refused'.padEnd(56)} portcullis   ModSecurity + CRS`);
  for (const [i, { kind, asked }] of kinds.entries())
    console.log(
      `  ${`${asked.length} ${kind}`.padEnd(50)} ${refused[i]!.map((share) => percent(share, 2)).join('        ')}`,
    );
} finally {
  await upstream.stop();
  rmSync(folder, { recursive: true, force: true });
}

interface Kind {
  readonly kind: string;
  readonly asked: readonly Posted[];
}

function found(): readonly Kind[] {
  return foundTexts(most)
    .map((found) => ({ kind: found.kind, asked: posted(found) }))
    .filter(({ asked }) => asked.length > 0);
}

function defined(below: string): readonly Kind[] {
  const { definitions, requests, texts } = definedRequests(below, most);
  return [
    { kind: `GET and POST of ${definitions} definitions`, asked: requests.filter(isUsual) },
    { kind: 'PUT, PATCH and DELETE of the same', asked: requests.filter((one) => !isUsual(one)) },
    { kind: 'descriptions of their operations', asked: spread(texts, requests.length).map(inJson) },
  ];
}

/** What the Core Rule Set lets through unless told otherwise. */
function isUsual({ method }: Posted): boolean {
  return method === 'GET' || method === 'POST';
}

function posted({ as, texts }: Found): readonly Posted[] {
  if (as === 'text') return texts.map(inJson);
  return as === 'json'
    ? texts.map((body) => ({ target: '/posts', body }))
    : texts.map((target) => ({ target, body: null }));
}
