import type { Exchange } from '../../../../base/exchange.ts';
import type { PlaceRead } from './place-read.ts';

/** Longer heads are not kept: what an idle connection may hold is bounded. */
const longestKept = 4_096;
const mostAnswers = 16;

/** What was found in the headers of a request, kept for the next one of the same connection. */
export class HeadersRead {
  readonly headers: readonly string[];
  /** As in the inspection, of the places that are headers alone. */
  readonly clean: number[] = [0, 0, 0, 0, 0];
  readonly read: (PlaceRead | undefined)[] = [undefined, undefined, undefined, undefined, undefined];
  readonly #answers = new Map<object, unknown>();

  private constructor(headers: readonly string[]) {
    this.headers = headers;
  }

  /** The headers of a request that came on a connection; null for one that is not kept. */
  static of({ connection, headers, headBytes }: Exchange): HeadersRead | null {
    if (connection === null) return null;
    const before = connection.found;
    if (before instanceof HeadersRead && areSame(before.headers, headers)) return before;
    const now = headBytes > longestKept ? null : new HeadersRead(headers);
    connection.found = now;
    return now;
  }

  /** What was answered to a question about them before; undefined: nothing is known. */
  answered<V>(question: object): V | undefined {
    return this.#answers.get(question) as V | undefined;
  }

  /** Keeps an answer, up to a bound. */
  answer(question: object, found: unknown): void {
    if (this.#answers.size < mostAnswers) this.#answers.set(question, found);
  }
}

function areSame(before: readonly string[], now: readonly string[]): boolean {
  if (before === now) return true;
  if (before.length !== now.length) return false;
  // The last ones differ first: what a browser sends alike with every request stands in front.
  for (let i = now.length - 1; i >= 0; i--) if (before[i] !== now[i]) return false;
  return true;
}
