import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import type { Exchange } from '../../src/base/exchange.ts';
import { type Door, door } from '../units/accept/caller.ts';
import { eventually } from '../waiting.ts';

// What all plain connections of a thread are read into is one buffer (receive.ts): what one of them keeps must never
// change with what another sends next.

/** How a body is sent, and how it is read: not at all, at once, a turn later, a turn for each piece. */
interface Sent {
  readonly times: number;
  readonly chunked: boolean;
  readonly read: 'never' | 'at once' | 'later' | 'slowly';
}

const sent: fc.Arbitrary<Sent> = fc.record({
  times: fc.nat(400),
  chunked: fc.boolean(),
  read: fc.constantFrom('never', 'at once', 'later', 'slowly'),
});
// Alike: the headers of the one before are known, byte by byte.
const requests = fc.oneof(
  fc.array(sent, { minLength: 1, maxLength: 8 }),
  fc.tuple(sent, fc.integer({ min: 2, max: 8 })).map(([one, n]) => Array.from({ length: n }, () => one)),
);
const caller = fc.record({ requests, cuts: fc.array(fc.integer({ min: 1, max: 2_500 }), { minLength: 1 }) });

function bytesOf(id: string, { times, chunked, read }: Sent): string {
  // Of a body that nobody reads the rest must be short and counted, or the connection ends.
  const counted = !chunked || read === 'never';
  const body = `[${id}]`.repeat(times);
  const head = `POST /${id} HTTP/1.1\r\nHost: a\r\nX-Times: ${times}\r\nX-Read: ${read}\r\n`;
  if (counted) return `${head}Content-Length: ${body.length}\r\n\r\n${body}`;
  const half = Math.ceil(body.length / 2);
  const chunks = [body.slice(0, half), body.slice(half)].filter((chunk) => chunk !== '');
  const coded = chunks.map((chunk) => `${chunk.length.toString(16)};a=b\r\n${chunk}\r\n`).join('');
  return `${head}Transfer-Encoding: chunked\r\n\r\n${coded}0\r\nT: u\r\n\r\n`;
}

/** Answers with the id in the path once the body is read, and with what is wrong with the body. */
async function serve(x: Exchange): Promise<void> {
  const id = x.path.slice(1);
  const read = x.header('x-read');
  if (read === 'never') return x.wire.send(200, ['X-Id', id], '');
  if (read === 'later') await turn();
  const chunks: Buffer[] = [];
  for (let chunk = await x.wire.pull(); chunk !== null; chunk = await x.wire.pull()) {
    chunks.push(chunk);
    if (read === 'slowly') await turn();
  }
  const whole = `[${id}]`.repeat(Number(x.header('x-times')));
  const same = Buffer.concat(chunks).toString('latin1') === whole;
  x.wire.send(same ? 200 : 500, ['X-Id', id], '');
}

/** What came back over one connection: a status and an id for each request, in order. */
async function speak(
  d: Door,
  name: number,
  { requests, cuts }: typeof caller extends fc.Arbitrary<infer C> ? C : never,
): Promise<string[]> {
  const bytes = Buffer.from(requests.map((one, i) => bytesOf(`c${name}-${i}`, one)).join(''), 'latin1');
  const socket = connect({ port: d.listener.port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  let text = '';
  let closed = false;
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  socket.on('close', () => {
    closed = true;
  });
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const piece = bytes.subarray(at, at + cuts[i % cuts.length]!);
    await new Promise((resolve) => socket.write(piece, resolve));
    await turn();
    at += piece.length;
  }
  const answers = (): string[] =>
    [...text.matchAll(/HTTP\/1\.1 (\d+).*?X-Id: (\S+)/gs)].map((m) => `${m[1]} ${m[2]}`);
  await eventually(() => closed || answers().length >= requests.length);
  socket.destroy();
  return answers();
}

test('what a connection keeps of what it was lent stays as it was, whatever others send meanwhile', async (t) => {
  const d = await door(t, serve);
  await fc.assert(
    fc.asyncProperty(fc.array(caller, { minLength: 4, maxLength: 24 }), async (callers) => {
      d.seen.length = 0;
      const all = await Promise.all(callers.map((one, name) => speak(d, name, one)));
      const wanted = callers.map((one, name) => one.requests.map((_, i) => `200 c${name}-${i}`));
      assert.deepEqual(all, wanted);
    }),
    { numRuns: 60, interruptAfterTimeLimit: 10_000 },
  );
});
