import { once } from 'node:events';
import { connect } from 'node:net';
import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Caller } from '../../units/accept/caller.ts';
import { patienceMs } from '../../waiting.ts';

export { Caller, statuses } from '../../units/accept/caller.ts';

/** Connects to an address like `http://127.0.0.1:8080`; the connection is gone with the test. */
export async function callerOf(t: TestContext, url: string): Promise<Caller> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true, allowHalfOpen: false });
  await once(socket, 'connect');
  t.after(() => socket.destroy());
  return new Caller(socket);
}

/** One answer, in parts. */
export interface Parts {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Takes a whole answer apart; null while its head or (by its Content-Length) its body is not whole. */
export function partsOf(text: string): Parts | null {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [line = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = new Map<string, string>();
  for (const header of lines) {
    const colon = header.indexOf(':');
    headers.set(header.slice(0, colon).toLowerCase(), header.slice(colon + 1).trim());
  }
  const length = Number(headers.get('content-length') ?? 0);
  if (text.length < end + 4 + length) return null;
  return { status: Number(line.split(' ')[1]), headers, body: text.slice(end + 4, end + 4 + length) };
}

/** Sends a request as these bytes, and waits for one whole answer. */
export async function asked(caller: Caller, bytes: string | Buffer, longestMs = patienceMs): Promise<Parts> {
  caller.text = '';
  caller.write(bytes);
  const end = performance.now() + longestMs;
  while (partsOf(caller.text) === null) {
    if (caller.closed) throw new Error(`the connection closed after ${JSON.stringify(caller.text)}`);
    if (performance.now() > end) throw new Error(`no answer after ${JSON.stringify(caller.text)}`);
    await pause(2);
  }
  return partsOf(caller.text)!;
}

/** `GET` of a path, as a client that keeps its connection writes it. */
export const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: a.example\r\n\r\n`;
