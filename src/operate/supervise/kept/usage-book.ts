import type { StatementSync } from 'node:sqlite';
import type { Clock } from '../../../base/clock.ts';
import type { StateFile } from '../../../define/store/state-file.ts';
import {
  type Account,
  type Accounts,
  dayOf,
  type Kept,
  type Standing,
  unpacked,
} from '../../../guard/decide/usage/usage.ts';

/** What one key did under one plan on one day. */
export interface UsageDay {
  /** Days since the first of January 1970, UTC. */
  readonly day: number;
  readonly used: number;
  /** Requests left at the end of the day; -1 when the plan has no quota. */
  readonly remaining: number;
}

/** How many days are kept. */
const longestDays = 400;
const dayMs = 86_400_000;

/**
 * Writes down how far quotas are used up, and what each key did on each day, so that a restart goes on where
 * the gateway ended. What is counted between two `flush`es is lost when the machine or the process breaks down.
 */
export class UsageBook {
  readonly #file: StateFile;
  readonly #clock: Clock;
  readonly #statements: ReturnType<typeof prepared>;
  /** What was last written of each account. */
  readonly #written = new Map<string, Kept>();
  #accounts: readonly Account[] = [];

  constructor(file: StateFile, clock: Clock) {
    file.db.exec(tables);
    this.#file = file;
    this.#clock = clock;
    this.#statements = prepared(file);
    this.#statements.forget.run(Math.floor(clock.now() / dayMs) - longestDays);
  }

  /** Takes the accounts of a generation before any worker counts in them; new ones begin where they once ended. */
  open({ all }: Accounts): void {
    this.#accounts = all;
    const now = this.#clock.now();
    const known = new Set<string>();
    for (const account of all) {
      const { plan, key, counter } = account;
      known.add(nameOf(account));
      if (counter.seeded) continue;
      const row = this.#statements.find.get(plan.planId, key.keyId) as Kept | undefined;
      counter.seed(row ?? null, now);
    }
    for (const name of this.#written.keys()) if (!known.has(name)) this.#written.delete(name);
  }

  /** Writes what has changed. Throws what SQLite says; then it is written the next time. */
  flush(): void {
    const changed = this.#accounts.flatMap((account) => {
      const kept = account.counter.kept;
      return same(kept, this.#written.get(nameOf(account))) ? [] : [{ account, kept }];
    });
    if (changed.length === 0) return;
    const now = this.#clock.now();
    this.#file.transaction(() => {
      for (const { account, kept } of changed) this.#write(account, kept, now);
    });
    for (const { account, kept } of changed) this.#written.set(nameOf(account), kept);
  }

  /** What a key did under a plan from one day to another, both included; days without a request are not among it. */
  days(planId: string, keyId: string, from: number, to: number): UsageDay[] {
    this.flush();
    return this.#statements.days.all(planId, keyId, from, to) as unknown as UsageDay[];
  }

  /** How the quota of a key stands; null when there is none. */
  standing(planId: string, keyId: string): Standing | null {
    return this.#find(planId, keyId)?.counter.standing(this.#clock.now()) ?? null;
  }

  /** Lets a key make that many requests more in the present period; false when there is no such account. */
  grant(planId: string, keyId: string, requests: number): boolean {
    const account = this.#find(planId, keyId);
    account?.counter.grant(requests, this.#clock.now());
    return account !== undefined;
  }

  /** All accounts there are. */
  get accounts(): readonly Account[] {
    return this.#accounts;
  }

  #find(planId: string, keyId: string): Account | undefined {
    return this.#accounts.find(({ plan, key }) => plan.planId === planId && key.keyId === keyId);
  }

  #write({ plan, key, counter }: Account, kept: Kept, now: number): void {
    const ids = [plan.planId, key.keyId] as const;
    this.#statements.keep.run(...ids, kept.used, kept.bonus, kept.first, kept.day, kept.yesterday);
    const remaining = counter.standing(now)?.remaining ?? -1;
    const yesterday = unpacked(kept.yesterday);
    if (yesterday.stamp !== 0) {
      const left = plan.quota === null ? -1 : Math.max(0, plan.quota.limit - yesterday.low);
      this.#statements.yesterday.run(...ids, dayOf(yesterday.stamp), yesterday.low, left);
    }
    const day = unpacked(kept.day);
    if (day.stamp !== 0) this.#statements.today.run(...ids, dayOf(day.stamp), day.low, remaining);
  }
}

const nameOf = ({ plan, key }: Account): string => `${plan.planId}/${key.keyId}`;

function same(a: Kept, b: Kept | undefined): boolean {
  if (b === undefined) return a.used === 0n && a.day === 0n && a.bonus === 0n;
  return a.used === b.used && a.day === b.day && a.bonus === b.bonus && a.yesterday === b.yesterday;
}

const tables = `
CREATE TABLE IF NOT EXISTS usage_counters (
  plan TEXT NOT NULL, api_key TEXT NOT NULL, used INTEGER NOT NULL, bonus INTEGER NOT NULL,
  first INTEGER NOT NULL, day INTEGER NOT NULL, yesterday INTEGER NOT NULL,
  PRIMARY KEY (plan, api_key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS usage_days (
  plan TEXT NOT NULL, api_key TEXT NOT NULL, day INTEGER NOT NULL, used INTEGER NOT NULL,
  remaining INTEGER NOT NULL,
  PRIMARY KEY (plan, api_key, day)) WITHOUT ROWID;
`;

function prepared({ db }: StateFile) {
  const find: StatementSync = db.prepare(
    'SELECT used, bonus, first, day, yesterday FROM usage_counters WHERE plan = ? AND api_key = ?',
  );
  // Two numbers of 32 bits in one of 64 are more than a double holds.
  find.setReadBigInts(true);
  return {
    find,
    keep: db.prepare('INSERT OR REPLACE INTO usage_counters VALUES (?, ?, ?, ?, ?, ?, ?)'),
    today: db.prepare('INSERT OR REPLACE INTO usage_days VALUES (?, ?, ?, ?, ?)'),
    // What came in between the last writing and midnight: so much less was left.
    yesterday: db.prepare(`INSERT INTO usage_days VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
      remaining = iif(remaining < 0, -1, max(0, remaining - (excluded.used - used))), used = excluded.used`),
    days: db.prepare(
      'SELECT day, used, remaining FROM usage_days WHERE plan = ? AND api_key = ? AND day BETWEEN ? AND ? ORDER BY day',
    ),
    forget: db.prepare('DELETE FROM usage_days WHERE day < ?'),
  };
}
