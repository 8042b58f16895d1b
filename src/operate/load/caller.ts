import { Agent, type ClientRequest, type RequestOptions, request } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import type { Tally } from './tally.ts';
import type { Target } from './target.ts';

/** What every request of a load has in common. */
export interface Asked {
  readonly target: Target;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly connections: number;
  readonly timeoutMs: number;
  /** Addresses to call from, in turn; none: as the system chooses. */
  readonly sources: readonly string[];
}

/** May be sent again when a connection that was kept turns out to have been closed (RFC 9110 9.2.2). */
const idempotent = new Set(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE']);

/** Sends requests over connections that are kept, and tells the tally what became of each. */
export class Caller {
  readonly #asked: Asked;
  readonly #tally: Tally;
  readonly #agent: Agent;
  readonly #options: RequestOptions;
  readonly #open = new Set<ClientRequest>();
  /** Connections that have carried a request. */
  readonly #used = new WeakSet<Duplex>();
  #next = 0;
  #cut = false;

  constructor(asked: Asked, tally: Tally) {
    this.#asked = asked;
    this.#tally = tally;
    const { url, connectTo, loopback } = asked.target;
    const secure = url.protocol === 'https:';
    const kept = { keepAlive: true, maxTotalSockets: asked.connections, maxSockets: asked.connections };
    // A certificate of this machine's own development CA need not be known to the system.
    this.#agent = secure ? new SecureAgent({ ...kept, rejectUnauthorized: !loopback }) : new Agent(kept);
    this.#options = {
      host: connectTo,
      port: url.port || (secure ? 443 : 80),
      path: url.pathname + url.search,
      method: asked.method,
      agent: this.#agent,
      headers: {
        host: url.host,
        ...asked.headers,
        ...(asked.body === '' ? {} : { 'content-length': String(Buffer.byteLength(asked.body)) }),
      },
    };
  }

  /** Requests on their way. */
  get open(): number {
    return this.#open.size;
  }

  /** Sends one request; `done` is called once, however it ends. */
  send(dueMs: number, done: () => void): void {
    this.#tally.sent++;
    const { sources } = this.#asked;
    const source = sources.length === 0 ? undefined : sources[this.#next++ % sources.length];
    this.#ask('first', dueMs, source, done);
  }

  /** Ends what is on its way, and every connection. */
  close(): void {
    this.#cut = true;
    for (const req of this.#open) req.destroy();
    this.#agent.destroy();
  }

  #ask(attempt: 'first' | 'second', dueMs: number, localAddress: string | undefined, done: () => void): void {
    const { target, timeoutMs, body, method } = this.#asked;
    const options = { ...this.#options, ...(localAddress === undefined ? {} : { localAddress }) };
    // The second gets a connection of its own: others that were kept may be closed as well.
    if (attempt === 'second') options.agent = false;
    const req = target.url.protocol === 'https:' ? secureRequest(options) : request(options);
    this.#open.add(req);
    let ended = false;
    const end = (): boolean => {
      if (ended) return false;
      ended = true;
      clearTimeout(timer);
      this.#open.delete(req);
      return true;
    };
    const fail = (code: string): void => {
      if (!end()) return;
      if (!this.#cut) this.#tally.failure(code, dueMs);
      done();
    };
    const timer = setTimeout(() => {
      fail('timeout');
      req.destroy();
    }, timeoutMs);
    let kept = false;
    // `reusedSocket` is not told of a connection that passes straight from one request to the next.
    req.on('socket', (socket) => {
      kept = this.#used.has(socket);
      this.#used.add(socket);
    });
    req.on('response', (res) => {
      // It was received: nothing of it is sent again.
      kept = false;
      const status = res.statusCode ?? 0;
      let sample = '';
      if (this.#tally.wants(status)) {
        res.setEncoding('utf8');
        res.on('data', (text: string) => {
          if (sample.length < 256) sample += text;
        });
      } else res.resume();
      res.on('end', () => {
        if (!end()) return;
        const errorType = String(res.headers['x-amzn-errortype'] ?? '');
        this.#tally.answer(status, dueMs, this.#tally.elapsedMs - dueMs, errorType, sample);
        done();
      });
      res.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? error.message));
    });
    req.on('error', (error: NodeJS.ErrnoException) => {
      const closed = error.code === 'ECONNRESET' || error.code === 'EPIPE';
      if (!closed || !kept || !idempotent.has(method) || this.#cut) fail(error.code ?? error.message);
      else if (end()) this.#ask('second', dueMs, localAddress, done);
    });
    req.end(body === '' ? undefined : body);
  }
}
