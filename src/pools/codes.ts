import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { SignInAttribute, UserPool } from '../define/model/user-pool.ts';
import { fits } from './attributes.ts';
import { codeMismatch, expiredCode, Refusal } from './refusal.ts';
import type { PoolStore, UserRow } from './store.ts';
import { codeMs, codeTries, Guesses } from './strangers.ts';

/** Where a code is said to have gone, in Cognito’s words. */
export interface Delivery {
  readonly Destination: string;
  readonly DeliveryMedium: 'EMAIL' | 'SMS';
  readonly AttributeName: SignInAttribute;
}

/** What codes need of the directory they belong to. */
export interface CodesOf {
  readonly pool: UserPool;
  readonly store: PoolStore;
  change(user: UserRow, change: Partial<UserRow>): UserRow;
  folded(name: string): string;
  say(text: string): void;
}

const uses = {
  'sign-up': 'the code that confirms the sign-up',
  password: 'the code for another password',
} as const;

/** The codes that mail or a text message would bring: given out in the log, and taken back once. */
export class Codes {
  readonly #of: CodesOf;
  readonly #clock: Clock;
  readonly #guesses = new Guesses();

  constructor(of: CodesOf, clock: Clock) {
    this.#of = of;
    this.#clock = clock;
  }

  /**
   * Makes a code, and says it where mail would have brought it. Wrong guesses at the codes before it count on for
   * as long as those were good: whoever has none left gets no other code until then, unless by an administrator.
   */
  give(user: UserRow, use: keyof typeof uses, by: 'admin' | 'user' = 'user'): Delivery {
    const now = this.#clock.now();
    const tries = by === 'admin' || user.codeUntil < now ? 0 : user.codeTries;
    if (tries >= codeTries) {
      this.#of.say(`${user.name} gets no code: too many guesses at the last ones were wrong`);
    } else {
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      // With what it proves: the code of an address is no proof of a number.
      const kept = `${this.#attributeOf(user)}:${this.#digest(code)}`;
      this.#of.change(user, { code: kept, codeUntil: now + codeMs, codeTries: tries });
      if (by === 'admin') this.#guesses.forget(user.folded);
      this.#of.say(`${uses[use]} of ${user.name} is ${code}`);
    }
    return this.notGiven(user);
  }

  /** What is said of a code that a user gets; of one without an address, as of somebody who is not there. */
  notGiven(user: UserRow): Delivery {
    this.#guesses.asked(user.folded, this.#clock.now());
    const attribute = this.#attributeOf(user);
    const address = user.attributes[attribute];
    return address === undefined ? this.#imagined(user.name) : sentTo(attribute, address);
  }

  /** What is said of a code that nobody gets: the same each time, so that asking twice tells nothing. */
  none(name: string): Delivery {
    this.#guesses.asked(this.#of.folded(name), this.#clock.now());
    return this.#imagined(name);
  }

  /** Takes a code back, and gives what it proves. Throws when it is another, too old, or was guessed too often. */
  take(user: UserRow, code: string): SignInAttribute {
    if (user.code === '' || user.codeUntil < this.#clock.now()) throw expiredCode();
    if (user.codeTries >= codeTries) throw tooOften();
    if (!this.#isRight(user, code)) {
      this.#of.change(user, { codeTries: user.codeTries + 1 });
      throw codeMismatch();
    }
    return this.#taken(user);
  }

  /**
   * The same, so that nobody learns whether there is such a user, or one that has a code out: what a wrong guess is
   * answered depends on the guesses at that name alone, whoever has it (null: nobody). That a code has run out, or was
   * guessed too often, is told to whoever has the code.
   */
  takeQuietly(name: string, user: UserRow | null, code: string): SignInAttribute {
    const now = this.#clock.now();
    const guessed = user?.folded ?? this.#of.folded(name);
    if (!this.#guesses.may(guessed, now)) throw tooOften();
    const isGood = user !== null && user.codeUntil >= now;
    if (user !== null && user.code !== '' && this.#isRight(user, code)) {
      if (!isGood) throw expiredCode();
      if (user.codeTries >= codeTries) throw tooOften();
      return this.#taken(user);
    }
    this.#guesses.wrong(guessed, now);
    // The row outlives a restart, and is not pushed out by guesses at other names.
    if (isGood && user.codeTries < codeTries) this.#of.change(user, { codeTries: user.codeTries + 1 });
    throw codeMismatch();
  }

  #taken(user: UserRow): SignInAttribute {
    this.#of.change(user, { code: '', codeUntil: 0 });
    this.#guesses.forget(user.folded);
    return user.code.startsWith('phone_number:') ? 'phone_number' : 'email';
  }

  #isRight({ code: kept }: UserRow, code: string): boolean {
    const digest = Buffer.from(kept.slice(kept.indexOf(':') + 1));
    const given = Buffer.from(this.#digest(code));
    return digest.length === given.length && timingSafeEqual(digest, given);
  }

  /** Of what the pool verifies, the number before the address, as Cognito does; otherwise what there is. */
  #attributeOf({ attributes }: UserRow): SignInAttribute {
    const { autoVerified } = this.#of.pool;
    const ways = ['phone_number', 'email'] as const;
    const verified = ways.find((way) => autoVerified.includes(way) && attributes[way] !== undefined);
    if (verified !== undefined) return verified;
    return attributes.email === undefined && attributes.phone_number !== undefined ? 'phone_number' : 'email';
  }

  /** Where a code for a name would have gone that nobody has. */
  #imagined(name: string): Delivery {
    for (const way of ['email', 'phone_number'] as const) if (fits(way, name)) return sentTo(way, name);
    const { pool, store } = this.#of;
    const made = createHmac('sha256', store.secret)
      .update(`delivery/${pool.poolId}/${this.#of.folded(name)}`)
      .digest();
    const letter = (at: number): string => String.fromCharCode(97 + (made[at]! % 26));
    return pool.autoVerified.includes('phone_number')
      ? sentTo('phone_number', `+1555${String(made.readUInt32BE(0)).padStart(7, '0').slice(-7)}`)
      : sentTo('email', `${letter(0)}@${letter(1)}`);
  }

  #digest(code: string): string {
    return createHmac('sha256', this.#of.store.secret).update(`code/${code}`).digest('base64url');
  }
}

const tooOften = (): Refusal =>
  new Refusal('LimitExceededException', 'Attempt limit exceeded, please try after some time.');

const sentTo = (attribute: SignInAttribute, address: string): Delivery => ({
  Destination: masked(address),
  DeliveryMedium: attribute === 'email' ? 'EMAIL' : 'SMS',
  AttributeName: attribute,
});

const masked = (value: string): string =>
  value.includes('@') ? value.replace(/^(.).*@(.).*$/, '$1***@$2***') : value.replace(/.(?=.{4})/g, '*');
