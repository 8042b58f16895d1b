import { Worker } from 'node:worker_threads';
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts';

/** What a worker thread tells whoever seated it. */
export interface SeatEvents {
  message(message: FromWorker): void;
  /** Its thread has ended, with what nobody caught, if anything; and whether it had listened before. */
  gone(fault: Error | null, listened: boolean): void;
}

/** A worker thread from its birth to its end. It loads its code at once, and waits to be told what to serve. */
export class Seat {
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  #events: SeatEvents | null = null;
  #fault: Error | null = null;
  #gone = false;
  #listened = false;

  constructor() {
    this.#worker = new Worker(new URL('./worker-start.mjs', import.meta.url));
    this.#worker.on('message', (message: FromWorker) => {
      if (message.kind === 'listening') this.#listened = true;
      this.#events?.message(message);
    });
    this.#worker.on('error', (fault: Error) => {
      this.#fault = fault;
    });
    this.#ended = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        this.#gone = true;
        this.#events?.gone(this.#fault, this.#listened);
        resolve();
      });
    });
  }

  /** Tells it what to serve, once. */
  begin(start: WorkerStart, events: SeatEvents): void {
    this.#events = events;
    if (this.#gone) events.gone(this.#fault, false);
    else this.send({ kind: 'begin', start });
  }

  /** True from when its port is open until its thread ends. */
  get listens(): boolean {
    return this.#listened && !this.#gone;
  }

  /** Resolves when the thread has ended. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  send(message: ToWorker): void {
    if (!this.#gone) this.#worker.postMessage(message);
  }

  /** Ends the thread at once; its connections break. */
  async terminate(): Promise<void> {
    if (!this.#gone) await this.#worker.terminate();
  }
}
