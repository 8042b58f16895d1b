import { randomUUID } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { SignInAttribute, UserPool } from '../define/model/user-pool.ts';
import { Attempts } from './attempts.ts';
import { article, checkAttributes, fits } from './attributes.ts';
import { Codes } from './codes.ts';
import { checkPassword, hashed } from './passwords.ts';
import { invalid, notAuthorized, Refusal, unknownUser } from './refusal.ts';
import { verifierOf } from './srp.ts';
import type { PoolStore, UserRow, UserStatus } from './store.ts';

const dayMs = 86_400_000;
/** Sign-ups are open to the world; what they may fill is bounded. */
const maxUsers = 200_000;

/** The users of one pool. */
export class Directory {
  readonly pool: UserPool;
  readonly store: PoolStore;
  readonly codes: Codes;
  readonly attempts: Attempts;
  readonly #clock: Clock;
  readonly #say: (text: string) => void;

  /** `say` writes to the log what mail would have brought. */
  constructor(pool: UserPool, store: PoolStore, clock: Clock, say: (text: string) => void) {
    this.pool = pool;
    this.store = store;
    this.#clock = clock;
    this.#say = say;
    this.codes = new Codes(this, clock);
    this.attempts = new Attempts(this, clock);
  }

  /** The user of that name, or who signs in by it; null when there is none. */
  find(name: string): UserRow | null {
    const { poolId } = this.pool;
    const folded = this.folded(name);
    return (
      this.store.user(poolId, folded) ??
      this.store.userByAlias(poolId, folded) ??
      (this.pool.usernameAttributes.length > 0 ? this.store.userBySub(poolId, name) : null)
    );
  }

  /** Throws when there is none. */
  get(name: string): UserRow {
    const user = this.find(name);
    if (user === null) throw unknownUser();
    return user;
  }

  /** Adds a user. Throws a `Refusal` when name, attributes or password are not what the pool asks for. */
  async add(
    username: string,
    given: Readonly<Record<string, string>>,
    password: string,
    status: UserStatus,
  ): Promise<UserRow> {
    const { pool, store } = this;
    checkPassword(password, pool.passwords);
    const sub = randomUUID();
    const byAttribute = pool.usernameAttributes.find((name) => fits(name, username));
    if (pool.usernameAttributes.length > 0 && byAttribute === undefined)
      throw invalid(`Username should be ${pool.usernameAttributes.map(article).join(' or ')}.`);
    if (
      byAttribute === undefined &&
      pool.aliasAttributes.some((name) => name !== 'preferred_username' && fits(name, username))
    )
      throw invalid(
        'Username cannot be of email or phone number format, since user pool is configured for them as aliases.',
      );
    if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(username))
      throw invalid('Username must be 1 to 128 characters without spaces.');
    const attributes = { ...given, ...(byAttribute === undefined ? {} : { [byAttribute]: username }) };
    checkAttributes(pool, attributes, 'new');
    const name = byAttribute === undefined ? username : sub;
    if (this.find(username) !== null || this.find(name) !== null)
      throw new Refusal(
        'UsernameExistsException',
        byAttribute === undefined
          ? 'User already exists'
          : `An account with the given ${byAttribute} already exists.`,
      );
    if (store.count(pool.poolId) >= maxUsers)
      throw new Refusal('LimitExceededException', 'The pool is full.');
    const now = this.#clock.now();
    const user: UserRow = {
      pool: pool.poolId,
      name,
      folded: this.folded(name),
      sub,
      status,
      enabled: true,
      created: now,
      modified: now,
      attributes,
      ...(await this.#secrets({ name, sub }, password)),
      passwordUntil: status === 'FORCE_CHANGE_PASSWORD' ? now + pool.passwords.temporaryDays * dayMs : 0,
      code: '',
      codeUntil: 0,
      codeTries: 0,
      failures: 0,
      lockedUntil: 0,
      signedOutAt: 0,
    };
    // Hashing took a while, and somebody else may have taken the name meanwhile.
    if (this.find(username) !== null) throw new Refusal('UsernameExistsException', 'User already exists');
    this.#keep(user);
    return user;
  }

  change(user: UserRow, change: Partial<UserRow>): UserRow {
    const now = this.#clock.now();
    // What is written over is the user as it is by now.
    const changed = { ...(this.store.user(user.pool, user.folded) ?? user), ...change, modified: now };
    this.#keep(changed);
    return changed;
  }

  changeAttributes(user: UserRow, change: Readonly<Record<string, string>>, by: 'admin' | 'user'): UserRow {
    checkAttributes(this.pool, change, 'change');
    for (const name of Object.keys(change)) {
      if (by === 'user' && name.endsWith('_verified'))
        throw notAuthorized('A client attempted to write unauthorized attribute');
      const own = this.pool.attributes.find((a) => a.name === name);
      if (own?.mutable === false && user.attributes[name] !== undefined)
        throw invalid(`user.${name}: Attribute cannot be updated.`);
    }
    const unverified: Record<string, string> = {};
    for (const name of ['email', 'phone_number'] as const) {
      const other = change[name];
      if (other === undefined) continue;
      const holder = this.#holder(name, other);
      if (holder !== null && holder.sub !== user.sub)
        throw new Refusal('AliasExistsException', `An account with the ${name} already exists.`);
      if (by === 'user' && other !== user.attributes[name]) unverified[`${name}_verified`] = 'false';
    }
    const moved = (['email', 'phone_number'] as const).some(
      (name) => change[name] !== undefined && change[name] !== user.attributes[name],
    );
    // A code that went to where the user was proves nothing of where the user is now.
    return this.change(user, {
      attributes: { ...user.attributes, ...unverified, ...change },
      ...(moved ? { code: '' } : {}),
    });
  }

  /** Gives a user another password, for good or until it is used. */
  async setPassword(user: UserRow, password: string, permanent = true): Promise<UserRow> {
    checkPassword(password, this.pool.passwords);
    const secrets = await this.#secrets(user, password);
    const { temporaryDays } = this.pool.passwords;
    return this.change(user, {
      ...secrets,
      status: permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
      passwordUntil: permanent ? 0 : this.#clock.now() + temporaryDays * dayMs,
      failures: 0,
      lockedUntil: 0,
    });
  }

  /** Writes to the log of the gateway what mail would have brought. */
  say(text: string): void {
    this.#say(`user pool ${this.pool.name}: ${text}`);
  }

  /** Throws when a password is not what the pool asks for. */
  checkPolicy(password: string): void {
    checkPassword(password, this.pool.passwords);
  }

  /** A sign-up that has been proved by a code: so is what the code was sent to, where the pool verifies that. */
  confirm(user: UserRow, proved: SignInAttribute): UserRow {
    const verified = this.pool.autoVerified.includes(proved) && user.attributes[proved] !== undefined;
    return this.change(user, {
      status: 'CONFIRMED',
      attributes: { ...user.attributes, ...(verified ? { [`${proved}_verified`]: 'true' } : {}) },
    });
  }

  /** Ends every session of a user: refresh tokens are gone, access tokens are no longer good here. */
  signOut(user: UserRow): void {
    this.change(user, { signedOutAt: this.#clock.now() });
    this.store.revokeAll(user);
  }

  groupsOf(user: UserRow): string[] {
    const known = this.pool.groups;
    const precedence = (name: string): number => known.find((g) => g.name === name)?.precedence ?? Infinity;
    return this.store
      .groupsOf(user)
      .filter((name) => known.some((g) => g.name === name))
      .sort((a, b) => (precedence(a) === precedence(b) ? (a < b ? -1 : 1) : precedence(a) - precedence(b)));
  }

  #keep(user: UserRow): void {
    const { usernameAttributes, aliasAttributes } = this.pool;
    const aliases = [
      ...usernameAttributes.map((name) => user.attributes[name]),
      // An alias counts once it is proved; a preferred name needs no proof.
      ...aliasAttributes.map((name) =>
        name === 'preferred_username' || user.attributes[`${name}_verified`] === 'true'
          ? user.attributes[name]
          : undefined,
      ),
    ];
    this.store.keep(
      user,
      aliases.flatMap((alias) => (alias === undefined ? [] : this.folded(alias))),
    );
  }

  #holder(attribute: string, value: string): UserRow | null {
    const { usernameAttributes, aliasAttributes } = this.pool;
    const names: readonly string[] = [...usernameAttributes, ...aliasAttributes];
    return names.includes(attribute) ? this.store.userByAlias(this.pool.poolId, this.folded(value)) : null;
  }

  async #secrets(
    { name, sub }: Pick<UserRow, 'name' | 'sub'>,
    password: string,
  ): Promise<Pick<UserRow, 'password' | 'salt' | 'verifier'>> {
    // SRP shows this to whoever names the user: never more than was typed, or it would tell who is there.
    const shown = this.namesAreHidden ? sub : this.folded(name);
    return {
      password: await hashed(password),
      ...verifierOf(this.pool.poolId.split('_')[1]!, shown, password),
    };
  }

  /** Whether users may sign in by something other than their names, so that SRP goes by their ids. */
  get namesAreHidden(): boolean {
    return this.pool.usernameAttributes.length > 0 || this.pool.aliasAttributes.length > 0;
  }

  /** A name as it is looked up. */
  folded(name: string): string {
    return this.pool.caseSensitive ? name : name.toLowerCase();
  }
}
