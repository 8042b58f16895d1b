import { Fault } from '../../../base/fault.ts';
import { jsonFlaw, NOT_JSON, readJson } from '../../../base/json.ts';

/** A body that is mapped: its bytes, its text, and its JSON when it is asked for. */
export class Body {
  readonly bytes: Buffer;
  readonly #of: 'request' | 'response';
  #text: string | null = null;
  #json: unknown;
  #read = false;

  constructor(bytes: Buffer, of: 'request' | 'response') {
    this.bytes = bytes;
    this.#of = of;
  }

  get text(): string {
    this.#text ??= this.bytes.toString('utf8');
    return this.#text;
  }

  /** Throws a fault when it is no JSON: the caller's where it is the request's, the definition's otherwise. */
  get json(): unknown {
    if (this.#read) return this.#json;
    const value = readJson(this.bytes);
    if (value === NOT_JSON) {
      const why = `the body of the ${this.#of} cannot be read as JSON: it is ${jsonFlaw(this.bytes)}`;
      throw this.#of === 'request'
        ? new Fault('client.not-json', 'client', why)
        : new Fault('gateway.configuration', 'gateway', why);
    }
    this.#read = true;
    this.#json = value;
    return value;
  }
}
