import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { Der, der, integer, oid, sequence, TAG } from '../../../base/der.ts';
import { signed } from '../../../base/signature.ts';

/** A question to an OCSP responder (RFC 6960 4.1). */
export interface OcspQuestion {
  readonly bytes: Buffer;
  readonly nonce: Buffer;
  /** What identifies the certificate in question and answer. */
  readonly id: Buffer;
}

/** What a responder said of a certificate. */
export interface OcspAnswer {
  readonly status: 'good' | 'revoked' | 'unknown';
  /** Milliseconds since the epoch: from when to when it holds. */
  readonly from: number;
  readonly to: number;
}

const SHA1 = '1.3.14.3.2.26';
const NONCE = '1.3.6.1.5.5.7.48.1.2';
const BASIC = '1.3.6.1.5.5.7.48.1.1';
const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
/** An answer that does not say when the next one comes holds so long. */
const SHORT_MS = 600_000;

const digest = (bytes: Buffer): Buffer => der(TAG.octets, createHash('sha1').update(bytes).digest());

/** Asks about a certificate and nothing else. SHA-1 only names the issuer here (RFC 5019 2.1.1). */
export function ocspQuestion(certificate: X509Certificate, issuer: X509Certificate): OcspQuestion {
  const fields = Der.read(issuer.raw).parts[0]!.parts;
  const keyBits = fields[6]!.parts[1]!.body.subarray(1);
  const id = sequence(
    sequence(oid(SHA1), der(TAG.nothing)),
    digest(fields[5]!.raw),
    digest(keyBits),
    integer(Buffer.from(certificate.serialNumber, 'hex')),
  );
  const nonce = randomBytes(16);
  const extension = sequence(oid(NONCE), der(TAG.octets, der(TAG.octets, nonce)));
  const request = sequence(sequence(sequence(id)), der(0xa2, sequence(extension)));
  return { bytes: sequence(request), nonce, id };
}

/** Reads the answer to a question; a sentence when it is none that can be believed. */
export function ocspAnswer(
  bytes: Buffer,
  question: OcspQuestion,
  issuer: X509Certificate,
  nowMs: number,
): OcspAnswer | string {
  try {
    return parse(bytes, question, issuer, nowMs);
  } catch {
    return 'its answer cannot be read';
  }
}

function parse(
  bytes: Buffer,
  question: OcspQuestion,
  issuer: X509Certificate,
  nowMs: number,
): OcspAnswer | string {
  const [status, body] = Der.read(bytes).parts;
  if (status!.as(TAG.enumerated).hex !== '0') return `it answers with the error ${status!.hex}`;
  const [kind, text] = body!.parts[0]!.parts;
  if (kind!.oid !== BASIC) return 'its answer is of a kind that is not read';
  const answer = signed(text!.as(TAG.octets).body);
  if (!signers(answer.rest, issuer, nowMs).some((signer) => answer.by(signer.publicKey)))
    return 'its answer is not signed by the issuer, nor by whom the issuer lets sign';
  const fields = [...answer.content.parts];
  if (fields[0]?.tag === 0xa0) fields.shift();
  const [, , responses, extensions] = fields;
  const nonce = nonceIn(extensions);
  // Who answers ahead of time has no nonce; who has one must have ours.
  if (nonce !== null && !nonce.equals(question.nonce)) return 'its answer is to another question';
  for (const { parts } of responses!.as(TAG.sequence).parts) {
    const [id, said, thisUpdate, next] = parts;
    if (!id!.raw.equals(question.id)) continue;
    const from = thisUpdate!.time;
    const to = next?.tag === 0xa0 ? next.parts[0]!.time : from + SHORT_MS;
    if (!(from <= nowMs + SKEW_MS && nowMs <= to)) return 'its answer is not of this time';
    return { status: statuses[said!.tag & 0x1f] ?? 'unknown', from, to };
  }
  return 'its answer is about another certificate';
}

const SKEW_MS = 300_000;
const statuses = ['good', 'revoked', 'unknown'] as const;

/** RFC 6960 4.2.2.2: the issuer itself, or one it has given a certificate for this purpose alone. */
function signers(rest: readonly Der[], issuer: X509Certificate, nowMs: number): X509Certificate[] {
  const sent = (rest[0]?.parts[0]?.parts ?? []).slice(0, 4).map(({ raw }) => new X509Certificate(raw));
  const delegated = sent.filter(
    (one) =>
      one.checkIssued(issuer) &&
      one.verify(issuer.publicKey) &&
      (one.keyUsage ?? []).includes(OCSP_SIGNING) &&
      one.validFromDate.getTime() <= nowMs &&
      nowMs <= one.validToDate.getTime(),
  );
  return [issuer, ...delegated];
}

function nonceIn(extensions: Der | undefined): Buffer | null {
  for (const { parts } of extensions?.parts[0]?.parts ?? []) {
    if (parts[0]!.oid === NONCE) return Der.read(parts.at(-1)!.body).body;
  }
  return null;
}
