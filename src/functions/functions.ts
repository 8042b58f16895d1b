import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { type Note, warning } from '../base/note.ts';
import type { LambdaFunction } from '../define/model/function.ts';
import { placeCode } from './code.ts';
import type { Invocation } from './invocation.ts';
import { defaultLimits, eventBytes, type FunctionLimits } from './limits.ts';
import type { FunctionLog } from './log.ts';
import { Pool, type Runnable } from './pool.ts';
import { Quota } from './quota.ts';
import { Python, startOf } from './runtimes.ts';
import { variables } from './variables.ts';
import { Warden } from './warden.ts';

/** What functions are run with. */
export interface FunctionsOptions {
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  /** The AWS endpoint that functions are pointed at; absent: none. */
  readonly endpoint?: string;
  /** True: functions are told to say more, by `LOG_LEVEL=DEBUG`, whatever their own says. */
  readonly debug?: boolean;
  readonly limits?: Partial<FunctionLimits>;
  /** The folders to look for python3 in, joined by colons; the process's own PATH by default. */
  readonly path?: string;
  log(entry: FunctionLog): void;
}

/** A function that was given: the pool that runs it, or why nothing can. */
interface Known {
  readonly fn: LambdaFunction;
  readonly pool: Pool | null;
  readonly missing: string;
}

/**
 * Runs Lambda functions on this machine, each in processes of its own: warm between calls, one call at a
 * time, no more at once than the function's reserved concurrency.
 */
export class Functions {
  readonly #options: FunctionsOptions;
  readonly #limits: FunctionLimits;
  readonly #quota: Quota;
  readonly #python: Python;
  readonly #warden = new Warden();
  readonly #known = new Map<string, Known>();
  readonly #byArn = new Map<string, Known>();
  readonly #pools = new Set<Pool>();
  readonly #reaping: NodeJS.Timeout;
  readonly #killAll: () => void;
  #home = '';
  #growing = false;
  #closed = false;

  constructor(options: FunctionsOptions) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#quota = new Quota(
      this.#limits,
      () => this.#evict(),
      () => this.#grow(),
    );
    this.#python = new Python(options.path ?? process.env.PATH ?? '');
    this.#reaping = setInterval(
      () => this.reap(),
      Math.max(250, options.clock.wall(this.#limits.idleMs) / 5),
    );
    this.#reaping.unref();
    // Whatever ends the gateway ends its functions; those that a killed gateway leaves behind see their pipe close.
    this.#killAll = () => this.#each((sandbox) => sandbox.kill());
    process.on('exit', this.#killAll);
  }

  /** Processes there are now, those that are starting included. */
  get processes(): number {
    return this.#quota.processes;
  }

  /**
   * Takes over the functions of a definition. Those that did not change keep their processes; of those that
   * did, a call under way is finished by the process it began in.
   */
  apply(functions: readonly LambdaFunction[]): Note[] {
    const notes: Note[] = [];
    const before = new Map(this.#known);
    this.#known.clear();
    this.#byArn.clear();
    for (const fn of functions) {
      const known = this.#know(fn, before.get(fn.id)?.pool ?? null, notes);
      this.#known.set(fn.id, known);
      this.#byArn.set(fn.arn, known);
    }
    const kept = new Set([...this.#known.values()].map((k) => k.pool));
    for (const { pool } of before.values()) {
      if (pool !== null && !kept.has(pool)) pool.remove();
    }
    return notes;
  }

  /** Runs a function with an event (JSON text). The ARN may name an alias or a version. Never rejects. */
  async invoke(functionArn: string, event: string): Promise<Invocation> {
    const parts = functionArn.split(':');
    const known = this.#byArn.get(parts.slice(0, 7).join(':'));
    const qualifier = parts[7] ?? '$LATEST';
    if (known === undefined) return { outcome: 'missing', message: `there is no function ${functionArn}` };
    if (known.pool === null || this.#closed) return { outcome: 'missing', message: known.missing };
    const published = /^\d+$/.test(qualifier);
    if (qualifier !== '$LATEST' && !published && !known.fn.aliases.includes(qualifier)) {
      return { outcome: 'missing', message: `${known.fn.name} has no alias ${qualifier}` };
    }
    if (event.length > eventBytes / 3 && Buffer.byteLength(event) > eventBytes) {
      return { outcome: 'too-large', side: 'request' };
    }
    return known.pool.invoke({
      requestId: randomUUID(),
      arn: functionArn,
      version: published ? qualifier : '$LATEST',
      timeoutMs: known.fn.timeoutMs,
      event,
    });
  }

  /** Ends processes that have been idle for longer than they may; a timer of its own calls it. */
  reap(): void {
    this.#warden.rest();
    const before = this.#options.clock.steady() - this.#limits.idleMs;
    for (const pool of this.#pools) {
      for (
        let idle = pool.oldestIdle;
        idle !== undefined && idle.idleSinceMs <= before;
        idle = pool.oldestIdle
      ) {
        pool.dismiss(idle);
      }
    }
  }

  /** Ends every process: asks first, then makes it. Calls under way end as errors. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#reaping);
    const gone: Promise<void>[] = [];
    for (const pool of this.#pools) {
      pool.remove();
      for (const sandbox of pool.sandboxes) gone.push(sandbox.end());
    }
    await Promise.all(gone);
    this.#warden.rest();
    process.removeListener('exit', this.#killAll);
    if (this.#home !== '') rmSync(this.#home, { recursive: true, force: true });
  }

  #know(fn: LambdaFunction, pool: Pool | null, notes: Note[]): Known {
    const runnable = this.#runnable(fn, notes);
    if (typeof runnable === 'string') return { fn, pool: null, missing: runnable };
    if (pool !== null) pool.change(runnable);
    else {
      pool = new Pool(runnable, {
        clock: this.#options.clock,
        quota: this.#quota,
        warden: this.#warden,
        log: this.#options.log,
      });
      this.#pools.add(pool);
    }
    return { fn, pool, missing: `${fn.name} has been removed` };
  }

  #runnable(fn: LambdaFunction, notes: Note[]): Runnable | string {
    const missing = (code: string, message: string): string => {
      notes.push(warning(code, message, fn.origin));
      return message;
    };
    if (this.#home === '') this.#home = mkdtempSync(join(tmpdir(), 'portcullis-functions-'));
    const placed = placeCode(fn, this.#home);
    if (typeof placed === 'string') return missing('function.no-code', `the code of ${fn.name} ${placed}`);
    const start = startOf(fn, placed.folder, this.#limits, this.#python);
    if ('missing' in start) return missing(start.code, start.missing);
    const { region, accountId, endpoint, debug } = this.#options;
    const { initMs, stopMs } = this.#limits;
    const home = this.#home;
    return {
      fn,
      mark: JSON.stringify([
        fn.arn,
        fn.name,
        fn.handler,
        fn.environment,
        fn.memoryMb,
        fn.logGroup,
        start,
        placed,
      ]),
      plan: (logStream) => ({
        ...start,
        env: variables(fn, { region, accountId, endpoint, debug, logStream, folder: placed.folder, home }),
        cwd: placed.folder,
        memoryMb: fn.memoryMb,
        initMs,
        stopMs,
      }),
    };
  }

  #each(visit: (sandbox: { kill(): void }) => void): void {
    for (const pool of this.#pools) for (const sandbox of pool.sandboxes) visit(sandbox);
  }

  /** True when a process was found that could be ended. */
  #evict(): boolean {
    let oldest: Pool | null = null;
    for (const pool of this.#pools) {
      const idle = pool.oldestIdle;
      if (idle !== undefined && idle.idleSinceMs < (oldest?.oldestIdle?.idleSinceMs ?? Infinity))
        oldest = pool;
    }
    if (oldest === null) return false;
    oldest.dismiss(oldest.oldestIdle!);
    return true;
  }

  /** Lets every function that has calls waiting start processes; who is asked first changes each time. */
  #grow(): void {
    if (this.#growing || this.#closed) return;
    this.#growing = true;
    for (const pool of this.#pools) {
      pool.grow();
      if (pool.done) this.#pools.delete(pool);
    }
    for (const first of this.#pools) {
      this.#pools.delete(first);
      this.#pools.add(first);
      break;
    }
    this.#growing = false;
  }
}
