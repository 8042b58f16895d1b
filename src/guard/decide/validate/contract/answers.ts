import { type Exchange, headerOf } from '../../../../base/exchange.ts';
import { NOT_JSON, readJson } from '../../../../base/json.ts';
import { overflowAt } from '../../../../base/json-numbers.ts';
import { firstMediaType } from '../../../../base/media-types.ts';
import type { Answer, Source } from '../../../../base/wire.ts';
import type { Given } from '../../given.ts';
import type { Site } from '../../layer.ts';
import { contractSchemasOf } from '../models.ts';
import type { Check } from '../schema/schemas.ts';
import { ANSWER, mark } from './report.ts';

/** The largest answer that is held to a document, in bytes; greater ones pass unseen. */
const LARGEST = 1024 * 1024;

/** Looks at an answer on its way out, and hands on one of the same bytes. */
export type Watch = (x: Exchange, answer: Answer) => Answer;

/** Watches the answers of a method whose document describes them; null when nobody asks for that. */
export function watching(site: Site, given: Given): Watch | null {
  const answers = site.method?.contract?.answers ?? null;
  if (answers === null) return null;
  const schemas = contractSchemasOf(site.api, given);
  const compiled = new Map(
    Object.entries(answers).map(([status, types]) => [
      status,
      new Map(Object.entries(types).map(([type, uri]) => [type, schemas.check(uri)])),
    ]),
  );
  return (x, answer) => {
    const { status } = answer;
    const types =
      compiled.get(String(status)) ??
      compiled.get(`${Math.floor(status / 100)}XX`) ??
      compiled.get('default');
    if (types === undefined) {
      mark(x, ANSWER);
      return answer;
    }
    const type = firstMediaType(headerOf(answer.headers, 'content-type'));
    const check = types.get(type) ?? types.get(`${type.split('/')[0]}/*`) ?? types.get('*/*');
    if (check === undefined || headerOf(answer.headers, 'content-encoding') !== '') return answer;
    const { body } = answer;
    if (typeof body === 'string' || Buffer.isBuffer(body)) {
      judge(x, check, Buffer.from(body as string));
      return answer;
    }
    return answer.length > LARGEST ? answer : { ...answer, body: new Watched(x, check, body) };
  };
}

function judge(x: Exchange, check: Check, body: Buffer): void {
  if (body.length > LARGEST) return;
  const value = readJson(body);
  if (value === NOT_JSON || overflowAt(value) !== null || !check.fits(value, body.length)) mark(x, ANSWER);
}

/** A body that is read on while it is sent. */
class Watched implements Source {
  readonly #x: Exchange;
  readonly #check: Check;
  readonly #inner: Source;
  #chunks: Buffer[] | null = [];
  #bytes = 0;

  constructor(x: Exchange, check: Check, inner: Source) {
    this.#x = x;
    this.#check = check;
    this.#inner = inner;
  }

  pull(): Buffer | null | Promise<Buffer | null> {
    const chunk = this.#inner.pull();
    return chunk instanceof Promise ? chunk.then((c) => this.#seen(c)) : this.#seen(chunk);
  }

  drop(): void {
    this.#chunks = null;
    this.#inner.drop();
  }

  #seen(chunk: Buffer | null): Buffer | null {
    if (this.#chunks === null) return chunk;
    if (chunk === null) {
      judge(this.#x, this.#check, Buffer.concat(this.#chunks));
      this.#chunks = null;
    } else {
      this.#bytes += chunk.length;
      // The bytes may be used again by whoever gave them, once they have been sent.
      if (this.#bytes > LARGEST) this.#chunks = null;
      else this.#chunks.push(Buffer.from(chunk));
    }
    return chunk;
  }
}
