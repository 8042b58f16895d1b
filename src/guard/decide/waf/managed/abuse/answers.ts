import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { z } from 'zod';
import { type Exchange, headerOf } from '../../../../../base/exchange.ts';
import type { Answer, Source } from '../../../../../base/wire.ts';
import { jsonOf, pointed } from './entry.ts';

const codes = z.array(z.int().min(0).max(999)).min(1).max(10);
const texts = (most: number) => z.array(z.string().min(1).max(most)).min(1).max(10);

/** How to tell by its answer whether an attempt went well. */
export const responseShape = z
  .strictObject({
    StatusCode: z
      .strictObject({
        SuccessCodes: codes.describe('Statuses of attempts that went well.'),
        FailureCodes: codes.describe('Statuses of attempts that did not.'),
      })
      .optional()
      .describe('By the status.'),
    Header: z
      .strictObject({
        Name: z.string().min(1).max(200).describe('The header.'),
        SuccessValues: texts(100).describe('Its values when it went well.'),
        FailureValues: texts(100).describe('Its values when it did not.'),
      })
      .optional()
      .describe('By a header.'),
    BodyContains: z
      .strictObject({
        SuccessStrings: texts(100).describe('What stands in the body when it went well.'),
        FailureStrings: texts(100).describe('What stands in the body when it did not.'),
      })
      .optional()
      .describe('By what stands in the first 64 KB of the body.'),
    Json: z
      .strictObject({
        Identifier: z.string().min(1).max(512).describe('The JSON Pointer of the part that tells.'),
        SuccessValues: texts(100).describe('What it is when it went well.'),
        FailureValues: texts(100).describe('What it is when it did not.'),
      })
      .optional()
      .describe('By a part of a JSON body.'),
  })
  .refine(
    (by) => Object.values(by).filter((v) => v !== undefined).length === 1,
    'must have exactly one member',
  )
  .describe('How to tell by the answer whether an attempt went well.');

export type Response = z.infer<typeof responseShape>;

/** What an answer says of an attempt; '' when it says neither. */
export type Outcome = 'success' | 'failure' | '';

/** Bytes of a body that are looked at. */
const mostBytes = 65_536;

/**
 * Has `told` called with what the answer to a request says. What is looked at goes on to the caller as it comes; of a
 * body so much is remembered as is looked at.
 */
export function watchAnswer(x: Exchange, by: Response, told: (outcome: Outcome) => void): void {
  const before = x.watch;
  x.watch = (given) => {
    const answer = before === null ? given : before(given);
    const head = ofHead(by, answer);
    if (head !== null) {
      told(head);
      return answer;
    }
    const { body } = answer;
    const encoding = headerOf(answer.headers, 'content-encoding').toLowerCase();
    const judge = (bytes: Buffer): void => told(ofBody(by, inflated(bytes, encoding)));
    if (typeof body === 'string') told(ofBody(by, body.slice(0, mostBytes)));
    else if (Buffer.isBuffer(body)) judge(body.subarray(0, mostBytes));
    else return { ...answer, body: new Watched(body, judge) };
    return answer;
  };
}

/** Null when it is the body that tells. */
function ofHead({ StatusCode, Header }: Response, answer: Answer): Outcome | null {
  if (StatusCode !== undefined) {
    if (StatusCode.FailureCodes.includes(answer.status)) return 'failure';
    return StatusCode.SuccessCodes.includes(answer.status) ? 'success' : '';
  }
  if (Header === undefined) return null;
  const value = headerOf(answer.headers, Header.Name.toLowerCase());
  if (Header.FailureValues.includes(value)) return 'failure';
  return Header.SuccessValues.includes(value) ? 'success' : '';
}

function ofBody({ BodyContains, Json }: Response, text: string): Outcome {
  if (BodyContains !== undefined) {
    if (BodyContains.FailureStrings.some((part) => text.includes(part))) return 'failure';
    return BodyContains.SuccessStrings.some((part) => text.includes(part)) ? 'success' : '';
  }
  const value = pointed(jsonOf(text), Json!.Identifier);
  if (value === null) return '';
  if (Json!.FailureValues.includes(value)) return 'failure';
  return Json!.SuccessValues.includes(value) ? 'success' : '';
}

/** A body on its way to the caller, of which the beginning is remembered until it ends. */
class Watched implements Source {
  readonly #source: Source;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #judge: ((bytes: Buffer) => void) | null;

  constructor(source: Source, judge: (bytes: Buffer) => void) {
    this.#source = source;
    this.#judge = judge;
  }

  pull(): Buffer | null | Promise<Buffer | null> {
    const chunk = this.#source.pull();
    return chunk instanceof Promise ? chunk.then((c) => this.#seen(c)) : this.#seen(chunk);
  }

  drop(): void {
    this.#end();
    this.#source.drop();
  }

  #seen(chunk: Buffer | null): Buffer | null {
    if (chunk === null) this.#end();
    else if (this.#judge !== null && this.#bytes < mostBytes) {
      this.#chunks.push(Buffer.from(chunk.subarray(0, mostBytes - this.#bytes)));
      this.#bytes += chunk.length;
      if (this.#bytes >= mostBytes) this.#end();
    }
    return chunk;
  }

  #end(): void {
    const judge = this.#judge;
    this.#judge = null;
    judge?.(Buffer.concat(this.#chunks));
  }
}

/** The text of a body; '' of one that is packed in a way that is not known, or is not whole. */
function inflated(bytes: Buffer, encoding: string): string {
  const limits = { maxOutputLength: 4 * mostBytes };
  try {
    if (encoding === '' || encoding === 'identity') return bytes.toString('utf8');
    if (encoding === 'gzip') return gunzipSync(bytes, limits).toString('utf8');
    if (encoding === 'br') return brotliDecompressSync(bytes, limits).toString('utf8');
    return encoding === 'deflate' ? inflateSync(bytes, limits).toString('utf8') : '';
  } catch {
    return '';
  }
}
