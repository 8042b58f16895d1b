import type { Invocation } from '../../../functions/invocation.ts';
import type { FromWorker } from './messages.ts';

/** The worker's side of function calls: functions run with the supervisor, and are asked by message. */
export class Calls {
  readonly #send: (message: FromWorker) => void;
  readonly #waiting = new Map<number, (invocation: Invocation) => void>();
  #last = 0;

  constructor(send: (message: FromWorker) => void) {
    this.#send = send;
  }

  /** Runs a function with an event (JSON text); never rejects. */
  readonly invoke = (functionArn: string, event: string): Promise<Invocation> => {
    const call = ++this.#last;
    return new Promise((resolve) => {
      this.#waiting.set(call, resolve);
      this.#send({ kind: 'invoke', call, functionArn, event });
    });
  };

  /** Gives a call its end. */
  settle(call: number, invocation: Invocation): void {
    const resolve = this.#waiting.get(call);
    this.#waiting.delete(call);
    resolve?.(invocation);
  }
}
