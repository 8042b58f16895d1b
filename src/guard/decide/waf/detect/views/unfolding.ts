import { type Form, inflated, isForm } from './inflated.ts';

/** One way of undoing an encoding. */
export type Step =
  | 'url'
  | 'entities'
  | 'escapes'
  | 'utf-7'
  | 'utf-8'
  | 'charset'
  | 'nfkc'
  | 'nulls'
  | 'base64'
  | 'hex'
  | Form;

/** A value as it looks with encodings undone. */
export interface View {
  readonly text: string;
  /** What was undone, from the outside in: `['url', 'base64']`. */
  readonly how: readonly Step[];
}

/**
 * How many views there are of a value, at the most, besides those of runs of base64 and hexadecimal digits in it,
 * which are parts of it; and how many encodings lie one in the other.
 */
const mostViews = 8;
const mostRuns = 256;
export const mostDepth = 4;
/** Characters of a value that are looked at. */
export const mostLength = 65_536;

/** The views found so far, and what may still be added to them. */
export class Unfolding {
  readonly list: View[] = [];
  /** Of each view how deep it lay; base64 and what is compressed in it are one. Infinity where nothing lies deeper. */
  readonly depths: number[] = [];
  truncated = false;
  readonly #value: string;
  // Characters that views may still have: by the size of what they are made from, and in all.
  #left: number;
  #most: number;
  // Runs that may still be decoded, and streams inflated: looking costs, though it show nothing.
  #runs = mostRuns;
  #views = mostViews;
  #streams = 6;

  constructor(value: string) {
    this.#value = value;
    this.#most = value.length + mostLength;
    this.#left = Math.min(4 * value.length, this.#most);
  }

  /** How long the next view may be. */
  get left(): number {
    return this.#left;
  }

  /** What a stream holds, within the bounds. */
  inflate(bytes: Buffer, form: Form): Buffer | null {
    const inner = inflated(bytes, form, this.#most);
    // Without a frame there is no telling whether it was one.
    if (inner === null ? form !== 'deflate' : inner.cut) this.truncated = true;
    return inner?.bytes ?? null;
  }

  /** True once a run was found that nothing could be added of any more. */
  get closed(): boolean {
    return this.#runs < 0;
  }

  /** Whether one run more may be decoded, and inflated if that is called for. */
  mayOpen(stream: boolean): boolean {
    if (this.left === 0) this.#runs = 0;
    if (--this.#runs < 0 || (stream && this.#streams === 0)) {
      this.truncated = true;
      return false;
    }
    if (stream) this.#streams--;
    return true;
  }

  /** Adds a view of the view in place `from` (0: the value itself), unless it is known. */
  add(text: string, from: number, first: Step, second?: Step, innermost = false): void {
    if (text === this.#value) return;
    for (const known of this.list) if (known.text === text) return;
    // What a stream held counts as the value does.
    if (second !== undefined && isForm(second))
      this.#left = Math.min(this.#left + 4 * text.length, this.#most);
    const ofRun = first === 'base64' || first === 'hex';
    if (text.length > this.#left || (!ofRun && this.#views === 0)) {
      this.truncated = true;
      this.#left = 0;
      return;
    }
    if (!ofRun) this.#views--;
    this.#left -= text.length;
    this.#most -= text.length;
    const how = from === 0 ? [first] : [...this.list[from - 1]!.how, first];
    if (second !== undefined) how.push(second);
    this.list.push({ text, how });
    this.depths.push(innermost ? Number.POSITIVE_INFINITY : from === 0 ? 1 : this.depths[from - 1]! + 1);
  }
}
