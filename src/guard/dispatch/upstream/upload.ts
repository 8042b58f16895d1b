import type { Socket } from 'node:net';
import { chunkLine, LAST_CHUNK } from '../../../base/http1/chunked.ts';
import type { Call } from './call.ts';

/** Sends the body of a request while it arrives, no faster than the server takes it. */
export class Upload {
  /** True once all of it has been handed to the socket. */
  done = false;
  /** True while the client is silent: its own deadline holds then (accept/), not the server's. */
  starved = false;
  /** By `performance.now()`: when something last went on. */
  movedAt: number;
  readonly #call: Call;
  readonly #socket: Socket;
  #stopped = false;
  #drained: (() => void) | null = null;

  constructor(call: Call, socket: Socket) {
    this.#call = call;
    this.#socket = socket;
    this.movedAt = call.startedAt;
  }

  /** Kept when the body has been sent, or the upload was stopped; rejects with what broke the body off. */
  async run(): Promise<void> {
    const { wire, prefix } = this.#call.x;
    const chunked = wire.length < 0;
    let chunk = prefix !== null && prefix.length > 0 ? prefix : wire.pull();
    for (;;) {
      this.starved = chunk instanceof Promise;
      const bytes = chunk instanceof Promise ? await chunk : chunk;
      this.starved = false;
      this.movedAt = performance.now();
      if (this.#stopped) return;
      if (bytes === null) break;
      if (bytes.length > 0 && !this.#send(bytes, chunked)) {
        await new Promise<void>((resolve) => (this.#drained = resolve));
        if (this.#stopped) return;
        this.movedAt = performance.now();
      }
      chunk = wire.pull();
    }
    if (chunked) this.#socket.write(LAST_CHUNK, 'latin1');
    this.done = true;
  }

  /** The socket takes more. */
  drained(): void {
    const drained = this.#drained;
    this.#drained = null;
    drained?.();
  }

  /** Nobody wants the rest. */
  stop(): void {
    this.#stopped = true;
    this.drained();
  }

  #send(bytes: Buffer, chunked: boolean): boolean {
    const socket = this.#socket;
    if (!chunked) return socket.write(bytes);
    socket.cork();
    socket.write(chunkLine(bytes.length), 'latin1');
    socket.write(bytes);
    const ready = socket.write('\r\n', 'latin1');
    socket.uncork();
    return ready;
  }
}
