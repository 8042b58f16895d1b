import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** One connection that asks again and again: what a reload and a drain must not break. */
export class KeptConnection {
  readonly #socket: Socket;
  readonly #host: string;
  #text = '';
  #wake: (() => void) | null = null;
  /** True once the other side has closed it. */
  closed = false;
  /** True when the last answer said that the connection ends with it. */
  lastSaidClose = false;

  private constructor(socket: Socket, host: string) {
    this.#socket = socket;
    this.#host = host;
    socket.on('data', (chunk) => {
      this.#text += chunk.toString('latin1');
      this.#wake?.();
    });
    socket.on('close', () => {
      this.closed = true;
      this.#wake?.();
    });
    socket.on('error', () => {});
  }

  static async open(url: string): Promise<KeptConnection> {
    const { hostname, port, host } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return new KeptConnection(socket, host);
  }

  /** Sends a GET on the connection and gives the status and the body; 0 when it was cut. */
  async get(path: string): Promise<{ status: number; body: string }> {
    this.#socket.write(`GET ${path} HTTP/1.1\r\nHost: ${this.#host}\r\n\r\n`);
    for (;;) {
      const end = this.#text.indexOf('\r\n\r\n');
      const length = /content-length: (\d+)/i.exec(this.#text.slice(0, end))?.[1];
      const whole = end + 4 + Number(length ?? 0);
      if (end >= 0 && this.#text.length >= whole) {
        const answer = this.#text.slice(0, whole);
        this.#text = this.#text.slice(whole);
        this.lastSaidClose = /\r\nconnection: close(\r|$)/i.test(answer.slice(0, end));
        return { status: Number(answer.slice(9, 12)), body: answer.slice(end + 4) };
      }
      if (this.closed) return { status: 0, body: '' };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  close(): void {
    this.#socket.destroy();
  }
}
