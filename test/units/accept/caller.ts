import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import type { Exchange } from '../../../src/base/exchange.ts';
import { type AcceptOptions, accept, type Listener } from '../../../src/guard/accept/accept.ts';
import { finish } from '../../../src/guard/finish/finish.ts';
import { faultAnswer } from '../../../src/guard/finish/gateway-answer.ts';
import { patienceMs } from '../../waiting.ts';

/** An open port whose clock is moved by hand, what came in at it, and callers who connect to it. */
export interface Door {
  readonly listener: Listener;
  readonly clock: Clock;
  readonly seen: Exchange[];
  call(): Promise<Caller>;
}

/** Opens a door for one test; faults are answered as the gateway answers them, all else by `serve`. */
export async function door(
  t: TestContext,
  serve: (x: Exchange) => void | Promise<void> = hello,
  options: Partial<AcceptOptions> = {},
): Promise<Door> {
  const clock = Clock.byHand();
  const seen: Exchange[] = [];
  const callers: Caller[] = [];
  const listener = await accept({
    host: '127.0.0.1',
    port: 0,
    reusePort: false,
    clock,
    trustedProxies: [],
    serve(x) {
      seen.push(x);
      if (x.fault !== null) refuse(x, x.fault);
      else {
        try {
          const served = serve(x);
          if (served instanceof Promise) served.catch((fault) => refuse(x, fault));
        } catch (fault) {
          refuse(x, fault);
        }
      }
    },
    ...options,
  });
  t.after(async () => {
    for (const caller of callers) caller.socket.destroy();
    await listener.close(0);
  });
  return {
    listener,
    clock,
    seen,
    async call() {
      const socket = connect({ port: listener.port, host: '127.0.0.1', noDelay: true });
      await once(socket, 'connect');
      const caller = new Caller(socket);
      callers.push(caller);
      return caller;
    },
  };
}

function refuse(x: Exchange, fault: unknown): void {
  x.fault = fault;
  if (x.wire.answered) x.wire.cut();
  else void finish(x, faultAnswer(x, fault).answer);
}

/** Answers `hello` and the target. */
export function hello(x: Exchange): void {
  x.wire.send(200, ['Content-Type', 'text/plain'], `hello ${x.target}`);
}

/** Reads the whole body. */
export async function bodyOf(x: Exchange): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let chunk = await x.wire.pull(); chunk !== null; chunk = await x.wire.pull()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Answers with the body it was sent. */
export async function echo(x: Exchange): Promise<void> {
  x.wire.send(200, [], await bodyOf(x));
}

/** A caller who writes bytes as they are, and keeps all that comes back. */
export class Caller {
  readonly socket: Socket;
  text = '';
  closed = false;
  #wake: (() => void) | null = null;

  constructor(socket: Socket) {
    this.socket = socket;
    const wake = (): void => this.#wake?.();
    socket.on('data', (chunk) => {
      this.text += chunk.toString('latin1');
      wake();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.closed = true;
      wake();
    });
  }

  write(bytes: string | Buffer): void {
    this.socket.write(bytes, 'latin1');
  }

  /** Waits until what came back satisfies; fails when the connection closes before. */
  async until(holds: (text: string) => boolean): Promise<string> {
    while (!holds(this.text)) {
      if (this.closed) throw new Error(`the connection closed after ${JSON.stringify(this.text)}`);
      await this.#more();
    }
    return this.text;
  }

  /** Waits until the other side has closed; gives all that came back. */
  async end(): Promise<string> {
    while (!this.closed) await this.#more();
    return this.text;
  }

  async #more(): Promise<void> {
    let late: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve, reject) => {
      this.#wake = resolve;
      late = setTimeout(() => reject(new Error(`no more after ${JSON.stringify(this.text)}`)), patienceMs);
    });
    clearTimeout(late);
  }
}

/** The statuses of the answers in a text, in order. */
export const statuses = (text: string): number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((m) => Number(m[1]));
