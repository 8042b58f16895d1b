import type { Exchange } from '../../../base/exchange.ts';
import type { Answer } from '../../../base/wire.ts';
import type { Given } from '../given.ts';

/** RFC 8555 8.3: where an authority looks for the proof that a name leads here. */
const PREFIX = '/.well-known/acme-challenge/';

const SLOTS = 16;
/** Bytes of one slot: three words, and the text. */
const SLOT_BYTES = 512;
const HEAD_BYTES = 12;

/** The shared memory that challenges lie in. */
export const challengeCells = Object.freeze({ id: 'acme/challenges', bytes: SLOTS * SLOT_BYTES });

/**
 * Challenges that an authority is about to ask for, in memory that all workers read: what one thread puts there is
 * answered by each of them from that moment on. One thread alone may write. A slot has a count, odd while it is
 * written, and the lengths of its token and of the whole answer; 0 is an empty one.
 */
export class Challenges {
  readonly #words: Int32Array;
  readonly #bytes: Buffer;

  constructor(cells: SharedArrayBuffer) {
    this.#words = new Int32Array(cells);
    this.#bytes = Buffer.from(cells);
  }

  /**
   * Puts the answer to a token: `{token}.{thumbprint of the account's key}` (RFC 8555 8.1). Throws when it is none, or
   * too many are there.
   */
  put(token: string, answer: string): void {
    if (!/^[\w-]+$/.test(token) || !/^[\w-]+\.[\w-]+$/.test(answer) || !answer.startsWith(`${token}.`))
      throw new Error('the authority’s token is none');
    if (answer.length > SLOT_BYTES - HEAD_BYTES) throw new Error('the authority’s token is too long');
    for (let slot = 0; slot < SLOTS; slot++) {
      const at = (slot * SLOT_BYTES) / 4;
      if (Atomics.load(this.#words, at + 2) !== 0) continue;
      Atomics.add(this.#words, at, 1);
      this.#bytes.write(answer, slot * SLOT_BYTES + HEAD_BYTES, 'latin1');
      Atomics.store(this.#words, at + 1, token.length);
      Atomics.store(this.#words, at + 2, answer.length);
      Atomics.add(this.#words, at, 1);
      return;
    }
    throw new Error('too many challenges are open at once');
  }

  /** Answers a token no longer. */
  drop(token: string): void {
    for (let slot = 0; slot < SLOTS; slot++) {
      const found = this.#read(slot);
      if (found?.token !== token) continue;
      Atomics.store(this.#words, (slot * SLOT_BYTES) / 4 + 2, 0);
    }
  }

  /** The answer to a token; null when nobody is to ask for it. */
  of(token: string): string | null {
    for (let slot = 0; slot < SLOTS; slot++) {
      const found = this.#read(slot);
      if (found !== null && found.token === token) return found.answer;
    }
    return null;
  }

  #read(slot: number): { readonly token: string; readonly answer: string } | null {
    const at = (slot * SLOT_BYTES) / 4;
    const before = Atomics.load(this.#words, at);
    const token = Atomics.load(this.#words, at + 1);
    const length = Atomics.load(this.#words, at + 2);
    if (length === 0 || before % 2 !== 0) return null;
    const from = slot * SLOT_BYTES + HEAD_BYTES;
    const answer = this.#bytes.toString('latin1', from, from + length);
    // Another one was written meanwhile.
    if (Atomics.load(this.#words, at) !== before) return null;
    return { token: answer.slice(0, token), answer };
  }
}

/** Answers of the gateway itself to authorities that ask whether a name leads here. */
export interface ChallengeAnswers {
  takes(x: Exchange): boolean;
  answer(x: Exchange): Answer;
}

/**
 * Answers challenges over plain HTTP, ahead of everything; null when no domain has its certificate from an
 * authority. Whatever asks for no token that is open goes the way of every request.
 */
export function challengeAnswers(given: Given): ChallengeAnswers | null {
  if (!(given.definition.domains ?? []).some(({ acme }) => acme !== undefined)) return null;
  const challenges = new Challenges(given.cells(challengeCells.id, challengeCells.bytes));
  const of = (x: Exchange): string | null => challenges.of(x.path.slice(PREFIX.length));
  return {
    takes: (x) =>
      x.path.startsWith(PREFIX) && !x.secure && (x.method === 'GET' || x.method === 'HEAD') && of(x) !== null,
    answer(x) {
      // Closed since `takes`.
      const body = of(x) ?? '';
      return { status: body === '' ? 404 : 200, headers: HEADERS, body, length: body.length };
    },
  };
}

const HEADERS = Object.freeze(['Content-Type', 'application/octet-stream', 'Cache-Control', 'no-store']);
