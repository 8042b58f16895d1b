import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import { isIP } from 'node:net';
import { parseBlock } from '../../base/address.ts';
import { Der, der, integer, oid, pem, sequence, TAG } from '../../base/der.ts';

/** A certificate and its key, in PEM. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

/** What a certificate is to say. */
export interface Wanted {
  /** What it is called: its common name. */
  readonly name: string;
  /** Host names and addresses it is good for. */
  readonly hosts: readonly string[];
  /** Who signs it; itself when null. */
  readonly by: Identity | null;
  readonly from: Date;
  readonly to: Date;
  /** Of an authority: the only names it can sign for (host names with all below them, or address blocks). Null: it is none. */
  readonly permitted: readonly string[] | null;
  /** What it may be used for, beside what an authority does. */
  readonly purpose: 'server' | 'client';
}

/** Makes a key (ECDSA on P-256) and a certificate for it (RFC 5280). */
export function issue(wanted: Wanted): Identity {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicInfo = publicKey.export({ type: 'spki', format: 'der' });
  const signer = wanted.by === null ? null : new X509Certificate(wanted.by.certificate);
  const subject = nameOf(wanted.name);
  const issuerInfo = signer?.publicKey.export({ type: 'spki', format: 'der' }) ?? publicInfo;
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    // RFC 5280 4.1.2.2: at most 20 octets; the first bit clear keeps it so.
    integer(Buffer.concat([Buffer.from([0x40]), randomBytes(15)])),
    ECDSA_SHA256,
    signer === null ? subject : subjectOf(signer),
    sequence(time(wanted.from), time(wanted.to)),
    subject,
    publicInfo,
    der(0xa3, sequence(...extensions(wanted, publicInfo, issuerInfo))),
  );
  const key = wanted.by === null ? privateKey : createPrivateKey(wanted.by.key);
  const signature = der(TAG.bits, Buffer.from([0]), sign('sha256', body, key));
  return {
    certificate: pem('CERTIFICATE', sequence(body, ECDSA_SHA256, signature)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));

const text = (value: string): Buffer => der(TAG.utf8, Buffer.from(value));
const part = (type: string, value: string): Buffer => der(TAG.set, sequence(oid(type), text(value)));
const nameOf = (name: string): Buffer => sequence(part('2.5.4.10', 'Portcullis'), part('2.5.4.3', name));

/** The name of a certificate's owner, byte for byte as it stands there. */
function subjectOf({ raw }: X509Certificate): Buffer {
  const fields = Der.read(raw).parts[0]!.parts;
  // Version, serial, algorithm, issuer, validity, subject.
  return fields[5]!.raw;
}

/** RFC 5280 4.1.2.5: two digits of the year until 2049, four from then on. */
function time(at: Date): Buffer {
  const digits = at.toISOString().replace(/[-:T]|\.\d+/g, '');
  return at.getUTCFullYear() < 2050
    ? der(TAG.utcTime, Buffer.from(digits.slice(2)))
    : der(TAG.time, Buffer.from(digits));
}

function extensions(wanted: Wanted, publicInfo: Buffer, issuerInfo: Buffer): Buffer[] {
  const { permitted, hosts, purpose } = wanted;
  const list = [
    extension('2.5.29.14', false, der(TAG.octets, keyId(publicInfo))),
    extension('2.5.29.35', false, sequence(der(0x80, keyId(issuerInfo)))),
  ];
  if (permitted === null) {
    const usage = purpose === 'server' ? '1.3.6.1.5.5.7.3.1' : '1.3.6.1.5.5.7.3.2';
    list.push(
      extension('2.5.29.19', true, sequence()),
      extension('2.5.29.15', true, der(TAG.bits, Buffer.from([7, 0x80]))),
      extension('2.5.29.37', false, sequence(oid(usage))),
    );
    if (hosts.length > 0) list.push(extension('2.5.29.17', false, sequence(...hosts.map(generalName))));
    return list;
  }
  const none = integer(Buffer.from([0]));
  list.push(
    // An authority with no authority below it, that signs certificates and revocation lists.
    extension('2.5.29.19', true, sequence(der(TAG.boolean, Buffer.from([0xff])), none)),
    extension('2.5.29.15', true, der(TAG.bits, Buffer.from([1, 0x06]))),
  );
  list.push(extension('2.5.29.30', true, constraints(permitted)));
  return list;
}

/** The names an authority can sign for. A kind of name that none of them is of would be free: addresses are shut out then. */
function constraints(permitted: readonly string[]): Buffer {
  const trees = (names: readonly string[]): Buffer[] => names.map((name) => sequence(constraint(name)));
  const addresses = permitted.some((name) => isIP(name.split('/')[0]!) !== 0);
  const excluded = addresses ? [] : [der(0xa1, ...trees(['0.0.0.0/0', '::/0']))];
  return sequence(der(0xa0, ...trees(permitted)), ...excluded);
}

const extension = (type: string, critical: boolean, value: Buffer): Buffer =>
  sequence(oid(type), ...(critical ? [der(TAG.boolean, Buffer.from([0xff]))] : []), der(TAG.octets, value));

/** RFC 5280 4.2.1.2 (1): the SHA-1 of the key's bits. */
function keyId(publicInfo: Buffer): Buffer {
  const bits = Der.read(publicInfo).parts[1]!.body.subarray(1);
  return createHash('sha1').update(bits).digest();
}

const HOST = 0x82;
const ADDRESS = 0x87;

function generalName(host: string): Buffer {
  return isIP(host) === 0 ? der(HOST, Buffer.from(host)) : der(ADDRESS, wordsOf(host).first);
}

/** RFC 5280 4.2.1.10: a block of addresses is written as an address and a mask. */
function constraint(name: string): Buffer {
  if (isIP(name.split('/')[0]!) === 0) return der(HOST, Buffer.from(name));
  const { first, last } = wordsOf(name);
  const mask = Buffer.from(first.map((byte, i) => 0xff ^ byte ^ last[i]!));
  return der(ADDRESS, first, mask);
}

/** The first and the last address of a block, in the bytes of their version. */
function wordsOf(name: string): { readonly first: Buffer; readonly last: Buffer } {
  const block = parseBlock(name)!;
  const bytes = (words: readonly number[]): Buffer => {
    const whole = Buffer.alloc(16);
    words.forEach((word, i) => void whole.writeUInt32BE(word >>> 0, 4 * i));
    return name.includes(':') ? whole : whole.subarray(12);
  };
  return { first: bytes(block.first), last: bytes(block.last) };
}
