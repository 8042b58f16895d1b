import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { PoolStore } from '../../pools/store.ts';
import { originOf } from '../../pools/tokens.ts';

/** Sign-ins and sessions that anyone may begin: so many of each at most, and this many more until it is looked at. */
const mostBegun = 10_000;
const lookedAtEvery = 500;
const begunByAnyone: ReadonlySet<string> = new Set(['Interaction', 'Session']);

/** What the provider of one pool remembers of one kind (codes, grants, sessions, …), in the pools’ file. */
export class StoreAdapter implements Adapter {
  readonly #store: PoolStore;
  readonly #pool: string;
  readonly #model: string;
  #begun = 0;

  constructor(store: PoolStore, pool: string, model: string) {
    this.#store = store;
    this.#pool = pool;
    this.#model = model;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const expires = expiresIn === undefined ? null : Math.floor(Date.now() / 1000) + expiresIn;
    const { uid = null, userCode = null, grantId = null } = payload;
    const values = [this.#pool, this.#model, id, JSON.stringify(payload), uid, userCode, grantId, expires];
    this.#store.run('INSERT OR REPLACE INTO provider VALUES (?, ?, ?, ?, ?, ?, ?, ?)', ...values);
    this.#store.run('DELETE FROM provider WHERE expires < ?', Math.floor(Date.now() / 1000));
    if (!begunByAnyone.has(this.#model) || ++this.#begun % lookedAtEvery !== 0) return;
    // Of those that are nobody's yet; what would run out first goes first.
    const over =
      "SELECT id FROM provider WHERE pool = ? AND model = ? AND json_extract(payload, '$.accountId') IS NULL ORDER BY expires DESC LIMIT -1 OFFSET ?";
    this.#store.run(
      `DELETE FROM provider WHERE pool = ? AND model = ? AND id IN (${over})`,
      ...[this.#pool, this.#model, this.#pool, this.#model, mostBegun],
    );
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.#one('id', id);
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#one('uid', uid);
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#one('userCode', userCode);
  }

  async consume(id: string): Promise<void> {
    const set = "UPDATE provider SET payload = json_set(payload, '$.consumed', ?)";
    this.#store.run(
      `${set} WHERE pool = ? AND model = ? AND id = ?`,
      Math.floor(Date.now() / 1000),
      this.#pool,
      this.#model,
      id,
    );
  }

  async destroy(id: string): Promise<void> {
    this.#store.run(
      'DELETE FROM provider WHERE pool = ? AND model = ? AND id = ?',
      this.#pool,
      this.#model,
      id,
    );
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    this.#store.run('DELETE FROM provider WHERE pool = ? AND grantId = ?', this.#pool, grantId);
    this.#store.revokeOrigin(this.#pool, originOf(grantId));
  }

  #one(column: 'id' | 'uid' | 'userCode', value: string): AdapterPayload | undefined {
    const sql = `SELECT payload FROM provider WHERE pool = ? AND model = ? AND ${column} = ? AND (expires IS NULL OR expires > ?)`;
    const [row] = this.#store.all(sql, this.#pool, this.#model, value, Math.floor(Date.now() / 1000));
    return row === undefined ? undefined : JSON.parse(row.payload as string);
  }
}
