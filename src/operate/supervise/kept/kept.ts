import { createHmac } from 'node:crypto';
import type { Clock } from '../../../base/clock.ts';
import type { Definition } from '../../../define/model/definition.ts';
import type { ApiKey } from '../../../define/model/usage.ts';
import { type Change, Changes } from '../../../define/store/changes.ts';
import { StateFile, stateFile } from '../../../define/store/state-file.ts';
import { Accounts } from '../../../guard/decide/usage/usage.ts';
import { cellsOf } from '../../../guard/serve/gateway.ts';
import { EXIT, Halt } from '../../halt.ts';
import { LaidKeys } from '../../key-store/laid-keys.ts';
import { Lists } from '../../lists/lists.ts';
import type { Generation } from '../generations.ts';
import type { ProcessLog } from '../process-log.ts';
import { Keyring } from './keyring.ts';
import { UsageBook } from './usage-book.ts';

/** How often quotas are written down, in wall-clock milliseconds: what a crash can lose. */
const flushMs = 1000;

interface Opened {
  readonly file: StateFile;
  readonly changes: Changes;
  readonly book: UsageBook;
}

/**
 * What the gateway knows beyond its files: what was changed while it ran, how far quotas are used up, and the keys
 * of tokens, those to sign with and those to decrypt with.
 */
export class KeptState {
  readonly #data: string;
  readonly #clock: Clock;
  readonly #keyring: Keyring;
  readonly #laidKeys: LaidKeys;
  readonly #lists: Lists;
  #opened: Opened | null = null;
  #flushedAt = 0;
  #failing = '';

  constructor(data: string, clock: Clock, log: ProcessLog) {
    this.#data = data;
    this.#clock = clock;
    this.#keyring = new Keyring(data, log);
    this.#laidKeys = new LaidKeys(data, log);
    this.#lists = new Lists(data, log);
  }

  /** Why quotas cannot be written down now; '' when they can. */
  get failing(): string {
    return this.#failing;
  }

  /** Null as long as there is nothing to keep. */
  get book(): UsageBook | null {
    return this.#opened?.book ?? null;
  }

  /** A definition as the files have it, with what was changed since, and values for keys that have none. */
  compose(read: Definition): Definition {
    const wanted = read.apiKeys.length > 0 || read.usagePlans.length > 0;
    if (!wanted && this.#opened === null && !StateFile.exists(this.#data)) return read;
    const { file, changes } = this.#open();
    const composed = changes.over(read);
    if (composed.apiKeys.every((key) => key.value !== '')) return composed;
    const secret = file.secret('api-keys');
    return { ...composed, apiKeys: composed.apiKeys.map((key) => valued(key, secret)) };
  }

  /** Keeps changes to what the files have. Throws when they cannot be written, or what `settle` throws; none is kept then. */
  keep(changes: readonly Change[], read: Definition, settle: () => void): void {
    const { file, changes: kept } = this.#open();
    if (file.lost) throw new Error(lost(this.#data));
    kept.keep(changes, read, settle);
  }

  /** Takes a generation whose memory is laid out, before any worker serves by it. */
  begin({ definition, cells }: Generation): void {
    this.#keyring.lay(cells);
    this.#laidKeys.begin(cells);
    this.#lists.begin(definition, cells);
    const { book } = this.#opened ?? {};
    book?.open(new Accounts({ definition, clock: this.#clock, cells: cellsOf(cells) }));
  }

  /** Called often; writes quotas down once a second. */
  poll(): void {
    const now = performance.now();
    if (now - this.#flushedAt < flushMs) return;
    this.#flushedAt = now;
    this.#flush();
  }

  /** Writes quotas down a last time. */
  close(): void {
    this.#keyring.close();
    this.#laidKeys.close();
    this.#lists.close();
    this.#flush();
    this.#opened?.file.close();
    this.#opened = null;
  }

  #flush(): void {
    try {
      this.#opened?.book.flush();
      this.#failing = this.#opened?.file.lost === true ? lost(this.#data) : '';
    } catch (fault) {
      this.#failing = (fault as Error).message;
    }
  }

  #open(): Opened {
    if (this.#opened !== null) return this.#opened;
    try {
      const file = new StateFile(this.#data);
      this.#opened = { file, changes: new Changes(file), book: new UsageBook(file, this.#clock) };
      return this.#opened;
    } catch (fault) {
      throw new Halt(EXIT.dataFolder, `cannot use ${stateFile(this.#data)}: ${(fault as Error).message}`, [
        'It holds what was made and changed over the AWS endpoint, and how far quotas are used up.',
        'Move it away to begin anew without that.',
      ]);
    }
  }
}

const lost = (data: string): string =>
  `${stateFile(data)} was removed, or another put in its place; it is made anew with the next start`;

/** 40 letters and digits, as API Gateway makes them, from a secret of this data folder: the same on every run. */
function valued(key: ApiKey, secret: Buffer): ApiKey {
  if (key.value !== '') return key;
  const digest = createHmac('sha256', secret).update(key.id).digest();
  return { ...key, value: alphanumeric(BigInt(`0x${digest.toString('hex')}`)) };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function alphanumeric(number: bigint): string {
  let text = '';
  for (let rest = number; text.length < 40; rest /= 62n) text += LETTERS[Number(rest % 62n)];
  return text;
}
