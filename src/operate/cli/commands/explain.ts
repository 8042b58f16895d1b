import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { EXIT, Halt } from '../../halt.ts';
import type { Explained } from '../../inquiry/explained.ts';
import { type Asked, askedOf } from '../asked.ts';
import { command } from '../command.ts';
import { explanationLines } from '../explanation.ts';
import { jsonOf, Running } from '../running.ts';
import { atField, dataField, jsonField, parametersField } from '../shared-flags.ts';

export default command({
  name: 'explain',
  shape: z
    .strictObject({
      request: z
        .string()
        .describe('A method, followed by an address; or the id of a request that was refused.'),
      url: z.string().optional().describe('The address: a path, or a whole URL.'),
      from: z.string().default('127.0.0.1').describe("The client's address."),
      header: z
        .array(z.string().regex(/^[^:\s]+:/, 'must be "Name: value"'))
        .default([])
        .describe('A header; may be repeated.'),
      body: z.string().default('').describe('The body.'),
      cert: z
        .string()
        .optional()
        .describe('A client certificate, a PEM file; taken as one whose chain was checked.'),
      in: z
        .array(z.string())
        .default([])
        .describe('Reads this file or folder instead of asking a running gateway; may be repeated.'),
      parameter: parametersField,
      data: dataField,
      at: atField,
      json: jsonField,
    })
    .describe('Shows the chain of protections for a request that is never sent on.'),
  summary:
    'Shows what would become of a request and why, layer by layer; nothing is sent and no limit used up.',
  operands: '<request> [url]',
  flags: {
    from: '--from <address>',
    header: '-H, --header <line>',
    body: '-d, --body <text>',
    cert: '--cert <file>',
    in: '--in <path>',
    parameter: '--parameter <name=value>',
    data: '--data <folder>',
    at: '--at <address>',
    json: '--json',
  },
  examples: [
    "portcullis explain GET '/secure/greeter' --from 203.0.113.7",
    'portcullis explain POST /login -d \'{"user":"me"}\'',
    'portcullis explain GET https://api.example.com/ --cert client.pem',
    'portcullis explain 6d9a1f0e-3c52-4b7e-9a10-5f2b8c7d4e61',
    'portcullis explain GET / --in examples/secure-api --json',
  ],
  async run(input, terminal) {
    const { request, url, from, header, body } = input;
    const certificate = input.cert === undefined ? '' : certificateIn(input.cert);
    if (url === undefined && /^[A-Z]+$/.test(request)) {
      throw new Halt(EXIT.usage, `an address must follow the method: portcullis explain ${request} /path`);
    }
    const found =
      url === undefined
        ? await byId(Running.find(input.at, input.data), request)
        : input.in.length > 0
          ? await inFiles(
              input.in,
              input.parameter,
              input.data,
              askedOf(request, url, from, header, body, '', certificate),
            )
          : await asked(Running.find(input.at, input.data), request, url, from, header, body, certificate);
    if (input.json) terminal.out(JSON.stringify(found, null, 2));
    else for (const line of explanationLines(found, terminal.paint)) terminal.out(line);
    return found.decision.action === 'pass' ? EXIT.ok : EXIT.findings;
  },
});

/** A certificate's PEM text. Throws a `Halt` when it is none. */
function certificateIn(file: string): string {
  if (!existsSync(file)) throw new Halt(EXIT.usage, `--cert: there is no file ${file}`);
  try {
    return new X509Certificate(readFileSync(file)).toString();
  } catch {
    throw new Halt(EXIT.usage, `--cert: ${file} holds no certificate that can be read`);
  }
}

async function byId(running: Running, requestId: string): Promise<Explained> {
  return jsonOf(await running.post('/api/explain', { requestId }));
}

async function asked(
  running: Running,
  method: string,
  url: string,
  from: string,
  headers: readonly string[],
  body: string,
  certificate: string,
): Promise<Explained> {
  const host = running.dataPlane.replace(/^https?:\/\//, '');
  return jsonOf(
    await running.post('/api/explain', askedOf(method, url, from, headers, body, host, certificate)),
  );
}

/** Without a running gateway: limits are as they are before the first request, and tokens decrypted as the data folder can. */
async function inFiles(
  paths: readonly string[],
  parameters: Readonly<Record<string, string>>,
  data: string,
  request: Asked,
): Promise<Explained> {
  const [
    { filesSource },
    { Generations },
    { explained },
    { Clock },
    { layKeys, looksForKeys },
    { readStore, storeFileOf },
  ] = await Promise.all([
    import('../../supervise/source.ts'),
    import('../../supervise/generations.ts'),
    import('../../inquiry/explained.ts'),
    import('../../../base/clock.ts'),
    import('../../key-store/lay.ts'),
    import('../../key-store/store.ts'),
  ]);
  const { definition, notes } = await filesSource(paths, { parameters }).read();
  const clock = Clock.running();
  const advanced = definition === null ? null : new Generations(clock).advance(definition);
  if (advanced === null || 'note' in advanced) {
    const errors = [...notes, ...(advanced === null ? [] : [advanced.note])].filter(
      (n) => n.level === 'error',
    );
    throw new Halt(
      EXIT.findings,
      `the definition has ${errors.length} error${errors.length === 1 ? '' : 's'}`,
      [`portcullis check ${paths.join(' ')} shows them.`],
    );
  }
  const { generation } = advanced;
  if (looksForKeys(generation.cells)) layKeys(generation.cells, readStore(storeFileOf(data)));
  const found = await explained(generation.definition, generation.traced, clock, { ...request, port: 8080 });
  if (found === null)
    throw new Halt(EXIT.usage, `--from: ${JSON.stringify(request.client)} is not an IP address`);
  return found;
}
