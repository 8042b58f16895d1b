import type { Clock } from '../base/clock.ts';
import { matches } from './passwords.ts';
import { notAuthorized, type Refusal, unknownUser } from './refusal.ts';
import type { PoolStore, UserRow } from './store.ts';
import { Strangers, waitAfter } from './strangers.ts';

/** What attempts need of the directory they belong to. */
export interface AttemptsOf {
  readonly store: PoolStore;
  find(name: string): UserRow | null;
  change(user: UserRow, change: Partial<UserRow>): UserRow;
  folded(name: string): string;
}

/** Attempts to prove who one is: wrong ones in a row make the next one wait, for names that nobody has as well. */
export class Attempts {
  readonly #of: AttemptsOf;
  readonly #clock: Clock;
  readonly #strangers = new Strangers();
  /** The last of the checks under way, by the name that is tried. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(of: AttemptsOf, clock: Clock) {
    this.#of = of;
    this.#clock = clock;
  }

  /**
   * Checks the password of who signs in by that name, and slows down whoever guesses, with many at once too: they are
   * looked at one after another. Throws when it is not the user’s, or must not be asked now.
   */
  async check(name: string, password: string, unknown: 'told' | 'hidden'): Promise<UserRow> {
    const key = this.#of.find(name)?.folded ?? this.#of.folded(name);
    const turn = (this.#turns.get(key) ?? Promise.resolve()).then(() =>
      this.#checked(name, password, unknown),
    );
    const ended = turn.catch(() => {});
    this.#turns.set(key, ended);
    void ended.then(() => {
      if (this.#turns.get(key) === ended) this.#turns.delete(key);
    });
    return turn;
  }

  async #checked(name: string, password: string, unknown: 'told' | 'hidden'): Promise<UserRow> {
    const user = this.#of.find(name);
    if (user !== null) this.mayTry(user);
    else if (unknown === 'hidden') this.mayTryNobody(name);
    const right = await matches(password, user?.password ?? '');
    if (user === null) throw unknown === 'told' ? unknownUser() : this.failedNobody(name);
    if (!right) throw this.failed(user);
    this.mayGoOn(user);
    return this.passed(user);
  }

  /** Throws while a name that nobody has has to wait, as one that somebody has would. */
  mayTryNobody(name: string): void {
    if (this.#strangers.isLocked(this.#of.folded(name), this.#clock.now()))
      throw notAuthorized('Password attempts exceeded');
  }

  failedNobody(name: string): Refusal {
    this.#strangers.failed(this.#of.folded(name), this.#clock.now());
    return notAuthorized();
  }

  /** Throws while a user has to wait, as one that nobody is has to. */
  mayTry(user: UserRow): void {
    if (user.lockedUntil > this.#clock.now()) throw notAuthorized('Password attempts exceeded');
  }

  /** Throws for a user who is disabled, or has a temporary password that has run out: told to whoever has the password. */
  mayGoOn(user: UserRow): void {
    const now = this.#clock.now();
    if (!user.enabled) throw notAuthorized('User is disabled.');
    if (user.passwordUntil > 0 && user.passwordUntil < now)
      throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
  }

  failed(user: UserRow): Refusal {
    const failures = (this.#of.store.user(user.pool, user.folded)?.failures ?? user.failures) + 1;
    const wait = waitAfter(failures);
    this.#of.change(user, { failures, lockedUntil: wait === 0 ? 0 : this.#clock.now() + wait });
    return notAuthorized();
  }

  passed(user: UserRow): UserRow {
    return user.failures === 0 && user.lockedUntil === 0
      ? user
      : this.#of.change(user, { failures: 0, lockedUntil: 0 });
  }
}
