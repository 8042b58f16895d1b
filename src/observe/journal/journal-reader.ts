import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { extendedRequestId, isExtendedRequestId } from '../../base/request-id.ts';
import type { OutcomeRow, Row, StoredRefusal, TopRow, WafRow } from './rows.ts';

/** Looks back: at single refusals, and at tallies over a span of time. */
export class JournalReader {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** Reads the journal that another process writes; null when there is none. */
  static open(file: string): JournalReader | null {
    if (!existsSync(file)) return null;
    const db = new DatabaseSync(file, { readOnly: true, timeout: 1000 });
    const found = db.prepare("SELECT 1 FROM sqlite_master WHERE name = 'journal_outcomes'").get();
    if (found !== undefined) return new JournalReader(db);
    db.close();
    return null;
  }

  close(): void {
    this.#db.close();
  }

  /** A refusal by its request id, or by its extended one; null when it was not kept or is gone. */
  find(requestId: string): StoredRefusal | null {
    const extended = isExtendedRequestId(requestId);
    if (extended)
      this.#db.function('extended_request_id', { deterministic: true }, (id) =>
        extendedRequestId(String(id)),
      );
    const id = extended ? 'extended_request_id(request_id)' : 'request_id';
    const row = this.#db
      .prepare(`SELECT refusal FROM journal_refusals WHERE ${id} = ? ORDER BY seq DESC LIMIT 1`)
      .get(requestId) as { refusal: string } | undefined;
    return row === undefined ? null : (JSON.parse(row.refusal) as StoredRefusal);
  }

  /** The last refusals, the newest first. */
  recent(max: number): StoredRefusal[] {
    const rows = this.#db
      .prepare('SELECT refusal FROM journal_refusals ORDER BY seq DESC LIMIT ?')
      .all(max) as unknown as { refusal: string }[];
    return rows.map((r) => JSON.parse(r.refusal) as StoredRefusal);
  }

  /** Everything that was counted from one moment to another (milliseconds since the epoch), oldest first. */
  *rows(from: number, to: number): Iterable<Row> {
    const outcomes = this.#db
      .prepare('SELECT * FROM journal_outcomes WHERE at >= ? AND at < ? ORDER BY at')
      .iterate(minute(from), to);
    for (const r of outcomes as Iterable<Record<string, never>>) {
      yield {
        of: 'outcome',
        at: r.at!,
        api: r.api!,
        stage: r.stage!,
        resourcePath: r.resource_path!,
        status: r.status!,
        reason: r.reason!,
        by: r.by!,
        count: r.count!,
        latencyMs: r.latency_ms!,
      } satisfies OutcomeRow;
    }
    const tops = this.#db
      .prepare(
        'SELECT at, kind, outcome, key, sum(count) AS count FROM journal_tops WHERE at >= ? AND at < ? GROUP BY at, kind, outcome, key ORDER BY at',
      )
      .iterate(minute(from), to);
    for (const r of tops as Iterable<Record<string, never>>) {
      yield { of: r.kind!, at: r.at!, outcome: r.outcome!, key: r.key!, count: r.count! } satisfies
        | TopRow
        | WafRow;
    }
  }
}

/** A minute that has begun belongs to the span. */
const minute = (at: number): number => Math.floor(at / 60_000) * 60_000;
