import type { TokenKeys } from './keys.ts';
import { sealed, unsealed } from './seal.ts';

/** What a client has proved, as it carries it along: signed, and readable by nobody else who could change it. */
export interface Token {
  /** A UUID: the same for as long as the client renews its token. */
  readonly id: string;
  /** Seconds since the epoch: when the first one of this id was made, and what was solved last; 0 for never. */
  readonly issuedAt: number;
  readonly challengedAt: number;
  readonly solvedAt: number;
  /** What its browser told of itself (`signals.ts`), and a digest of it, 16 hex digits. */
  readonly signals: number;
  readonly fingerprint: string;
  /** The host or domain it is for, in lower case. */
  readonly domain: string;
}

/** How long a browser keeps the cookie: longer than the longest immunity, three days. */
export const tokenSec = 4 * 24 * 3600;
/** A longer text is no token of ours. */
const longest = 512;
const version = 1;
/** Version, key, three times, signals, fingerprint; the domain follows. */
const fixedBytes = 1 + 4 + 3 * 4 + 2 + 8;

/** The text of a token: its id, what it says and a seal, parted by colons as AWS's are. */
export function tokenText(token: Token, keys: TokenKeys): string {
  const domain = Buffer.from(token.domain, 'utf8');
  const bytes = Buffer.alloc(fixedBytes + domain.length);
  bytes.writeUInt8(version, 0);
  bytes.writeUInt32BE(keys.newest().id, 1);
  bytes.writeUInt32BE(token.issuedAt, 5);
  bytes.writeUInt32BE(token.challengedAt, 9);
  bytes.writeUInt32BE(token.solvedAt, 13);
  bytes.writeUInt16BE(token.signals, 17);
  bytes.write(token.fingerprint, 19, 8, 'hex');
  domain.copy(bytes, fixedBytes);
  return sealed('token', `${token.id}:${bytes.toString('base64url')}`, keys);
}

/** The token of a text; null when it is none of ours, or its key does not hold any more. */
export function readToken(text: string, keys: TokenKeys): Token | null {
  if (text.length > longest) return null;
  const inner = unsealed('token', text, keyIdOf, keys);
  if (inner === null) return null;
  const bytes = bytesOf(inner);
  if (bytes.length < fixedBytes || bytes.readUInt8(0) !== version) return null;
  return {
    id: inner.slice(0, inner.indexOf(':')),
    issuedAt: bytes.readUInt32BE(5),
    challengedAt: bytes.readUInt32BE(9),
    solvedAt: bytes.readUInt32BE(13),
    signals: bytes.readUInt16BE(17),
    fingerprint: bytes.toString('hex', 19, 27),
    domain: bytes.toString('utf8', fixedBytes),
  };
}

const bytesOf = (inner: string): Buffer => Buffer.from(inner.slice(inner.indexOf(':') + 1), 'base64url');

function keyIdOf(inner: string): number {
  const bytes = bytesOf(inner);
  return bytes.length < 5 ? 0 : bytes.readUInt32BE(1);
}
