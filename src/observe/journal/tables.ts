import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const schema = `
CREATE TABLE IF NOT EXISTS journal_refusals (
  seq INTEGER PRIMARY KEY,
  request_id TEXT NOT NULL,
  at REAL NOT NULL,
  reason TEXT NOT NULL,
  refusal TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS journal_refusals_by_id ON journal_refusals (request_id);
CREATE TABLE IF NOT EXISTS journal_outcomes (
  at INTEGER NOT NULL,
  api TEXT NOT NULL,
  stage TEXT NOT NULL,
  resource_path TEXT NOT NULL,
  status INTEGER NOT NULL,
  reason TEXT NOT NULL,
  by TEXT NOT NULL,
  count INTEGER NOT NULL,
  latency_ms REAL NOT NULL,
  PRIMARY KEY (at, api, stage, resource_path, status, reason, by)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS journal_tops (
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  outcome TEXT NOT NULL,
  key TEXT NOT NULL,
  run TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (at, kind, outcome, key, run)
) WITHOUT ROWID;
`;

/** Opens the journal's tables for writing, in a file or (`:memory:`) nowhere; throws when that cannot be done. */
export function openTables(file: string, maxBytes: number): DatabaseSync {
  // As the logs: it tells of callers, and whoever else is on this machine need not read that.
  if (file !== ':memory:') closeSync(openSync(file, 'a', 0o640));
  // Whoever keeps it locked for longer holds up all that this thread does; what is not taken is counted.
  const db = new DatabaseSync(file, { timeout: 100 });
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY');
    db.exec(schema);
    const { page_size } = db.prepare('PRAGMA page_size').get() as { page_size: number };
    db.exec(`PRAGMA max_page_count = ${Math.max(16, Math.floor(maxBytes / page_size))}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

// https://www.sqlite.org/rescode.html: SQLITE_CORRUPT and SQLITE_NOTADB; what is finer stands in higher bits.
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/** Whether an error says that the file is no journal, or no longer one, whatever is done about it. */
export function isDamage(error: unknown): boolean {
  const { errcode = 0 } = error as { errcode?: number };
  return (errcode & 0xff) === CORRUPT || (errcode & 0xff) === NOT_A_DATABASE;
}
