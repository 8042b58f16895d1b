import type { X509Certificate } from 'node:crypto';
import { type OcspAnswer, ocspAnswer, ocspQuestion } from './ocsp.ts';

/** Milliseconds that a responder has, and bytes of its answer. */
const ASK_MS = 5_000;
const MOST_BYTES = 65_536;
/** Answers that are kept, and questions under way. */
const KEPT = 16_384;
const UNDER_WAY = 128;
/** A responder that could not be asked is asked again after this. */
const RETRY_MS = 15_000;

interface Kept {
  /** Null: it could not be had. */
  readonly answer: OcspAnswer | null;
  readonly because: string;
  /** Milliseconds since the epoch: until when it need not be asked again. */
  readonly until: number;
}

/** What responders say of certificates, asked once and kept for as long as it holds. */
export class OcspAnswers {
  readonly #at: string;
  readonly #refreshMs: number;
  readonly #kept = new Map<string, Kept>();
  readonly #asking = new Map<string, Promise<void>>();

  /**
   * `at`: the responder's address; `issuer`: the one that each certificate names. What it said is asked for again
   * after `refreshMs`.
   */
  constructor(at: string, refreshMs: number) {
    this.#at = at;
    this.#refreshMs = refreshMs;
  }

  /** Whether there is somebody to ask about one who issued another: it names a responder of its own. */
  canAskAbout(issuer: X509Certificate): boolean {
    return this.#at === 'issuer' && responderOf(issuer) !== '';
  }

  /** Whether the last answer still holds. */
  knows(certificate: X509Certificate, nowMs: number): boolean {
    const kept = this.#kept.get(certificate.fingerprint256);
    return kept !== undefined && nowMs < kept.until;
  }

  /** Why a certificate is not to be taken, as far as is known; '' when nothing speaks against it. `which`: its name in the sentence. */
  flaw(certificate: X509Certificate, which: string, unknown: 'refuse' | 'allow', nowMs: number): string {
    const kept = this.#kept.get(certificate.fingerprint256);
    if (kept?.answer?.status === 'revoked') return `${which} was revoked, its authority says`;
    if (kept?.answer?.status === 'good' && nowMs <= kept.answer.to) return '';
    if (unknown === 'allow') return '';
    return `whether ${which} was revoked cannot be found out: ${kept?.because ?? 'nobody was asked'}`;
  }

  /** Asks; one question for a certificate at a time. Kept when there is an answer, or none can be had. Never rejects. */
  ask(certificate: X509Certificate, issuer: X509Certificate): Promise<void> {
    const key = certificate.fingerprint256;
    const under = this.#asking.get(key);
    if (under !== undefined) return under;
    if (this.#asking.size >= UNDER_WAY) return Promise.resolve();
    const asking = this.#ask(certificate, issuer).finally(() => this.#asking.delete(key));
    this.#asking.set(key, asking);
    return asking;
  }

  async #ask(certificate: X509Certificate, issuer: X509Certificate): Promise<void> {
    const answer = await this.#answer(certificate, issuer);
    const now = Date.now();
    const before = this.#kept.get(certificate.fingerprint256)?.answer ?? null;
    if (this.#kept.size >= KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    this.#kept.delete(certificate.fingerprint256);
    this.#kept.set(
      certificate.fingerprint256,
      typeof answer === 'string'
        ? // What was said before holds on: nothing that was revoked comes back because nobody answers.
          { answer: before, because: answer, until: now + RETRY_MS }
        : {
            answer,
            because: `its authority says: ${answer.status}`,
            until: now + this.#refreshMs,
          },
    );
  }

  async #answer(certificate: X509Certificate, issuer: X509Certificate): Promise<OcspAnswer | string> {
    const url = this.#at === 'issuer' ? responderOf(certificate) : this.#at;
    if (url === '') return 'it names no responder';
    const question = ocspQuestion(certificate, issuer);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/ocsp-request', Accept: 'application/ocsp-response' },
        body: new Uint8Array(question.bytes),
        signal: AbortSignal.timeout(ASK_MS),
        redirect: 'error',
      });
      if (!response.ok || response.body === null) return `${url} answers ${response.status}`;
      const chunks: Uint8Array[] = [];
      let bytes = 0;
      for await (const chunk of response.body) {
        bytes += chunk.length;
        if (bytes > MOST_BYTES) return `the answer of ${url} is too long`;
        chunks.push(chunk);
      }
      const answer = ocspAnswer(Buffer.concat(chunks), question, issuer, Date.now());
      return typeof answer === 'string' ? `${url}: ${answer}` : answer;
    } catch (fault) {
      return `${url} cannot be asked: ${fault instanceof Error ? fault.message : fault}`;
    }
  }
}

/** RFC 5280 4.2.2.1: where a certificate says that it can be asked about; '' when it does not. */
function responderOf({ infoAccess }: X509Certificate): string {
  for (const line of (infoAccess ?? '').split('\n')) {
    const found = /^OCSP - URI:(?:"(.*)"|(.*))$/.exec(line);
    const url = found?.[1] ?? found?.[2] ?? '';
    if (/^https?:\/\//.test(url)) return url;
  }
  return '';
}
