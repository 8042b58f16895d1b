import { promisify } from 'node:util';
import { createDeflate, createGzip, type Deflate, deflate, type Gzip, gzip } from 'node:zlib';
import { type Exchange, headerOf } from '../../base/exchange.ts';
import type { Answer, Source } from '../../base/wire.ts';
import type { Api } from '../../define/model/api.ts';

type Coding = 'gzip' | 'deflate';

const whole = { gzip: promisify(gzip), deflate: promisify(deflate) };

/**
 * Compresses the answers of an API that asks for it (`minimumCompressionSize`, in bytes) for callers that take
 * gzip or deflate; null when the API does not. What is encoded already, partial, or not to be transformed stays.
 */
export function compressing(api: Api): ((x: Exchange, answer: Answer) => Answer | Promise<Answer>) | null {
  const least = api.minimumCompressionSize ?? null;
  if (least === null) return null;
  return (x, answer) => {
    const coding = codingFor(x, answer);
    if (coding === null) return answer;
    const { body } = answer;
    if (typeof body === 'string' || Buffer.isBuffer(body)) {
      const bytes = Buffer.from(body as string);
      return bytes.length < least || bytes.length === 0 ? answer : packed(answer, bytes, coding);
    }
    if (answer.length >= 0 && answer.length < least) return answer;
    return answer.length >= 0 ? streamed(answer, body, [], coding) : peeked(answer, body, least, coding);
  };
}

async function packed(answer: Answer, bytes: Buffer, coding: Coding): Promise<Answer> {
  return { ...answer, headers: encoded(answer, coding), body: await whole[coding](bytes), length: -1 };
}

const streamed = (answer: Answer, body: Source, first: Buffer[], coding: Coding): Answer => ({
  ...answer,
  headers: encoded(answer, coding),
  body: new Packed(body, first, coding),
  length: -1,
});

/** A body of unknown length is read until it is known to be long enough; one that is not goes out as it is. */
async function peeked(answer: Answer, body: Source, least: number, coding: Coding): Promise<Answer> {
  const first: Buffer[] = [];
  let size = 0;
  while (size < least || size === 0) {
    const chunk = await body.pull();
    if (chunk === null) return { ...answer, body: Buffer.concat(first), length: -1 };
    // The bytes may be used again by whoever gave them.
    first.push(Buffer.from(chunk));
    size += chunk.length;
  }
  return streamed(answer, body, first, coding);
}

const encoded = ({ headers }: Answer, coding: Coding): string[] =>
  headers.concat('Content-Encoding', coding, 'Vary', 'Accept-Encoding');

function codingFor(x: Exchange, { status, headers }: Answer): Coding | null {
  if (x.method === 'HEAD' || status === 204 || status === 206 || status === 304) return null;
  const accepted = x.header('accept-encoding');
  if (accepted === '' || headerOf(headers, 'content-encoding') !== '') return null;
  if (/\bno-transform\b/i.test(headerOf(headers, 'cache-control'))) return null;
  return takes(accepted, 'gzip') ? 'gzip' : takes(accepted, 'deflate') ? 'deflate' : null;
}

/** RFC 9110 12.5.3: a coding that is named, and not with a weight of 0; `*` stands for those that are not named. */
function takes(header: string, coding: Coding): boolean {
  let other = false;
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim());
    const refused = parameters.some((text) => /^q=0(?:\.0*)?$/.test(text));
    if (name === coding) return !refused;
    if (name === '*') other = !refused;
  }
  return other;
}

/** A body that is compressed while it is sent, no faster than it is taken. */
class Packed implements Source {
  readonly #inner: Source;
  readonly #zip: Gzip | Deflate;
  readonly #first: Buffer[];
  #chunks: AsyncIterator<Buffer> | null = null;

  constructor(inner: Source, first: Buffer[], coding: Coding) {
    this.#inner = inner;
    this.#first = first;
    this.#zip = coding === 'gzip' ? createGzip() : createDeflate();
  }

  async pull(): Promise<Buffer | null> {
    if (this.#chunks === null) {
      this.#chunks = this.#zip[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
      void this.#feed();
    }
    const { done, value } = await this.#chunks.next();
    return done === true ? null : value;
  }

  drop(): void {
    this.#inner.drop();
    this.#zip.destroy();
  }

  /** What breaks the body off breaks the compressed one off too. */
  async #feed(): Promise<void> {
    const zip = this.#zip;
    try {
      for (const chunk of this.#first.splice(0)) await this.#write(chunk);
      for (let chunk = await this.#inner.pull(); chunk !== null; chunk = await this.#inner.pull()) {
        await this.#write(Buffer.from(chunk));
        if (zip.destroyed) return;
      }
      zip.end();
    } catch (fault) {
      zip.destroy(fault as Error);
    }
  }

  async #write(chunk: Buffer): Promise<void> {
    const zip = this.#zip;
    if (zip.destroyed || zip.write(chunk)) return;
    await new Promise<void>((resolve) => {
      zip.once('drain', resolve);
      zip.once('close', resolve);
    });
  }
}
