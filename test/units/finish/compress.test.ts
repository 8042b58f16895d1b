import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync, inflateSync } from 'node:zlib';
import { headerOf } from '../../../src/base/exchange.ts';
import type { Answer, Source } from '../../../src/base/wire.ts';
import { compressing } from '../../../src/guard/finish/compress.ts';
import { smallDefinition } from '../../definition.ts';
import { paperRequest } from '../paper-wire.ts';

const api = (minimumCompressionSize: number | null) => ({
  ...smallDefinition().apis[0]!,
  minimumCompressionSize,
});

function stream(...chunks: (string | Error)[]): Source & { dropped: boolean } {
  return {
    dropped: false,
    pull() {
      const next = chunks.shift();
      if (next instanceof Error) return Promise.reject(next);
      return Promise.resolve(next === undefined ? null : Buffer.from(next));
    },
    drop() {
      this.dropped = true;
    },
  };
}

async function read(body: Answer['body']): Promise<Buffer> {
  if (typeof body === 'string') return Buffer.from(body);
  if (Buffer.isBuffer(body)) return body;
  const chunks: Buffer[] = [];
  for (let chunk = await body.pull(); chunk !== null; chunk = await body.pull()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const asking = (accept: string, method = 'GET') =>
  paperRequest({ method, headers: ['Accept-Encoding', accept] });
const text = 'x'.repeat(2000);
const answer = (body: Answer['body'], headers: string[] = [], length = -1, status = 200): Answer => ({
  status,
  headers,
  body,
  length,
});

test('an API that asks for no compression has none', () => {
  assert.equal(compressing(api(null)), null);
});

test('what is long enough is compressed for callers that take it, whole or as it streams', async () => {
  const compress = compressing(api(1000))!;
  for (const [accept, coding, unpack] of [
    ['gzip, deflate', 'gzip', gunzipSync],
    ['deflate', 'deflate', inflateSync],
    ['br, gzip;q=0, *;q=0.5', 'deflate', inflateSync],
  ] as const) {
    for (const body of [text, Buffer.from(text), stream(text.slice(0, 10), text.slice(10))]) {
      const packed = await compress(asking(accept), answer(body));
      assert.equal(headerOf(packed.headers, 'content-encoding'), coding);
      assert.equal(unpack(await read(packed.body)).toString(), text);
    }
  }
});

test('what is short, encoded, partial, not to be transformed, or not asked for stays as it is', async () => {
  const compress = compressing(api(1000))!;
  const stays = async (x: ReturnType<typeof paperRequest>, given: Answer) => {
    const made = await compress(x, given);
    assert.equal(headerOf(made.headers, 'content-encoding'), headerOf(given.headers, 'content-encoding'));
  };
  const gzip = asking('gzip');
  await stays(gzip, answer('short'));
  await stays(gzip, answer(stream('short', 'er')));
  await stays(gzip, answer(stream('short'), [], 5));
  await stays(gzip, answer(text, ['Content-Encoding', 'br']));
  await stays(gzip, answer(text, ['Cache-Control', 'no-transform']));
  await stays(gzip, answer(text, [], -1, 206));
  await stays(asking('identity'), answer(text));
  await stays(asking('gzip;q=0'), answer(text));
  await stays(paperRequest(), answer(text));
  await stays(asking('gzip', 'HEAD'), answer(text));
});

test('a body that breaks off breaks the compressed one off, and one that is dropped drops it', async () => {
  const compress = compressing(api(0))!;
  const broken = await compress(asking('gzip'), answer(stream(text, new Error('gone')), [], 4000));
  await assert.rejects(read(broken.body), /gone/);
  const inner = stream(text);
  const dropped = await compress(asking('gzip'), answer(inner, [], 2000));
  (dropped.body as Source).drop();
  assert.ok(inner.dropped);
});
