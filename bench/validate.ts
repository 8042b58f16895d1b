// A proxied POST of 1 KB of JSON held to its schema and parameters, against the same without: one worker on one
// core. Needs nginx and wrk (Debian packages) and 4 cores.
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

const text = { type: 'string', maxLength: 80 };
const item = {
  type: 'object',
  required: ['sku', 'count', 'price'],
  additionalProperties: false,
  properties: {
    sku: { type: 'string', pattern: '^[A-Z]{3}-[0-9]{6}$' },
    count: { type: 'integer', minimum: 1, maximum: 1000 },
    price: { type: 'number', minimum: 0, multipleOf: 0.01 },
    note: text,
  },
};
const order = {
  type: 'object',
  required: ['customer', 'items', 'at'],
  additionalProperties: false,
  properties: {
    customer: {
      type: 'object',
      required: ['name', 'email'],
      properties: { name: text, email: { type: 'string', format: 'email' }, street: text, city: text },
    },
    at: { type: 'string', format: 'date-time' },
    items: { type: 'array', minItems: 1, maxItems: 100, items: { $ref: '#/components/schemas/Item' } },
    kind: { enum: ['gift', 'plain'] },
  },
};
const items = Array.from({ length: 9 }, (_, i) => ({
  ...{ sku: `ABC-00000${i}`, count: i + 1, price: 19.99 + i },
  note: 'to be wrapped in paper, with a ribbon around',
}));
const customer = { name: 'Ann Example', email: 'ann@example.test', street: '1 Long Street', city: 'Test' };
const good = JSON.stringify({ customer, at: '2026-11-22T10:00:00Z', kind: 'gift', items });
const bad = good.replace('"count":9', '"count":0');

const script = (body: string): string => {
  const file = join(folder, `${body.length}-${body.includes('"count":0')}.lua`);
  writeFileSync(
    file,
    `wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\nwrk.body = ${JSON.stringify(body)}\n`,
  );
  return file;
};

const contender = (name: string, requests: 'refuse' | 'off'): Contender => ({
  name,
  start() {
    const file = join(folder, `${requests}.json`);
    const limit = { name: 'page', in: 'query', required: true, schema: { type: 'integer', minimum: 1 } };
    const content = { 'application/json': { schema: order } };
    const document = {
      openapi: '3.1.0',
      info: { title: 'orders', version: '1' },
      'x-portcullis': {
        to: `http://127.0.0.1:${port}`,
        throttle: { rate: 1_000_000, burst: 1_000_000 },
        validate: { requests },
      },
      paths: { '/orders': { post: { parameters: [limit], requestBody: { required: true, content } } } },
      components: { schemas: { Item: item } },
    };
    writeFileSync(file, JSON.stringify(document));
    const settings = join(folder, 'settings.yaml');
    writeFileSync(
      settings,
      'settings: { account: { rate: 1000000, burst: 1000000 } }\napis: { other: { to: "http://127.0.0.1:9", host: other.test } }\n',
    );
    return portcullis(proxyCore, join(folder, 'data'), [file, settings, '--workers', '1']);
  },
});

const load = (body: string) => (r: { url: string }) =>
  wrk(loadCores, `${r.url}/orders?page=1`, 3, 64, script(body));

try {
  const [without, held] = [contender('not validated', 'off'), contender('validated', 'refuse')];
  print(
    `Proxied POST of ${good.length} bytes of JSON, one worker on one core, 64 connections`,
    await interleaved([without, held], load(good)),
    'at least 0.80 of not validated',
  );
  print(
    'The same with a body that does not fit: passed on, and refused',
    await interleaved([without, held], load(bad), 3),
  );
} finally {
  await upstream.stop();
  rmSync(folder, { recursive: true, force: true });
}
