import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileAt } from '../../base/file-at.ts';

/** Where it lies in a data folder. */
export const stateFile = (data: string): string => join(data, 'state.sqlite');

/**
 * The file for what must outlive the gateway and is written nowhere else: changes made over the control API,
 * how far quotas are used up, secrets that were made. The journal is a file of its own, because it may be
 * thrown away when it is damaged or full, and this one may not.
 */
export class StateFile {
  readonly db: DatabaseSync;
  readonly #path: string;
  readonly #which: string;

  /** Opens the file, and makes it when it is not there. Throws what SQLite says when it cannot be used. */
  constructor(data: string) {
    this.#path = stateFile(data);
    // Whoever keeps it locked for longer holds up all that this thread does.
    this.db = new DatabaseSync(this.#path, { timeout: 200 });
    try {
      // It holds keys: nobody else reads it, whatever the folder lets them.
      chmodSync(this.#path, 0o600);
      this.#which = fileAt(this.#path);
      // FULL: what was written is there after a power cut, too. There is one small write a second at most.
      this.db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
      this.db.exec('CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, secret BLOB NOT NULL)');
    } catch (fault) {
      this.db.close();
      throw fault;
    }
  }

  /** Whether the file was removed, or another put in its place: what is written then is gone with the gateway. */
  get lost(): boolean {
    return fileAt(this.#path) !== this.#which;
  }

  static exists(data: string): boolean {
    return existsSync(stateFile(data));
  }

  /** 32 random bytes under that name: made once, and then the same for as long as the file is kept. */
  secret(name: string): Buffer {
    this.db.prepare('INSERT OR IGNORE INTO secrets VALUES (?, ?)').run(name, randomBytes(32));
    const row = this.db.prepare('SELECT secret FROM secrets WHERE name = ?').get(name);
    return Buffer.from((row as { secret: Uint8Array }).secret);
  }

  /** Runs `work` whole or not at all. */
  transaction(work: () => void): void {
    this.db.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.db.exec('COMMIT');
    } catch (fault) {
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      throw fault;
    }
  }

  close(): void {
    this.db.close();
  }
}
