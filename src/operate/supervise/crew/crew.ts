import type { Clock } from '../../../base/clock.ts';
import type { Definition } from '../../../define/model/definition.ts';
import type { Invocation } from '../../../functions/invocation.ts';
import type { Cells, Credentials, ListenOptions } from '../../../guard/serve/gateway.ts';
import { cannotListen } from '../../listening.ts';
import type { FromWorker, WorkerStart } from './messages.ts';
import { Seat } from './seat.ts';

/** What all workers are given. */
export interface CrewOptions {
  readonly host: string;
  /** A port that nobody listens on. */
  readonly port: number;
  /** The same for HTTPS; null: none is spoken. */
  readonly httpsPort: number | null;
  readonly clock: Clock;
  /** One for each worker; a worker that replaces another goes on writing in its ring. */
  readonly rings: readonly SharedArrayBuffer[];
  invoke(functionArn: string, event: string): Promise<Invocation>;
  log(level: 'debug' | 'info' | 'warn' | 'error', message: string): void;
}

/** What the workers serve by: a generation and the memory laid out for it. */
interface Orders {
  readonly definition: Definition;
  readonly cells: Cells;
  readonly credentials: Credentials;
}

/** Deaths of workers within this time (wall-clock ms) make the next replacement wait longer. */
const memoryMs = 60_000;
const longestPauseMs = 10_000;

/** The workers: as many as there are rings, each replaced when it dies. */
export class Crew {
  readonly #options: CrewOptions;
  readonly #seats: (Seat | null)[];
  /** Threads that load their code and have no place yet. */
  readonly #spare: Seat[];
  readonly #applied: number[];
  /** Why workers could not take a generation, and serve by the one before. */
  #kept: string[] = [];
  readonly #pauses = new Set<NodeJS.Timeout>();
  readonly #deaths: number[] = [];
  #orders: Orders | null = null;
  #waiting: (() => void)[] = [];
  #leaving = false;
  #replaced = 0;

  /** Begins to load the threads; they serve from `start` on. */
  constructor(options: CrewOptions) {
    this.#options = options;
    this.#spare = options.rings.map(() => new Seat());
    this.#seats = options.rings.map(() => null);
    this.#applied = options.rings.map(() => 0);
  }

  /**
   * Seats every worker; resolves when each of them listens. Rejects with a `Halt` when one cannot, and
   * nobody is left.
   */
  async start(definition: Definition, cells: Cells, credentials: Credentials): Promise<void> {
    this.#orders = { definition, cells, credentials };
    try {
      await Promise.all(this.#seats.map((_, i) => this.#seat(i)));
    } catch (fault) {
      await this.terminate();
      throw fault;
    }
  }

  get wanted(): number {
    return this.#seats.length;
  }

  /** Workers that listen. */
  get running(): number {
    return this.#seats.filter((seat) => seat?.listens === true).length;
  }

  /** How many have died and been replaced since the start. */
  get replaced(): number {
    return this.#replaced;
  }

  /**
   * Puts a generation in force; resolves when every worker serves by it, with a sentence for each that cannot
   * and serves by the one before: a bug of ours, which the operator must see.
   */
  async apply(definition: Definition, cells: Cells): Promise<readonly string[]> {
    this.#orders = { ...this.#orders!, definition, cells };
    this.#kept = [];
    for (const seat of this.#seats) seat?.send({ kind: 'apply', definition, cells });
    const behind = (): boolean =>
      this.#seats.some((seat, i) => seat?.listens === true && this.#applied[i]! < definition.generation);
    while (behind() && !this.#leaving) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.#kept;
  }

  /** Has every worker shake hands with other certificates from now on. */
  secure(credentials: Credentials): void {
    this.#orders = { ...this.#orders!, credentials };
    for (const seat of this.#seats) seat?.send({ kind: 'secure', credentials });
  }

  /** Stops listening, lets requests under way finish for `graceMs` (wall-clock), and ends the threads. */
  async drain(graceMs: number): Promise<void> {
    this.#leave();
    for (const seat of this.#seats) seat?.send({ kind: 'drain', graceMs });
    const late = new Promise<void>((resolve) => setTimeout(resolve, graceMs + 1_000).unref());
    await Promise.race([Promise.all(this.#seats.map((seat) => seat?.ended)), late]);
    await this.terminate();
  }

  /** Ends every thread at once. */
  async terminate(): Promise<void> {
    this.#leave();
    await Promise.all([...this.#spare, ...this.#seats].map((seat) => seat?.terminate()));
  }

  /** Ends one worker as a fault would; it is replaced. */
  async lose(index: number): Promise<void> {
    await this.#seats[index]?.terminate();
  }

  #leave(): void {
    this.#leaving = true;
    for (const pause of this.#pauses) clearTimeout(pause);
    this.#pauses.clear();
    this.#wake();
  }

  #wake(): void {
    for (const resume of this.#waiting.splice(0)) resume();
  }

  /** Resolves when the worker listens; rejects when it cannot. */
  #seat(index: number): Promise<void> {
    const { host, port, httpsPort, clock, rings } = this.#options;
    const { definition, cells, credentials } = this.#orders!;
    const { material, pems } = credentials;
    const plain: ListenOptions = { host, port, reusePort: this.wanted > 1 };
    const listen =
      material === null || httpsPort === null
        ? [plain]
        : [plain, { ...plain, port: httpsPort, secure: material }];
    const start: WorkerStart = {
      index,
      definition,
      cells,
      clock: clock.words,
      ring: rings[index]!,
      listen,
      pems,
    };
    return new Promise((resolve, reject) => {
      const seat = this.#spare.pop() ?? new Seat();
      // In its place at once: whoever drains or terminates the crew meanwhile must reach it too.
      this.#seats[index] = seat;
      seat.begin(start, {
        message: (message) => {
          if (message.kind === 'listening') {
            this.#options.log('debug', `worker ${index} listens on port ${port}`);
            this.#reached(index, definition.generation);
            this.#catchUp(seat, definition, credentials);
            resolve();
          } else if (message.kind === 'deaf') {
            const flag = message.port === port ? '--port' : '--https-port';
            reject(cannotListen(message.code, message.message, host, message.port, flag));
          } else this.#heard(index, seat, message);
        },
        gone: (fault, listened) => {
          reject(fault ?? new Error(`worker ${index} ended before it listened`));
          if (listened) this.#died(index, fault);
        },
      });
    });
  }

  /** What has changed while it was seated. */
  #catchUp(seat: Seat, definition: Definition, credentials: Credentials): void {
    const now = this.#orders!;
    if (now.definition !== definition)
      seat.send({ kind: 'apply', definition: now.definition, cells: now.cells });
    if (now.credentials !== credentials) seat.send({ kind: 'secure', credentials: now.credentials });
  }

  #heard(index: number, seat: Seat, message: FromWorker): void {
    if (message.kind === 'applied') this.#reached(index, message.generation);
    else if (message.kind === 'drained') void seat.terminate();
    else if (message.kind === 'kept') {
      this.#kept.push(`worker ${index} serves by the generation before it: ${message.message}`);
      this.#reached(index, message.generation);
    } else if (message.kind === 'kept-certificates') {
      this.#options.log('error', `worker ${index} keeps the certificates it had: ${message.message}`);
    } else if (message.kind === 'invoke') {
      const { call } = message;
      void this.#options
        .invoke(message.functionArn, message.event)
        .then((invocation) => seat.send({ kind: 'invoked', call, invocation }));
    }
  }

  #reached(index: number, generation: number): void {
    this.#applied[index] = generation;
    this.#wake();
  }

  #died(index: number, fault: Error | null): void {
    this.#wake();
    if (this.#leaving) return;
    const reason = fault === null ? 'it ended' : (fault.stack ?? fault.message);
    this.#options.log('error', `worker ${index} died and is replaced: ${reason}`);
    this.#replace(index);
  }

  /** The first death is made good at once; deaths that follow one another wait longer each time. */
  #replace(index: number): void {
    const now = performance.now();
    while (this.#deaths.length > 0 && now - this.#deaths[0]! > memoryMs) this.#deaths.shift();
    const pauseMs =
      this.#deaths.length === 0 ? 0 : Math.min(longestPauseMs, 50 * 2 ** (this.#deaths.length - 1));
    this.#deaths.push(now);
    this.#replaced++;
    const pause = setTimeout(() => {
      this.#pauses.delete(pause);
      this.#seat(index).catch((fault: unknown) => {
        if (this.#leaving) return;
        this.#options.log('error', `worker ${index} could not be replaced: ${String(fault)}`);
        this.#replace(index);
      });
    }, pauseMs);
    this.#pauses.add(pause);
  }
}
