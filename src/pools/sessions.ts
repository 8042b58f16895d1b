import { randomBytes } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { PoolClient } from '../define/model/user-pool.ts';
import { notAuthorized } from './refusal.ts';
import type * as srp from './srp.ts';

/** An authentication that waits for the answer to its challenge. */
export interface Session {
  readonly challenge: 'PASSWORD_VERIFIER' | 'NEW_PASSWORD_REQUIRED';
  readonly clientId: string;
  /** '' for a name that nobody has. */
  readonly sub: string;
  /** As it was given. */
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly exchange: srp.Exchange | null;
}

/** Authentications under way: the oldest goes when there are more. */
const maxSessions = 10_000;

/** The authentications under way of one pool, by the token that their callers hold. */
export class Sessions {
  readonly #clock: Clock;
  readonly #byToken = new Map<string, Session>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Keeps one, and gives its token. */
  keep(session: Session): string {
    const token = randomBytes(48).toString('base64url');
    if (this.#byToken.size >= maxSessions) this.#byToken.delete(this.#byToken.keys().next().value!);
    this.#byToken.set(token, session);
    return token;
  }

  /** A session is good for one answer. Throws a `Refusal` for any other, and for one that has run out. */
  take(client: PoolClient, challenge: string, token: string): Session {
    const session = this.#byToken.get(token);
    this.#byToken.delete(token);
    if (session === undefined || session.challenge !== challenge || session.clientId !== client.clientId)
      throw notAuthorized('Invalid session for the user.');
    if (session.until < this.#clock.now())
      throw notAuthorized('Invalid session for the user, session is expired.');
    return session;
  }
}
