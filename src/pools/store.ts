import { createHash, randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';

/** A user as it is kept. */
export interface UserRow {
  readonly pool: string;
  /** As it is shown. */
  readonly name: string;
  /** As it is looked up. */
  readonly folded: string;
  readonly sub: string;
  readonly status: UserStatus;
  readonly enabled: boolean;
  /** Milliseconds since the epoch. */
  readonly created: number;
  readonly modified: number;
  readonly attributes: Readonly<Record<string, string>>;
  /** A scrypt hash; '' when there is none. */
  readonly password: string;
  readonly salt: string;
  readonly verifier: string;
  /** Until when a temporary password is good; 0: for ever. */
  readonly passwordUntil: number;
  /** A digest of the code that was given out, until when it is good, and how often it was guessed. */
  readonly code: string;
  readonly codeUntil: number;
  readonly codeTries: number;
  readonly failures: number;
  readonly lockedUntil: number;
  /** Access tokens that were issued before are no longer good for the pool’s own operations. */
  readonly signedOutAt: number;
}

export type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD' | 'RESET_REQUIRED';

/** A refresh token as it is kept: by its digest. */
export interface RefreshRow {
  readonly digest: string;
  readonly pool: string;
  readonly user: string;
  readonly client: string;
  readonly authTime: number;
  readonly originJti: string;
  readonly expires: number;
}

const userColumns =
  'pool, name, folded, sub, status, enabled, created, modified, attributes, password, salt, verifier, passwordUntil, code, codeUntil, codeTries, failures, lockedUntil, signedOutAt';

/** What user pools keep: users, keys, refresh tokens and the state of the provider, in one SQLite file. */
export class PoolStore {
  readonly #db: DatabaseSync;
  readonly #secret: Buffer;

  /** Null keeps everything in memory. Throws when the file cannot be used. */
  constructor(file: string | null) {
    this.#db = new DatabaseSync(file ?? ':memory:');
    if (file !== null) chmodSync(file, 0o600);
    this.#db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000;
      CREATE TABLE IF NOT EXISTS users (pool TEXT, name TEXT, folded TEXT, sub TEXT, status TEXT, enabled INT,
        created INT, modified INT, attributes TEXT, password TEXT, salt TEXT, verifier TEXT, passwordUntil INT,
        code TEXT, codeUntil INT, codeTries INT, failures INT, lockedUntil INT, signedOutAt INT,
        PRIMARY KEY (pool, folded)) WITHOUT ROWID;
      CREATE UNIQUE INDEX IF NOT EXISTS users_sub ON users (pool, sub);
      CREATE TABLE IF NOT EXISTS aliases (pool TEXT, alias TEXT, folded TEXT, PRIMARY KEY (pool, alias)) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS members (pool TEXT, folded TEXT, name TEXT, PRIMARY KEY (pool, folded, name)) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS refresh (digest TEXT PRIMARY KEY, pool TEXT, user TEXT, client TEXT, authTime INT,
        originJti TEXT, expires INT) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS refresh_user ON refresh (pool, user);
      CREATE TABLE IF NOT EXISTS provider (pool TEXT, model TEXT, id TEXT, payload TEXT, uid TEXT, userCode TEXT,
        grantId TEXT, expires INT, PRIMARY KEY (pool, model, id)) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS revoked (pool TEXT, origin TEXT, expires INT, PRIMARY KEY (pool, origin)) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS refresh_expires ON refresh (expires);
      CREATE INDEX IF NOT EXISTS provider_expires ON provider (expires);
      CREATE INDEX IF NOT EXISTS provider_begun ON provider (pool, model, expires);
      CREATE INDEX IF NOT EXISTS provider_uid ON provider (pool, uid);
      CREATE INDEX IF NOT EXISTS provider_grant ON provider (pool, grantId);
      CREATE TABLE IF NOT EXISTS keys (pool TEXT PRIMARY KEY, jwk TEXT) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;`);
    this.run('INSERT OR IGNORE INTO secrets VALUES (?, ?)', 'pools', randomBytes(32));
    this.#secret = Buffer.from(this.all('SELECT value FROM secrets')[0]!.value as Uint8Array);
  }

  /** What secrets of clients and answers about nobody are made from. */
  get secret(): Buffer {
    return this.#secret;
  }

  user(pool: string, folded: string): UserRow | null {
    return this.#one(`SELECT ${userColumns} FROM users WHERE pool = ? AND folded = ?`, pool, folded);
  }

  userBySub(pool: string, sub: string): UserRow | null {
    return this.#one(`SELECT ${userColumns} FROM users WHERE pool = ? AND sub = ?`, pool, sub);
  }

  /** The user who signs in by that attribute. */
  userByAlias(pool: string, alias: string): UserRow | null {
    const [found] = this.all('SELECT folded FROM aliases WHERE pool = ? AND alias = ?', pool, alias);
    return found === undefined ? null : this.user(pool, found.folded as string);
  }

  /** In the order of their names, `limit` of them behind `after`. */
  users(pool: string, after: string, limit: number): UserRow[] {
    const sql = `SELECT ${userColumns} FROM users WHERE pool = ? AND folded > ? ORDER BY folded LIMIT ?`;
    return this.all(sql, pool, after, limit).map(userRow);
  }

  count(pool: string): number {
    return Number(this.all('SELECT count(*) AS n FROM users WHERE pool = ?', pool)[0]!.n);
  }

  /** Writes a user, and the aliases it may sign in by in place of those it had. */
  keep(user: UserRow, aliases: readonly string[]): void {
    const values = userColumns.split(', ').map((name): SQLInputValue => {
      const value = user[name as keyof UserRow];
      if (name === 'attributes') return JSON.stringify(value);
      return typeof value === 'boolean' ? Number(value) : (value as string | number);
    });
    this.#db.exec('BEGIN');
    try {
      this.run(
        `INSERT OR REPLACE INTO users (${userColumns}) VALUES (${values.map(() => '?').join(', ')})`,
        ...values,
      );
      this.run('DELETE FROM aliases WHERE pool = ? AND folded = ?', user.pool, user.folded);
      for (const alias of aliases)
        this.run('INSERT OR IGNORE INTO aliases VALUES (?, ?, ?)', user.pool, alias, user.folded);
      this.#db.exec('COMMIT');
    } catch (fault) {
      this.#db.exec('ROLLBACK');
      throw fault;
    }
  }

  forget(user: UserRow): void {
    for (const table of ['users', 'aliases', 'members'])
      this.run(`DELETE FROM ${table} WHERE pool = ? AND folded = ?`, user.pool, user.folded);
    this.revokeAll(user);
  }

  groupsOf(user: UserRow): string[] {
    const sql = 'SELECT name FROM members WHERE pool = ? AND folded = ? ORDER BY name';
    return this.all(sql, user.pool, user.folded).map((row) => row.name as string);
  }

  membersOf(pool: string, group: string): UserRow[] {
    const sql = 'SELECT folded FROM members WHERE pool = ? AND name = ? ORDER BY folded';
    return this.all(sql, pool, group).flatMap((row) => this.user(pool, row.folded as string) ?? []);
  }

  join(user: UserRow, group: string): void {
    this.run('INSERT OR IGNORE INTO members VALUES (?, ?, ?)', user.pool, user.folded, group);
  }

  leave(user: UserRow, group: string): void {
    this.run('DELETE FROM members WHERE pool = ? AND folded = ? AND name = ?', user.pool, user.folded, group);
  }

  keepRefresh(token: string, row: Omit<RefreshRow, 'digest'>, now: number): void {
    const { pool, user, client, authTime, originJti, expires } = row;
    const values = [digestOf(token), pool, user, client, authTime, originJti, expires];
    this.run('INSERT INTO refresh VALUES (?, ?, ?, ?, ?, ?, ?)', ...values);
    this.run('DELETE FROM refresh WHERE expires < ?', now);
  }

  refresh(token: string): RefreshRow | null {
    return (
      (this.all('SELECT * FROM refresh WHERE digest = ?', digestOf(token))[0] as RefreshRow | undefined) ??
      null
    );
  }

  /** Ends a refresh token, and the access tokens that came of it. */
  revoke(token: string): void {
    const row = this.refresh(token);
    if (row === null) return;
    this.run('DELETE FROM refresh WHERE digest = ?', row.digest);
    this.revokeOrigin(row.pool, row.originJti);
  }

  /** Ends the access tokens of that `origin_jti` for the pool’s own operations; remembered for as long as one may last. */
  revokeOrigin(pool: string, origin: string): void {
    const now = Date.now();
    this.run('INSERT OR REPLACE INTO revoked VALUES (?, ?, ?)', pool, origin, now + longestAccess);
    this.run('DELETE FROM revoked WHERE expires < ?', now);
  }

  isRevoked(pool: string, origin: unknown): boolean {
    if (typeof origin !== 'string') return false;
    return this.all('SELECT 1 FROM revoked WHERE pool = ? AND origin = ?', pool, origin).length > 0;
  }

  revokeAll(user: UserRow): void {
    this.run('DELETE FROM refresh WHERE pool = ? AND user = ?', user.pool, user.sub);
    const sql = `DELETE FROM provider WHERE pool = ? AND json_extract(payload, '$.accountId') = ?`;
    this.run(sql, user.pool, user.sub);
  }

  /** The pool’s private key; made once. */
  key(pool: string, make: () => object): Readonly<Record<string, unknown>> {
    const [found] = this.all('SELECT jwk FROM keys WHERE pool = ?', pool);
    if (found !== undefined) return JSON.parse(found.jwk as string);
    const jwk = make();
    this.run('INSERT INTO keys VALUES (?, ?)', pool, JSON.stringify(jwk));
    return jwk as Record<string, unknown>;
  }

  all(sql: string, ...values: SQLInputValue[]): Record<string, unknown>[] {
    return this.#db.prepare(sql).all(...values) as Record<string, unknown>[];
  }

  run(sql: string, ...values: SQLInputValue[]): void {
    this.#db.prepare(sql).run(...values);
  }

  close(): void {
    this.#db.close();
  }

  #one(sql: string, ...values: SQLInputValue[]): UserRow | null {
    const [found] = this.all(sql, ...values);
    return found === undefined ? null : userRow(found);
  }
}

/** AccessTokenValidity is a day at most; the clocks need not agree. */
const longestAccess = 2 * 86_400_000;

const digestOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

const userRow = (row: Record<string, unknown>): UserRow =>
  ({
    ...row,
    enabled: row.enabled === 1,
    attributes: JSON.parse(row.attributes as string),
  }) as unknown as UserRow;
