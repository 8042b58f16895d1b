import { hash } from 'node:crypto';
import type { ClientHello } from './client-hello.ts';

/** Values that clients make up so that servers learn to pass over what they do not know (RFC 8701): 0x?a?a. */
const isGrease = (value: number): boolean => (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);
const known = (values: readonly number[]): number[] => values.filter((value) => !isGrease(value));

const SERVER_NAME = 0;
const ALPN = 16;

/** The JA3 digest of a ClientHello (github.com/salesforce/ja3): 32 hex digits. */
export function ja3(hello: ClientHello): string {
  return hash('md5', ja3Text(hello));
}

/** What JA3 is the digest of: version, ciphers, extensions, groups and point formats, in the client's order. */
export function ja3Text(hello: ClientHello): string {
  const list = (values: readonly number[]): string => known(values).join('-');
  return [
    hello.version,
    list(hello.ciphers),
    list(hello.extensions),
    list(hello.groups),
    hello.pointFormats.join('-'),
  ].join(',');
}

/** The JA4 fingerprint of a ClientHello over TCP (github.com/FoxIO-LLC/ja4): 36 characters. */
export function ja4(hello: ClientHello): string {
  const [first, ciphers, rest] = ja4Texts(hello);
  return `${first}_${short(ciphers)}_${short(rest)}`;
}

/** What stands in JA4 as it is, and the two lists that stand there as digests. */
export function ja4Texts(hello: ClientHello): readonly [string, string, string] {
  const ciphers = known(hello.ciphers);
  const extensions = known(hello.extensions);
  const first = [
    't',
    versionOf(hello),
    extensions.includes(SERVER_NAME) ? 'd' : 'i',
    count(ciphers.length),
    count(extensions.length),
    protocolOf(hello),
  ].join('');
  const sorted = hex(extensions.filter((type) => type !== SERVER_NAME && type !== ALPN)).sort();
  const algorithms = hex(known(hello.signatureAlgorithms));
  const rest = sorted.join(',') + (algorithms.length === 0 ? '' : `_${algorithms.join(',')}`);
  return [first, hex(ciphers).sort().join(','), sorted.length === 0 ? '' : rest];
}

const hex = (values: readonly number[]): string[] => values.map((v) => v.toString(16).padStart(4, '0'));
const count = (n: number): string => String(Math.min(n, 99)).padStart(2, '0');
const short = (text: string): string => (text === '' ? '000000000000' : hash('sha256', text).slice(0, 12));

const versionNames: Readonly<Record<number, string>> = {
  772: '13',
  771: '12',
  770: '11',
  769: '10',
  768: 's3',
  2: 's2',
};

function versionOf(hello: ClientHello): string {
  const offered = known(hello.versions);
  return versionNames[offered.length === 0 ? hello.version : Math.max(...offered)] ?? '00';
}

/** The first and the last character of the protocol it likes best; of its bytes in hex where those are no letters. */
function protocolOf({ protocols }: ClientHello): string {
  const [first = ''] = protocols;
  if (first === '') return '00';
  const ends = first[0]! + first.at(-1)!;
  if (/^[0-9A-Za-z]{2}$/.test(ends)) return ends;
  const digits = Buffer.from(first, 'latin1').toString('hex');
  return digits[0]! + digits.at(-1)!;
}
