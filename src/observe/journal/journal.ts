import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Event } from '../../base/event.ts';
import { fileAt } from '../../base/file-at.ts';
import type { Match } from '../waf/matches.ts';
import { JournalReader } from './journal-reader.ts';
import { type OutcomeRow, type StoredRefusal, storedRefusal, type TopRow, type WafRow } from './rows.ts';
import { isDamage, openTables } from './tables.ts';
import { Tallies } from './tallies.ts';

/** Where the journal is kept, and how much of what. */
export interface JournalOptions {
  /** The SQLite file; null keeps everything in memory, and less of it. */
  readonly file: string | null;
  /** Refusals that are kept one by one in each second of the wall clock; the rest is only counted. */
  readonly refusalsPerSecond?: number;
  /** Refusals kept one by one in all. */
  readonly maxRefusals?: number;
  /** The file's size at most. */
  readonly maxBytes?: number;
}

/** How the journal stands, for `/healthz`. */
export interface JournalState {
  /** `ok`; `memory`: the file cannot be used, what is kept will not survive; `failing`: nothing is kept now. */
  readonly state: 'ok' | 'memory' | 'failing';
  /** Why it is not `ok`; '' when it is. */
  readonly because: string;
  /** Rows that could not be written. */
  readonly dropped: number;
  /** Refusals that came too fast to be kept one by one. */
  readonly notKept: number;
  /** The file that a damaged journal was put aside as, since the start; '' when none was. */
  readonly putAside: string;
}

const days = 30;

/** What is written in one go. */
interface Batch {
  readonly refusals: readonly StoredRefusal[];
  readonly outcomes: readonly OutcomeRow[];
  readonly tops: readonly (TopRow | WafRow)[];
}

/**
 * Remembers recent refusals, and how many requests ended how in each minute. Written once a second. A file
 * that turns out to be damaged is put aside, and a new one is begun; so is one in the place of a file that was removed.
 */
export class Journal {
  readonly #options: Required<Omit<JournalOptions, 'file'>>;
  readonly #file: string | null;
  #db: DatabaseSync;
  /** Which file it is; '' in memory. */
  #which = '';
  #reader: JournalReader;
  readonly #run = randomUUID().slice(0, 8);
  readonly #tallies = new Tallies();
  #statements: Statements;
  #refusals: StoredRefusal[] = [];
  #state: JournalState['state'] = 'ok';
  #because = '';
  #dropped = 0;
  #notKept = 0;
  #pruned = 0;
  #putAside = '';

  constructor(options: JournalOptions) {
    const { file } = options;
    this.#options = {
      refusalsPerSecond: options.refusalsPerSecond ?? 200,
      maxRefusals: options.maxRefusals ?? (file === null ? 10_000 : 100_000),
      maxBytes: options.maxBytes ?? (file === null ? 64 : 1024) * 1024 * 1024,
    };
    this.#file = file;
    this.#db = this.#open();
    this.#statements = prepare(this.#db);
    this.#reader = new JournalReader(this.#db);
  }

  get state(): JournalState {
    return {
      state: this.#state,
      because: this.#because,
      dropped: this.#dropped,
      notKept: this.#notKept,
      putAside: this.#putAside,
    };
  }

  /** `matches` is what the rules of the web ACL of that name did with it. */
  add(e: Event, webAcl = '', matches: readonly Match[] = []): void {
    // What a rule only counted is kept where a report names it.
    const shown = this.#tallies.add(e, webAcl, matches);
    if (e.reason === '' && !shown) return;
    if (this.#refusals.length < this.#options.refusalsPerSecond) this.#refusals.push(storedRefusal(e));
    else this.#notKept++;
  }

  /** Writes what has come together; called about once a second. A failure drops it, and is counted. */
  flush(): void {
    const outcomes = this.#tallies.takeOutcomes();
    const tops = this.#tallies.takeTops();
    if (outcomes.length + tops.length === 0) return;
    const batch: Batch = { refusals: this.#refusals, outcomes, tops };
    this.#refusals = [];
    try {
      this.#follow();
      try {
        this.#write(batch);
      } catch (error) {
        if (!isDamage(error)) throw error;
        this.#replace(error as Error);
        this.#write(batch);
      }
    } catch (error) {
      this.#dropped += batch.refusals.length + outcomes.length + tops.length;
      this.#failed(error as Error);
    }
  }

  #write({ refusals, outcomes, tops }: Batch): void {
    const s = this.#statements;
    this.#db.exec('BEGIN IMMEDIATE');
    for (const r of refusals) s.refusal.run(r.requestId, r.at, r.reason, JSON.stringify(r));
    for (const r of outcomes) {
      s.outcome.run(r.at, r.api, r.stage, r.resourcePath, r.status, r.reason, r.by, r.count, r.latencyMs);
    }
    for (const at of new Set(tops.map((r) => r.at))) s.forgetTops.run(at, this.#run);
    for (const r of tops) s.top.run(r.at, r.of, r.outcome, r.key, this.#run, r.count);
    this.#prune();
    this.#db.exec('COMMIT');
    if (this.#state === 'failing') this.#recovered();
  }

  /** What has been written, and what has come since. */
  get reader(): JournalReader {
    this.flush();
    return this.#reader;
  }

  /** Reads; a journal that turns out to be damaged is put aside, and the new one read. */
  read<T>(look: (reader: JournalReader) => T): T {
    try {
      return look(this.reader);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#replace(error as Error);
      return look(this.reader);
    }
  }

  find(requestId: string): StoredRefusal | null {
    try {
      return this.read((reader) => reader.find(requestId));
    } catch {
      return null;
    }
  }

  close(): void {
    this.flush();
    this.#db.close();
  }

  #open(): DatabaseSync {
    const file = this.#file;
    const { maxBytes } = this.#options;
    if (file === null) return openTables(':memory:', maxBytes);
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      return this.#openFile(file, maxBytes);
    } catch (error) {
      this.#state = 'memory';
      this.#because = (error as Error).message;
      return openTables(':memory:', maxBytes);
    }
  }

  #openFile(file: string, maxBytes: number): DatabaseSync {
    let db: DatabaseSync;
    try {
      db = openTables(file, maxBytes);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#moveAside(file);
      db = openTables(file, maxBytes);
    }
    this.#which = fileAt(file);
    return db;
  }

  /** Goes on in the file that stands there now, when it was removed or another was put in its place. */
  #follow(): void {
    if (this.#file === null || this.#which === '') return;
    if (fileAt(this.#file) === this.#which) return;
    this.#db.close();
    // Beside another file they would be taken for what belongs to that.
    forgetTails(this.#file);
    this.#begin();
  }

  #failed(error: Error): void {
    this.#state = 'failing';
    this.#because = error.message;
    try {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      // A full file takes deletions still, and what they free is used again.
      if (/full/.test(error.message)) {
        this.#statements.forgetOldest.run();
        this.#statements.forgetOldestTops.run();
      }
    } catch (second) {
      this.#because = `${error.message}; ${(second as Error).message}`;
    }
  }

  /** Lets go of a damaged journal and begins another. */
  #replace(error: Error): void {
    this.#db.close();
    this.#recovered();
    if (this.#file !== null) {
      try {
        this.#moveAside(this.#file);
      } catch (second) {
        // What cannot be moved stays, and memory takes its place.
        this.#state = 'memory';
        this.#because = `${error.message}; ${(second as Error).message}`;
      }
    }
    this.#begin();
  }

  #begin(): void {
    this.#which = '';
    this.#db = this.#state === 'memory' ? openTables(':memory:', this.#options.maxBytes) : this.#open();
    this.#statements = prepare(this.#db);
    this.#reader = new JournalReader(this.#db);
  }

  /** Keeps a damaged file for whoever wants to look into it; what belonged to it goes. */
  #moveAside(file: string): void {
    const aside = `${file}.damaged`;
    renameSync(file, aside);
    forgetTails(file);
    this.#putAside = aside;
  }

  #recovered(): void {
    this.#state = 'ok';
    this.#because = '';
  }

  /** Bounds the refusals each time, and the tallies' age now and then. */
  #prune(): void {
    this.#statements.forgetRefusals.run(this.#options.maxRefusals);
    if (this.#pruned++ % 300 !== 0) return;
    const { newest } = this.#statements.newest.get() as { newest: number | null };
    const before = (newest ?? 0) - days * 86_400_000;
    this.#statements.forgetOutcomes.run(before);
    this.#statements.forgetOldTops.run(before);
  }
}

/** What belongs to a journal that is not there any more. */
function forgetTails(file: string): void {
  for (const tail of ['-wal', '-shm']) rmSync(file + tail, { force: true });
}

function prepare(db: DatabaseSync) {
  const of = (sql: string): StatementSync => db.prepare(sql);
  return {
    refusal: of('INSERT INTO journal_refusals (request_id, at, reason, refusal) VALUES (?, ?, ?, ?)'),
    outcome: of(
      `INSERT INTO journal_outcomes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET count = count + excluded.count, latency_ms = latency_ms + excluded.latency_ms`,
    ),
    top: of('INSERT INTO journal_tops VALUES (?, ?, ?, ?, ?, ?)'),
    forgetTops: of('DELETE FROM journal_tops WHERE at = ? AND run = ?'),
    forgetRefusals: of(
      'DELETE FROM journal_refusals WHERE seq <= (SELECT max(seq) FROM journal_refusals) - ?',
    ),
    forgetOldest: of(
      `DELETE FROM journal_refusals WHERE seq <= (SELECT min(seq) + (max(seq) - min(seq)) / 4 FROM journal_refusals)`,
    ),
    forgetOldestTops: of(
      `DELETE FROM journal_tops WHERE at <= (SELECT min(at) + (max(at) - min(at)) / 4 FROM journal_tops)`,
    ),
    newest: of('SELECT max(at) AS newest FROM journal_outcomes'),
    forgetOutcomes: of('DELETE FROM journal_outcomes WHERE at < ?'),
    forgetOldTops: of('DELETE FROM journal_tops WHERE at < ?'),
  };
}

type Statements = ReturnType<typeof prepare>;
