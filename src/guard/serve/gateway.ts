import { type Block, parseBlock } from '../../base/address.ts';
import type { Clock } from '../../base/clock.ts';
import type { Decision } from '../../base/decision.ts';
import type { Exchange } from '../../base/exchange.ts';
import type { Definition } from '../../define/model/definition.ts';
import type { Settings } from '../../define/model/settings.ts';
import { type AcceptLimits, accept, type Listener, type SecureMaterial } from '../accept/accept.ts';
import type { Given } from '../decide/given.ts';
import { compile, type Pipeline } from './compile.ts';
import { fetchBounded } from './fetch.ts';
import { type Journey, serve } from './serve.ts';

/** What a gateway is handed from outside: everything that is not the definition. */
export interface GatewayOptions {
  readonly clock: Clock;
  /** Writes the one event of a request. */
  record(x: Exchange, decision: Decision): void;
  readonly invoke: Given['invoke'];
  readonly dns?: Given['dns'];
  /** PEM texts by their places, at first (`Given.pem`); absent: none. */
  readonly pems?: Pems;
}

/** PEM texts by where they lie: what servers behind are shown, and trusted by. */
export type Pems = ReadonlyMap<string, string>;

/** What TLS is spoken with, on both sides. */
export interface Credentials {
  /** Null: no port speaks it. */
  readonly material: SecureMaterial | null;
  readonly pems: Pems;
}

/** Where a listener is, and what it speaks. */
export interface ListenOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Shares the port with other listeners that say so too (Linux, FreeBSD). */
  readonly reusePort: boolean;
  readonly limits?: Partial<AcceptLimits>;
  /** Speaks TLS, with these certificates; absent: plain text. */
  readonly secure?: SecureMaterial;
}

/** Shared memory by id, as the supervisor laid it out. */
export type Cells = ReadonlyMap<string, SharedArrayBuffer>;

/** What runs in one worker: a pipeline in force, the listeners that feed it, and the road between. */
export class Gateway implements Journey {
  readonly #options: GatewayOptions;
  readonly #listeners: Listener[] = [];
  #pipeline: Pipeline;
  #settings: Settings;
  #pems: Pems;

  constructor(options: GatewayOptions, definition: Definition, cells: Cells) {
    this.#options = options;
    this.#pems = options.pems ?? new Map();
    this.#pipeline = this.#compile(definition, cells);
    this.#settings = definition.settings;
  }

  get pipeline(): Pipeline {
    return this.#pipeline;
  }

  /** Open connections of all listeners. */
  get connections(): number {
    return this.#listeners.reduce((sum, listener) => sum + listener.connections, 0);
  }

  record(x: Exchange, decision: Decision): void {
    this.#options.record(x, decision);
  }

  /**
   * Puts another generation in force: the next request begins with it, those under way end with theirs. When
   * it cannot be compiled it throws, and the one in force stays. Connections that are open keep the proxies
   * they were opened under.
   */
  apply(definition: Definition, cells: Cells): void {
    this.#pipeline = this.#compile(definition, cells);
    this.#settings = definition.settings;
    for (const listener of this.#listeners) {
      listener.trust(blocksOf(this.#settings), this.#settings.proxyProtocol);
      listener.strictTransport(strictTransportOf(this.#settings));
    }
  }

  /** Opens a listener and gives the port it got. Rejects with the error of the socket (`EADDRINUSE`, …). */
  async listen(options: ListenOptions): Promise<number> {
    const listener = await accept({
      ...options,
      clock: this.#options.clock,
      trustedProxies: blocksOf(this.#settings),
      proxyProtocol: this.#settings.proxyProtocol,
      serve: (x) => serve(x, this),
    });
    listener.strictTransport(strictTransportOf(this.#settings));
    this.#listeners.push(listener);
    return listener.port;
  }

  /**
   * Shakes hands with other certificates from now on. Throws when one of them cannot be used; those in force stay.
   */
  secure({ material, pems }: Credentials): void {
    this.#pems = pems;
    if (material === null) return;
    for (const listener of this.#listeners) listener.secure(material);
  }

  /** Closes the listeners; requests under way have `graceMs` (wall-clock) to finish before they are cut. */
  async close(graceMs: number): Promise<void> {
    await Promise.all(this.#listeners.splice(0).map((listener) => listener.close(graceMs)));
  }

  #compile(definition: Definition, cells: Cells): Pipeline {
    const { clock, invoke, dns } = this.#options;
    const pem = (place: string): string | null => this.#pems.get(place) ?? null;
    const outside = { invoke, dns, pem, fetch: fetchBounded };
    return compile({ definition, clock, tracing: false, cells: cellsOf(cells), ...outside });
  }
}

/** Looks shared memory up. Throws on a bug: what compiles here was compiled by the supervisor before. */
export function cellsOf(cells: Cells): Given['cells'] {
  return (id, bytes) => {
    const buffer = cells.get(id);
    if (buffer === undefined || buffer.byteLength !== bytes) {
      throw new Error(`no shared memory of ${bytes} bytes was laid out for ${id}`);
    }
    return buffer;
  };
}

/** RFC 6797 6.1; '' when it is not asked for. */
function strictTransportOf({ https: { hsts } }: Settings): string {
  if (hsts === undefined) return '';
  const { maxAgeSec, includeSubDomains, preload } = hsts;
  return `max-age=${maxAgeSec}${includeSubDomains ? '; includeSubDomains' : ''}${preload ? '; preload' : ''}`;
}

const blocksOf = ({ trustedProxies }: Settings): readonly Block[] =>
  trustedProxies.map(parseBlock).filter((block) => block !== null);
