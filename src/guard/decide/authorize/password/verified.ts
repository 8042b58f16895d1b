import { createHmac, randomBytes } from 'node:crypto';

/** Passwords that are remembered at most, and for how long, in milliseconds. */
const MOST = 10_000;
export const LIVES_MS = 5 * 60_000;

/**
 * Names and passwords that were found right a while ago, as digests under a key that is this process’s own and
 * never stored: a password that comes with every request is hashed slowly once.
 */
export class Verified {
  readonly #key = randomBytes(32);
  readonly #until = new Map<string, number>();

  digest(network: string, name: string, password: string): string {
    return createHmac('sha256', this.#key).update(`${network} ${name}:${password}`).digest('base64');
  }

  has(digest: string, now: number): boolean {
    const until = this.#until.get(digest);
    if (until === undefined) return false;
    if (until > now) return true;
    this.#until.delete(digest);
    return false;
  }

  add(digest: string, now: number): void {
    this.#until.delete(digest);
    this.#until.set(digest, now + LIVES_MS);
    if (this.#until.size <= MOST) return;
    for (const oldest of this.#until.keys()) {
      this.#until.delete(oldest);
      break;
    }
  }
}
