import type { Clock } from '../../../../base/clock.ts';
import type { Fetch } from '../../../../base/outgoing.ts';
import { objectIn } from './base64url.ts';
import { callerOf } from './caller.ts';
import type { Known, TokenCheck } from './check.ts';
import { audienceFlaw, type Claims } from './claims.ts';
import type { Flaw } from './flaw.ts';
import type { IssuerState } from './issuer-state.ts';
import { mostTokenLength } from './jws.ts';
import { digestOf } from './presented.ts';
import { TokenCache } from './token-cache.ts';

const bounds = { timeoutMs: 5_000, maxBytes: 65_536 } as const;
/** Answers that are kept, and look-ups that go on at once: beyond those, tokens cannot be checked. */
const mostKept = { answers: 5_000, characters: 5_000_000 } as const;
const mostAsked = 200;
/** Of tokens that were good when they were last asked for: whoever makes up tokens takes the room of no caller that is known. */
const mostAskedAgain = 400;
/** Digests that are remembered of tokens that are not active: apart from the good ones, which they would push out. */
const mostRefused = 5_000;
/** How long it is remembered that a token is not active. */
const refusedMs = 10_000;

export interface IntrospectionOptions {
  readonly by: string;
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** How long an answer is kept at most, in milliseconds; 0 asks each time. */
  readonly ttlMs: number;
  /** `iss` that an answer may name; '' for any. */
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly skewMs: number;
  /** Counts how often the answers of the stage were to be forgotten. */
  readonly flushed: Int32Array;
  readonly state: IssuerState;
}

interface Kept {
  readonly known: Known | Flaw;
  /** The date on which what it says ends; and until when it is kept, wherever the date is put. */
  readonly untilMs: number;
  readonly keptUntil: number;
}

/** Asks the issuer what a token stands for (RFC 7662). Answers are kept by the token's digest, for a while. */
export class Introspector implements TokenCheck {
  readonly #options: IntrospectionOptions;
  readonly #authorization: string;
  #cache = new TokenCache<Kept>(mostKept.answers, mostKept.characters);
  #refused = new TokenCache<Kept>(mostRefused);
  #flushes = 0;
  readonly #asking = new Map<string, Promise<Known | Flaw>>();
  #failing = '';

  constructor(options: IntrospectionOptions) {
    this.#options = options;
    // RFC 6749 2.3.1: both are form-encoded first.
    const [id, secret] = [encoded(options.clientId), encoded(options.clientSecret)];
    this.#authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
  }

  /** How many answers it remembers. */
  get kept(): number {
    return this.#cache.size + this.#refused.size;
  }

  get failing(): string {
    return this.#failing;
  }

  verify(token: string, digest = digestOf(token)): Known | Flaw | Promise<Known | Flaw> {
    if (token.length > mostTokenLength) return 'malformed';
    this.#forget();
    const good = this.#cache.get(digest);
    const kept = good ?? this.#refused.get(digest);
    if (kept !== undefined && this.#holds(kept)) return kept.known;
    const asking = this.#asking.get(digest);
    if (asking !== undefined) return asking;
    if (this.#asking.size >= (good === undefined ? mostAsked : mostAskedAgain)) {
      this.#failing ||= `${this.#asking.size} tokens are being looked up already`;
      return 'unavailable';
    }
    const asked = this.#ask(token, digest).finally(() => this.#asking.delete(digest));
    this.#asking.set(digest, asked);
    return asked;
  }

  #holds({ untilMs, keptUntil }: Kept): boolean {
    const { clock } = this.#options;
    return clock.steady() < keptUntil && clock.now() < untilMs;
  }

  #forget(): void {
    const flushes = Atomics.load(this.#options.flushed, 0);
    if (flushes === this.#flushes) return;
    this.#flushes = flushes;
    this.#cache = new TokenCache(mostKept.answers, mostKept.characters);
    this.#refused = new TokenCache(mostRefused);
  }

  /** Never rejects. */
  async #ask(token: string, digest: string): Promise<Known | Flaw> {
    const { url, fetch, clock, ttlMs } = this.#options;
    try {
      const answer = await fetch({
        url,
        method: 'POST',
        headers: {
          Accept: 'application/json',
          Authorization: this.#authorization,
          'Content-Type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams({ token, token_type_hint: 'access_token' }).toString(),
        ...bounds,
      });
      const claims = answer.status === 200 ? objectIn(answer.body) : null;
      if (claims === null)
        throw new Error(
          answer.status === 200 ? 'what it answers is no JSON object' : `it answers ${answer.status}`,
        );
      this.#failing = '';
      this.#options.state.answered();
      const known = this.#known(claims, clock.now());
      const [untilMs, forMs] =
        typeof known === 'string'
          ? [Number.POSITIVE_INFINITY, Math.min(refusedMs, ttlMs)]
          : [known.untilMs, ttlMs];
      const keptUntil = clock.steady() + forMs;
      if (ttlMs > 0) this.#keep(digest, { known, untilMs, keptUntil }, answer.body.length);
      return known;
    } catch (fault) {
      this.#failing = fault instanceof Error ? fault.message : String(fault);
      this.#options.state.failed(clock.now(), this.#failing);
      return 'unavailable';
    }
  }

  #keep(digest: string, kept: Kept, weight: number): void {
    if (typeof kept.known !== 'string') this.#cache.set(digest, kept, weight);
    else {
      this.#cache.delete(digest);
      this.#refused.set(digest, kept);
    }
  }

  #known(claims: Claims, now: number): Known | Flaw {
    const { by, issuer, audiences, skewMs } = this.#options;
    const { active, exp, nbf, iss } = claims;
    if (active !== true) return 'inactive';
    if (exp !== undefined && (typeof exp !== 'number' || now >= exp * 1000 + skewMs)) return 'expired';
    if (nbf !== undefined && (typeof nbf !== 'number' || now < nbf * 1000 - skewMs)) return 'early';
    if (issuer !== '' && iss !== undefined && iss !== issuer) return 'issuer';
    const flaw = audienceFlaw(claims, audiences);
    if (flaw !== null) return flaw;
    const untilMs = exp === undefined ? Number.POSITIVE_INFINITY : exp * 1000 + skewMs;
    return { caller: callerOf(by, claims), claims, untilMs };
  }
}

/** RFC 6749 appendix B. */
const encoded = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);
