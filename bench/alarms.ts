// False alarms on what was never meant for a bench: change logs, manual pages, READMEs, source code and JSON files that
// lie on this machine, each posted to the default rule groups and to nginx with ModSecurity and the OWASP Core Rule Set
// at its default level; and the addresses they name, each asked for. Needs what bench/waf.ts needs; has more to say on a Debian with documentation installed.
//   node bench/alarms.ts         up to 1 000 texts of each kind
//   node bench/alarms.ts 5000    up to 5 000
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Found, foundTexts } from './support/found-texts.ts';
import { modsecurity } from './support/modsecurity.ts';
import { hello, nginx } from './support/nginx.ts';
import { freePort, pinned } from './support/processes.ts';
import { unlimited } from './support/unlimited.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
const most = Number(process.argv[2] ?? 1_000);
const upstreamPort = await freePort();
const upstream = await pinned('0', upstreamPort, nginx(folder, 'upstream', hello(upstreamPort)));
const agent = new Agent({ keepAlive: true, maxSockets: 8 });

try {
  const found = foundTexts(most).filter(({ texts }) => texts.length > 0);
  const refused: number[][] = found.map(() => []);
  for (const contender of [
    unlimited('portcullis', { core: '1', folder, upstreamPort }),
    modsecurity('1', folder, upstreamPort),
  ]) {
    const running = await contender.start();
    try {
      for (const [i, kind] of found.entries()) refused[i]!.push(await refusedOf(running.url, kind));
    } finally {
      await running.stop();
    }
  }
  console.log(`${'refused'.padEnd(56)} portcullis   ModSecurity + CRS`);
  for (const [i, { kind, texts }] of found.entries())
    console.log(
      `  ${`${texts.length} ${kind}`.padEnd(50)} ${refused[i]!.map((n) => `${((100 * n) / texts.length).toFixed(2)} %`.padStart(12)).join('        ')}`,
    );
} finally {
  agent.destroy();
  await upstream.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** How many of the texts a server refuses, eight at a time. */
async function refusedOf(url: string, { as, texts }: Found): Promise<number> {
  let next = 0;
  let refused = 0;
  const caller = async (): Promise<void> => {
    while (next < texts.length) {
      const text = texts[next++]!;
      const body = as === 'json' ? text : JSON.stringify({ title: 'A question', body: text });
      const status = as === 'target' ? statusOf(`${url}${text}`, null) : statusOf(`${url}/posts`, body);
      if ((await status) === 403) refused++;
    }
  };
  await Promise.all(Array.from({ length: 8 }, caller));
  return refused;
}

/** The status that a request of a browser is answered with: a POST of JSON, or a GET where there is no body. */
function statusOf(url: string, body: string | null): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      Accept: 'application/json',
      ...(body === null
        ? {}
        : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }),
    };
    const method = body === null ? 'GET' : 'POST';
    const asked = request(url, { method, agent, headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode!));
    });
    asked.on('error', reject).end(body ?? undefined);
  });
}
