import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** What all plain connections of this thread are read into, one after the other: 64 KB, as libuv reads. */
const lent = Buffer.allocUnsafeSlow(65_536);
/** Its first bytes, by how many: requests are alike, and a view costs more than to look one up. */
const views: (Buffer | undefined)[] = new Array(2_048).fill(undefined);

function first(bytes: number): Buffer {
  if (bytes >= views.length) return lent.subarray(0, bytes);
  views[bytes] ??= lent.subarray(0, bytes);
  return views[bytes];
}

/**
 * Hands what arrives on a socket to `take`. The bytes may be lent: they are good until `take` returns, and what is
 * needed longer is kept by `own`.
 *
 * Node reads into memory that it takes anew each time, 64 KB, and gives back; for the small requests that a gateway
 * turns away this is a tenth of their cost. A socket one opens can be given a buffer (`onread` of `net.Socket`), one
 * that a server accepts cannot, so it is told by the same properties. Where they are not there it is read as usual.
 */
export function receive(socket: Duplex, take: (bytes: Buffer) => void): void {
  const plain = socket.constructor === Socket ? (socket as unknown as Readable) : null;
  if (plain === null || typeof plain._handle?.useUserBuffer !== 'function' || properties === null) {
    socket.on('data', take);
    return;
  }
  plain[properties.buffer] = lent;
  plain[properties.callback] = (bytes: number) => {
    take(first(bytes));
    return true;
  };
  plain._handle.useUserBuffer(lent);
}

/** The same bytes, in memory that nobody else writes to. */
export const own = (bytes: Buffer): Buffer => (bytes.buffer === lent.buffer ? Buffer.from(bytes) : bytes);

interface Readable {
  _handle: { useUserBuffer?(buffer: Buffer): void } | null;
  [property: symbol]: unknown;
}

/** Where a socket that was opened with `onread` has its buffer, and whom to call. */
const properties = ((): { readonly buffer: symbol; readonly callback: symbol } | null => {
  const symbols = Object.getOwnPropertySymbols(new Socket());
  const named = (name: string): symbol | undefined => symbols.find(({ description }) => description === name);
  const [buffer, callback, generator] = [named('kBuffer'), named('kBufferCb'), named('kBufferGen')];
  return buffer === undefined || callback === undefined || generator === undefined
    ? null
    : { buffer, callback };
})();
