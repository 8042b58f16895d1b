import assert from 'node:assert/strict';
import { Duplex } from 'node:stream';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseAddress } from '../../src/base/address.ts';
import { Clock } from '../../src/base/clock.ts';
import type { Fault } from '../../src/base/fault.ts';
import { CHUNKED, ChunkedDecoder, declaredLength, parseHeaders } from '../../src/base/http1/http1.ts';
import { Connection } from '../../src/guard/accept/connection.ts';
import { KeptBodies } from '../../src/guard/accept/kept-bodies.ts';
import { defaultLimits } from '../../src/guard/accept/limits.ts';
import { Newcomers } from '../../src/guard/accept/newcomers.ts';
import { Peer } from '../../src/guard/accept/peer.ts';
import { readPreface } from '../../src/guard/accept/proxy-protocol.ts';
import type { Shared } from '../../src/guard/accept/shared.ts';

// What requests are made of, whole and broken; small limits, so that their edges are met often.
const limits = { ...defaultLimits, targetBytes: 60, headerBytes: 160, headerLines: 6, bodyBytes: 40 };
const line = fc.constantFrom(
  'GET /a HTTP/1.1\r\n',
  'POST /b?c=d HTTP/1.1\r\n',
  'HEAD /h HTTP/1.1\r\n',
  'GET /a HTTP/1.0\r\n',
  'GET http://b.test/x HTTP/1.1\r\n',
  'OPTIONS * HTTP/1.1\r\n',
  'GET /a HTTP/1.1\n',
  'GET  /a HTTP/1.1\r\n',
  'GET /a\0 HTTP/1.1\r\n',
  'CONNECT a:1 HTTP/1.1\r\n',
  `GET /${'a'.repeat(59)} HTTP/1.1\r\n`,
  `GET /${'a'.repeat(60)} HTTP/1.1\r\n`,
  `GET /${'a'.repeat(130)} HTTP/1.1\r\n`,
  `${'M'.repeat(140)} / HTTP/1.1\r\n`,
  '\r\nGET /a HTTP/1.1\r\n',
);
const header = fc.constantFrom(
  'Host: a.test\r\n',
  'Host: a.test\r\n',
  'Host: a.test\r\n',
  'Connection: close\r\n',
  'Connection: keep-alive\r\n',
  'Content-Length: 5\r\n',
  'Content-Length: 0\r\n',
  'Content-Length: 41\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Transfer-Encoding: gzip\r\n',
  'Expect: 100-continue\r\n',
  'X: y\r\n',
  'X : y\r\n',
  ' folded\r\n',
  'Bare: a\rb\r\n',
  'Bare: a\n',
  'No-End: a',
  `Long: ${'b'.repeat(120)}\r\n`,
);
const body = fc.constantFrom(
  '',
  'hello',
  '5\r\nhello\r\n0\r\n\r\n',
  '3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: u\r\n\r\n',
  '5\nhello\r\n0\r\n\r\n',
  '0\r\n\r\n',
  'hellohello',
  `29\r\n${'x'.repeat(41)}\r\n0\r\n\r\n`,
);
const request = fc
  .tuple(line, fc.array(header, { maxLength: 7 }), fc.constantFrom('\r\n', '\r\n', '\r\n', '\n', ''), body)
  .map(([l, h, blank, b]) => l + h.join('') + blank + b);
const good = fc.constantFrom(
  'GET /a HTTP/1.1\r\nHost: a.test\r\n\r\n',
  'POST /b HTTP/1.1\r\nHost: a.test\r\nContent-Length: 5\r\n\r\nhello',
  'POST /c HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n5;a\r\nhello\r\n0\r\nT: u\r\n\r\n',
);
const bytes = fc
  .tuple(
    fc.array(fc.oneof(good, request), { minLength: 1, maxLength: 5 }),
    fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 2 }),
    fc.boolean(),
  )
  .map(([parts, changes, change]) => {
    const whole = Buffer.from(parts.join(''), 'latin1');
    if (change) for (const [at, value] of changes) whole[at % whole.length] = value;
    return whole;
  });
const cuts = fc.array(fc.nat(), { maxLength: 8 });

/** A socket of paper: what is pushed at it arrives, what is written to it is kept. */
class Paper extends Duplex {
  written = '';

  override _read(): void {}

  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.written += chunk.toString('latin1');
    done();
  }
}

/** Sends the pieces to a connection and tells all that can be seen of it: requests, bodies, answers, its end. */
async function play(pieces: readonly Buffer[]): Promise<unknown> {
  const seen: unknown[] = [];
  const socket = new Paper({ allowHalfOpen: true });
  const clock = Clock.byHand();
  const shared: Shared = {
    limits,
    clock,
    trustedProxies: [],
    proxyProtocol: false,
    strictTransport: '',
    connections: new Set(),
    kept: new KeptBodies(limits.keptBytes, clock),
    newcomers: new Newcomers(),
    now: 0,
    closing: false,
    async serve(x) {
      const request: unknown[] = [x.method, x.target, x.headers, (x.fault as Fault | null)?.code];
      seen.push(request);
      try {
        if (x.fault !== null) throw x.fault;
        let text = '';
        for (let chunk = await x.wire.pull(); chunk !== null; chunk = await x.wire.pull())
          text += chunk.toString('latin1');
        request.push(text);
        x.wire.send(200, [], text);
      } catch (fault) {
        request.push((fault as Fault).code);
        x.wire.send(400, [], '');
      }
    },
  };
  new Connection(socket, shared, new Peer(parseAddress('203.0.113.7')!, 1, 2, []), false);
  for (const piece of pieces) {
    socket.push(piece);
    await settled();
  }
  await settled();
  const before = {
    seen: structuredClone(seen),
    written: undated(socket.written),
    ended: socket.writableEnded,
  };
  // Whatever came: once the caller ends, the connection does too, and nobody waits for ever.
  socket.push(null);
  await settled();
  assert.ok(socket.destroyed && shared.connections.size === 0, 'the connection hangs');
  return before;
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
const undated = (text: string): string => text.replaceAll(/Date: [^\r]*/g, 'Date');

function cutAt(whole: Buffer, at: readonly number[]): Buffer[] {
  const places = [...new Set(at.map((n) => n % whole.length)), whole.length].sort((a, b) => a - b);
  return places.map((end, i) => whole.subarray(i === 0 ? 0 : places[i - 1], end)).filter((p) => p.length > 0);
}

test('however the bytes of a connection are cut, it sees the same requests and gives the same answers', async () => {
  await fc.assert(
    fc.asyncProperty(bytes, cuts, async (whole, at) => {
      // "100 Continue" depends on whether the body is there already, which is what it is for.
      const plain = (o: unknown): unknown =>
        JSON.parse(JSON.stringify(o).replaceAll('HTTP/1.1 100 Continue\\r\\n\\r\\n', ''));
      const once = plain(await play([whole]));
      assert.deepEqual(plain(await play(cutAt(whole, at))), once);
      assert.deepEqual(plain(await play([...whole].map((b) => Buffer.from([b])))), once);
    }),
    { numRuns: 600, interruptAfterTimeLimit: 20_000 },
  );
});

test('good requests that stand in front of anything are answered as if they stood alone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(good, { minLength: 1, maxLength: 4 }), bytes, async (first, rest) => {
      const alone = (await play([Buffer.from(first.join(''))])) as { seen: unknown[] };
      const together = (await play([Buffer.concat([Buffer.from(first.join('')), rest])])) as {
        seen: unknown[];
      };
      assert.equal(alone.seen.length, first.length);
      assert.deepEqual(together.seen.slice(0, first.length), alone.seen);
    }),
    { numRuns: 300, interruptAfterTimeLimit: 10_000 },
  );
});

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((a) => Buffer.from(a)),
  fc
    .array(
      fc.constantFrom(
        '0',
        '5',
        'a',
        ';',
        ':',
        '\r',
        '\n',
        '\r\n',
        ' ',
        '\t',
        '0\r\n',
        'A: b\r\n',
        'x',
        '\0',
        '\x80',
      ),
      { maxLength: 40 },
    )
    .map((parts) => Buffer.from(parts.join(''), 'latin1')),
);

test('a chunked body gives the same whole and byte by byte, and never more than it was sent', () => {
  fc.assert(
    fc.property(anyBytes, (input) => {
      const whole = new ChunkedDecoder();
      const payload = whole.push(input)?.toString('latin1') ?? '';
      const single = new ChunkedDecoder();
      let pieced = '';
      let used = 0;
      for (const byte of input) {
        if (single.done || single.flaw !== '') break;
        pieced += single.push(Buffer.from([byte]))?.toString('latin1') ?? '';
        used += single.used;
      }
      assert.deepEqual(
        [pieced, single.flaw, single.done, single.total],
        [payload, whole.flaw, whole.done, whole.total],
      );
      assert.equal(used, whole.used);
      assert.ok(whole.used <= input.length && whole.total <= whole.used);
      assert.equal(payload.length, whole.total);
    }),
    { numRuns: 20_000, interruptAfterTimeLimit: 5_000 },
  );
});

test('a header block is a flaw, or names and values that write the same block again', () => {
  fc.assert(
    fc.property(anyBytes, (input) => {
      const text = input.toString('latin1');
      const headers = parseHeaders(text, 0, text.length);
      if (typeof headers === 'string') return;
      let again = '';
      for (let i = 0; i < headers.length; i += 2) again += `${headers[i]}:${headers[i + 1]}\r\n`;
      assert.equal(again, text.replaceAll(/^([^:\r\n]*):[ \t]+/gm, '$1:').replaceAll(/[ \t]+\r\n/g, '\r\n'));
    }),
    { numRuns: 20_000, interruptAfterTimeLimit: 5_000 },
  );
});

test('a length is a whole number, or none, or a flaw, whatever headers say', () => {
  const name = fc.constantFrom('Content-Length', 'content-length', 'Transfer-Encoding', 'X');
  const value = fc.oneof(
    fc.constantFrom('chunked', '5', '0', 'gzip', '', '+5', '5,5', ' chunked'),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value), { maxLength: 4 }), fc.boolean(), (pairs, old) => {
      const length = declaredLength(pairs.flat(), old);
      const framing = pairs.filter(([n]) => n !== 'X');
      if (framing.length > 1) assert.equal(typeof length, 'string');
      else if (typeof length === 'number' && framing.length === 1) {
        const said = framing[0]![1];
        assert.ok(length === CHUNKED ? said.toLowerCase() === 'chunked' && !old : /^\d+$/.test(said));
      }
    }),
    { numRuns: 20_000, interruptAfterTimeLimit: 5_000 },
  );
});

test('a PROXY preface is read or refused, and never past its bytes', () => {
  const signature = Buffer.from('\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c', 'latin1');
  const start = fc.constantFrom(
    signature,
    signature.subarray(0, 13),
    Buffer.from('PROXY TCP4 '),
    Buffer.from(''),
  );
  fc.assert(
    fc.property(start, anyBytes, (head, rest) => {
      const buffer = Buffer.concat([head, rest]);
      const preface = readPreface(buffer);
      if (typeof preface === 'object') assert.ok(preface.used <= buffer.length);
    }),
    { numRuns: 10_000, interruptAfterTimeLimit: 5_000 },
  );
});
