import { X509Certificate } from 'node:crypto';
import { Der, pemBlocks, TAG } from '../../base/der.ts';
import { signed } from '../../base/signature.ts';
import type { RevocationList } from '../../guard/accept/accept.ts';

/** A critical extension that says a list covers only a part, and what part. */
const ISSUING_POINT = '2.5.29.28';
const KEY_USAGE = '2.5.29.15';

/**
 * Reads a certificate revocation list (RFC 5280 5), in DER or PEM, that one of these authorities has signed; a
 * sentence that says why it cannot be used.
 */
export function readRevocationList(
  file: Buffer,
  authorities: readonly X509Certificate[],
): RevocationList | string {
  const [block] = pemBlocks('X509 CRL', file.toString('latin1'));
  try {
    return parse(block ?? file, authorities);
  } catch {
    return 'it is no revocation list';
  }
}

function parse(bytes: Buffer, authorities: readonly X509Certificate[]): RevocationList | string {
  const list = signed(bytes);
  const fields = [...list.content.as(TAG.sequence).parts];
  if (fields[0]?.tag === TAG.integer) fields.shift();
  const [algorithm, issuer, thisUpdate, ...more] = fields;
  if (algorithm === undefined || issuer === undefined || thisUpdate === undefined)
    return 'it is no revocation list';
  // RFC 5280 5.1.1.2: what is signed names the algorithm as well.
  if (!algorithm.raw.equals(list.algorithm.raw)) return 'it names two algorithms';
  const nextUpdate = isTime(more[0]) ? more.shift()! : null;
  const entries = more[0]?.tag === TAG.sequence ? more.shift()! : null;
  const onlyUsers = reachOf(more[0]);
  if (typeof onlyUsers === 'string') return onlyUsers;
  const named = authorities.filter((authority) => ownerOf(authority).raw.equals(issuer.raw));
  if (named.length === 0) return 'its issuer is not in the truststore';
  const by = named.find((authority) => list.by(authority.publicKey) && maySign(authority));
  if (by === undefined) return 'its signature is not that of its issuer';
  // RFC 5280 5.1.2.5: conforming lists say when the next one comes; one that does not can never be told to be old.
  if (nextUpdate === null) return 'it does not say until when it holds';
  const serials = serialsOf(entries);
  if (serials === null) return 'it lists certificates of other authorities, which is not read';
  return {
    issuer: by.fingerprint256,
    thisUpdate: thisUpdate.time,
    nextUpdate: nextUpdate.time,
    onlyUsers,
    serials,
  };
}

const isTime = (field: Der | undefined): boolean => field?.tag === TAG.utcTime || field?.tag === TAG.time;

/** The name of a certificate's owner: behind version, serial, algorithm, issuer and validity. */
const ownerOf = ({ raw }: X509Certificate): Der => Der.read(raw).parts[0]!.parts[5]!;

/** Whether it covers the certificates of users alone; a sentence when it covers less than it could be taken for. */
function reachOf(extensions: Der | undefined): boolean | string {
  let onlyUsers = false;
  for (const { id, critical, value } of extensionsIn(extensions?.parts[0])) {
    if (id !== ISSUING_POINT) {
      if (critical) return `it has an extension (${id}) that is not read`;
      continue;
    }
    for (const part of Der.read(value).parts) {
      const no = part.tag & 0x1f;
      const yes = part.body.some((byte) => byte !== 0);
      if (no === 1) onlyUsers = yes;
      // Only authorities, only some reasons, certificates of others, only attributes.
      else if (no > 1 && yes) return 'it covers only a part of what its issuer has revoked';
    }
  }
  return onlyUsers;
}

interface Extension {
  readonly id: string;
  readonly critical: boolean;
  readonly value: Buffer;
}

const extensionsIn = (list: Der | undefined): Extension[] =>
  (list?.parts ?? []).map(({ parts }) => ({
    id: parts[0]!.oid,
    critical: parts[1]?.tag === TAG.boolean && parts[1].body[0] !== 0,
    value: parts.at(-1)!.body,
  }));

function serialsOf(entries: Der | null): Set<string> | null {
  const serials = new Set<string>();
  for (const { parts } of entries?.parts ?? []) {
    const [serial, , extensions] = parts;
    if (extensionsIn(extensions).some(({ critical }) => critical)) return null;
    serials.add(serial!.as(TAG.integer).hex);
  }
  return serials;
}

/** RFC 5280 4.2.1.3: an authority that says what its key is for must say that it signs lists. */
function maySign({ raw }: X509Certificate): boolean {
  const extensions = Der.read(raw).parts[0]!.parts.find(({ tag }) => tag === 0xa3);
  const usage = extensionsIn(extensions?.parts[0]).find(({ id }) => id === KEY_USAGE);
  if (usage === undefined) return true;
  return ((Der.read(usage.value).body[1] ?? 0) & 0x02) !== 0;
}

/** The certificates of a truststore, as those that may have signed a list. */
export const authoritiesIn = (truststore: string): X509Certificate[] =>
  pemBlocks('CERTIFICATE', truststore).map((block) => new X509Certificate(block));
