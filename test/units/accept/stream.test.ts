import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fault } from '../../../src/base/fault.ts';
import type { Source } from '../../../src/base/wire.ts';
import { eventually } from '../../waiting.ts';
import { door, statuses } from './caller.ts';

const get = (target: string, headers = ''): string =>
  `GET ${target} HTTP/1.1\r\nHost: a.test\r\n${headers}\r\n`;

/** A source that gives what it is made with; counts what was pulled, and whether it was dropped. */
class Given implements Source {
  pulled = 0;
  dropped = false;
  readonly #next: (i: number) => Buffer | null | Promise<Buffer | null>;

  constructor(next: (i: number) => Buffer | null | Promise<Buffer | null>) {
    this.#next = next;
  }

  pull(): Buffer | null | Promise<Buffer | null> {
    return this.#next(this.pulled++);
  }

  drop(): void {
    this.dropped = true;
  }
}

const parts = (...texts: string[]): Given =>
  new Given((i) => {
    const part = i < texts.length ? Buffer.from(texts[i]!) : null;
    return i % 2 === 0 ? part : Promise.resolve(part);
  });
const afterHead = (text: string): string => text.slice(text.indexOf('\r\n\r\n') + 4);

test('a body of known length is streamed behind its length', async (t) => {
  const d = await door(t, (x) => x.wire.stream(200, [], 10, parts('hel', 'lo', '', 'world')));
  const caller = await d.call();
  caller.write(get('/').repeat(2));
  const text = await caller.until((s) => s.split('world').length === 3);
  assert.deepEqual(statuses(text), [200, 200]);
  assert.match(text, /Content-Length: 10\r\nConnection: keep-alive\r\n\r\nhelloworldHTTP/);
  assert.equal(d.seen[0]!.wire.sentBodyBytes, 10);
  assert.equal(d.seen[0]!.wire.sentBytes * 2, text.length);
});

test('a body of unknown length is chunked, or ends with the connection for HTTP/1.0', async (t) => {
  const large = 'x'.repeat(100_000);
  const d = await door(t, (x) => x.wire.stream(200, [], -1, parts('hello', ', ', 'world', large)));
  const caller = await d.call();
  caller.write(get('/', 'Connection: close\r\n'));
  const text = await caller.end();
  assert.match(text, /Transfer-Encoding: chunked/);
  assert.equal(afterHead(text), `5\r\nhello\r\n2\r\n, \r\n5\r\nworld\r\n186a0\r\n${large}\r\n0\r\n\r\n`);
  assert.equal(d.seen[0]!.wire.sentBytes, text.length);
  const old = await d.call();
  old.write('GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n');
  const answer = await old.end();
  assert.match(answer, /Connection: close/);
  assert.doesNotMatch(answer, /Transfer-Encoding/);
  assert.equal(afterHead(answer), `hello, world${large}`);
});

test('a streamed answer to HEAD, or without a body by its status, drops its source', async (t) => {
  const sources: Given[] = [];
  const d = await door(t, (x) => {
    sources.push(parts('hello'));
    return x.wire.stream(Number(x.path.slice(1)), [], 5, sources.at(-1)!);
  });
  const caller = await d.call();
  caller.write(`HEAD /200 HTTP/1.1\r\nHost: a\r\n\r\n${get('/204', 'Connection: close\r\n')}`);
  const text = await caller.end();
  assert.deepEqual(statuses(text), [200, 204]);
  assert.doesNotMatch(text, /hello/);
  assert.ok(sources.every((s) => s.dropped));
});

test('an answer that is shorter or longer than it declared, or breaks off, is never taken for whole', async (t) => {
  const bodies: Record<string, () => Given> = {
    '/shorter': () => parts('hell'),
    '/longer': () => parts('hell', 'o!'),
    '/broken': () => new Given((i) => (i === 0 ? Buffer.from('hel') : Promise.reject(new Error('reset')))),
  };
  const faults: unknown[] = [];
  const d = await door(t, (x) =>
    x.wire.stream(200, [], 5, bodies[x.path]!()).catch((fault) => {
      faults.push(fault.code ?? fault.message);
      throw fault;
    }),
  );
  for (const path of Object.keys(bodies)) {
    const caller = await d.call();
    caller.write(get(path) + get('/never'));
    const text = await caller.end();
    assert.deepEqual(statuses(text), [200]);
    assert.ok(afterHead(text).length < 5, text);
  }
  assert.deepEqual(faults, ['upstream.malformed', 'upstream.malformed', 'reset']);
});

test('a caller who takes its time holds its source back', async (t) => {
  const piece = Buffer.alloc(65_536, 'x');
  const source = new Given((i) => (i < 1600 ? piece : null));
  const d = await door(t, (x) => x.wire.stream(200, [], 1600 * 65_536, source));
  const caller = await d.call();
  caller.socket.pause();
  caller.write(get('/', 'Connection: close\r\n'));
  let before = -1;
  await eventually(() => {
    const still = source.pulled === before && before > 0;
    before = source.pulled;
    return still;
  });
  assert.ok(source.pulled < 800, `${source.pulled} pieces were pulled`);
  let bytes = 0;
  caller.socket.removeAllListeners('data').on('data', (chunk) => (bytes += chunk.length));
  caller.socket.resume();
  await caller.end();
  assert.ok(bytes > 1600 * 65_536);
});

test('a stream rejects, and its source is dropped, when the caller goes away, though the source never answers', async (t) => {
  const source = new Given((i) => (i === 0 ? Buffer.from('a') : new Promise(() => {})));
  let fault: Fault | null = null;
  const d = await door(t, (x) =>
    x.wire.stream(200, [], -1, source).catch((thrown) => {
      fault = thrown;
    }),
  );
  const caller = await d.call();
  caller.write(get('/'));
  await caller.until((s) => s.endsWith('a\r\n'));
  caller.socket.resetAndDestroy();
  await eventually(() => fault !== null);
  assert.equal(fault!.code, 'client.aborted');
  assert.ok(source.dropped);
});

test('a large answer is sent whole to a slow reader, and the next request waits for it', async (t) => {
  const large = Buffer.alloc(30_000_000, 'x');
  const d = await door(t, (x) => x.wire.send(200, [], large));
  const caller = await d.call();
  let bytes = 0;
  let last = '';
  caller.socket.removeAllListeners('data').on('data', (chunk) => {
    bytes += chunk.length;
    last = chunk.toString('latin1', Math.max(0, chunk.length - 100));
  });
  caller.socket.pause();
  caller.write(get('/1') + get('/2', 'Connection: close\r\n'));
  await eventually(() => d.seen.length === 1);
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(d.seen.length, 1);
  caller.socket.resume();
  await caller.end();
  assert.equal(d.seen.length, 2);
  assert.ok(bytes > 60_000_000 && bytes < 60_001_000);
  assert.match(last, /^x+$/);
});
