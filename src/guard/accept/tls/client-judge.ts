import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { ClientCertificate } from '../../../base/tls-session.ts';
import { type Chain, certificatesIn, chainOf } from './chain.ts';
import { clientCertificate } from './client-certificate.ts';
import type { MutualMaterial } from './material.ts';
import { OcspAnswers } from './ocsp-answers.ts';
import { revocationFlaw, which } from './revocation.ts';

/** Certificates whose chain has been checked, by their digest: a client that comes again costs a look-up. */
const KNOWN = 4_096;

/** What a client's certificate came to. */
export interface Judgement {
  /** Null when it was turned away. */
  readonly client: ClientCertificate | null;
  /** Why; '' when it was not. */
  readonly flaw: string;
  /** The certificate and those that lead to the truststore; empty when it was turned away. */
  readonly chain: Chain;
}

/** Judges the certificates of the clients of one domain. */
export class ClientJudge {
  readonly #mutual: MutualMaterial;
  readonly #asks: string;
  readonly #trusted: readonly X509Certificate[];
  readonly #chains: Map<string, Chain>;
  /** Null: no authority is asked. */
  readonly #answers: OcspAnswers | null;

  /** `before` is the judge whose place it takes: what that one found out by asking, it need not ask again. */
  constructor(mutual: MutualMaterial, before: ClientJudge | null = null) {
    this.#mutual = mutual;
    this.#trusted = certificatesIn(mutual.truststore);
    this.#chains = before?.chainsUnder(mutual.truststore) ?? new Map();
    const { ocsp, refreshMs } = mutual.revocation;
    this.#answers = ocsp === 'off' ? null : (before?.answersOf(ocsp) ?? new OcspAnswers(ocsp, refreshMs));
    this.#asks = ocsp;
  }

  /** The chains that were checked under that truststore; null when it is another one. */
  chainsUnder(truststore: string): Map<string, Chain> | null {
    return truststore === this.#mutual.truststore ? this.#chains : null;
  }

  /** What is known of those who are asked at that place; null when another one is. */
  answersOf(place: string): OcspAnswers | null {
    return place === this.#asks ? this.#answers : null;
  }

  /**
   * Judges whoever has just shaken hands: OpenSSL has checked its signature, and the chain by its own rules. A
   * promise when its authority must be asked first.
   */
  judge(socket: TLSSocket, nowMs: number): Judgement | Promise<Judgement> {
    const leaf = socket.getPeerX509Certificate();
    if (leaf === undefined) return turnedAway('the client sent no certificate');
    const client = clientCertificate(leaf);
    const about = `the client’s certificate ${client.subject} (serial ${client.serial}) was turned away`;
    if (!socket.authorized) return turnedAway(`${about}: ${meaningOf(String(socket.authorizationError))}`);
    const chain = this.#chain(leaf);
    if (typeof chain === 'string') return turnedAway(`${about}: ${chain}`);
    const settle = (now: number): Judgement => {
      const flaw = this.#flaw(chain, now);
      return flaw === '' ? { client, flaw, chain } : turnedAway(`${about}: ${flaw}`);
    };
    const asking = this.#ask(chain, nowMs);
    return asking === null ? settle(nowMs) : asking.then(() => settle(Date.now()));
  }

  /**
   * Asks the authorities about the client's certificate, and about each of its issuers that names a responder; null
   * when nobody is to be asked, or the answers are known.
   */
  #ask(chain: Chain, nowMs: number): Promise<unknown> | null {
    const answers = this.#answers;
    if (answers === null) return null;
    let asking: Promise<void>[] | null = null;
    for (let i = 0; i + 1 < chain.length; i++) {
      if (!this.#isAsked(chain, i) || answers.knows(chain[i]!, nowMs)) continue;
      asking ??= [];
      asking.push(answers.ask(chain[i]!, chain[i + 1]!));
    }
    return asking === null ? null : Promise.all(asking);
  }

  #isAsked(chain: Chain, place: number): boolean {
    return place === 0 || this.#answers!.canAskAbout(chain[place]!);
  }

  /** What speaks against a chain now: one of it has expired, or was taken back; '' when nothing does. */
  #flaw(chain: Chain, nowMs: number, unknown = this.#mutual.revocation.unknown): string {
    for (const certificate of chain) {
      if (nowMs > certificate.validToDate.getTime())
        return `${named(certificate)} expired ${certificate.validTo}`;
    }
    const revoked = revocationFlaw(chain, this.#mutual, nowMs);
    if (revoked !== '' || this.#answers === null) return revoked;
    for (let i = 0; i + 1 < chain.length; i++) {
      if (!this.#isAsked(chain, i)) continue;
      const flaw = this.#answers.flaw(chain[i]!, which(i), unknown, nowMs);
      if (flaw !== '') return flaw;
    }
    return '';
  }

  /**
   * Why a chain that was good, or that another judge found good, is so no longer; '' when it still is. An answer
   * of its authority that has run out is asked for meanwhile.
   */
  again(chain: Chain, nowMs: number): string {
    const own = this.#chain(chain[0]!);
    if (typeof own === 'string') return own;
    const asking = this.#ask(own, nowMs) !== null;
    return this.#flaw(own, nowMs, asking ? 'allow' : undefined);
  }

  #chain(leaf: X509Certificate): Chain | string {
    const known = this.#chains.get(leaf.fingerprint256);
    if (known !== undefined) return known;
    const chain = chainOf(leaf, this.#trusted);
    if (typeof chain === 'string') return chain;
    if (this.#chains.size >= KNOWN) this.#chains.delete(this.#chains.keys().next().value!);
    this.#chains.set(leaf.fingerprint256, chain);
    return chain;
  }
}

const turnedAway = (flaw: string): Judgement => ({ client: null, flaw, chain: [] });

const named = ({ subject }: X509Certificate): string => JSON.stringify(subject.split('\n').at(-1));

/** OpenSSL's verdicts in words. */
function meaningOf(code: string): string {
  return meanings[code] ?? code.toLowerCase().replaceAll('_', ' ');
}

const meanings: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'a certificate of its chain has expired',
  CERT_NOT_YET_VALID: 'a certificate of its chain is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by itself and not in the truststore',
  SELF_SIGNED_CERT_IN_CHAIN: 'its root is not in the truststore',
  UNSPECIFIED: 'one of its issuers may not issue certificates, or its chain breaks another rule of RFC 5280',
  UNABLE_TO_GET_ISSUER_CERT: 'who issued it is not in the truststore',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'who issued it is not in the truststore',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'who issued it is not in the truststore',
  CERT_SIGNATURE_FAILURE: 'a signature in its chain is wrong',
  INVALID_CA: 'one of its issuers is no certificate authority',
  INVALID_PURPOSE: 'it, or one of its issuers, is not meant for what it is used for',
  PATH_LENGTH_EXCEEDED: 'its chain is longer than one of its issuers allows',
};
