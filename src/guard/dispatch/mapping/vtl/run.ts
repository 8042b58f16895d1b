import { Fault } from '../../../../base/fault.ts';

/** Bounds of one run of a template. What it works on is a caller's, so none of them is left to the data. */
const MOST_STEPS = 1_000_000;
/** "Amazon API Gateway quotas": iterations of one #foreach. */
export const MOST_ITERATIONS = 1_000;
/** Of the text that comes out, in UTF-16 units. */
const MOST_OUTPUT = 10 * 1024 * 1024;
const DEEPEST_CALLS = 20;

/** A run that asked for more than it may, or for what cannot be done: the caller gets 500, the log the reason. */
export const refused = (why: string): Fault =>
  new Fault('gateway.configuration', 'gateway', `the mapping template ${why}`);

/** One run of a template: what its references stand for, what has come out, and what it may still do. */
export class Run {
  readonly variables: Map<string, unknown>;
  #steps = MOST_STEPS;
  #out: string[] = [];
  #size = 0;
  #calls = 0;

  constructor(variables: Map<string, unknown>) {
    this.variables = variables;
  }

  /** Counts work: `units` of about a hundred characters each. */
  work(units = 1): void {
    this.#steps -= units;
    if (this.#steps < 0) throw refused('takes too much work');
  }

  /** Counts a text that was made, and hands it back. */
  made(text: string): string {
    if (text.length > MOST_OUTPUT) throw refused('makes a text over 10 MB');
    this.work(1 + (text.length >>> 7));
    return text;
  }

  write(text: string): void {
    this.#size += text.length;
    if (this.#size > MOST_OUTPUT) throw refused('gives more than 10 MB');
    this.work();
    this.#out.push(text);
  }

  /** What a part of the template writes, instead of writing it. */
  apart(part: () => void): string {
    const [out, size] = [this.#out, this.#size];
    this.#out = [];
    try {
      part();
      return this.#out.join('');
    } finally {
      this.#out = out;
      this.#size = size;
    }
  }

  /** Enters a macro, or a block that was defined. */
  call(part: () => void): void {
    if (++this.#calls > DEEPEST_CALLS) throw refused(`calls macros more than ${DEEPEST_CALLS} deep`);
    part();
    this.#calls--;
  }

  get text(): string {
    return this.#out.join('');
  }
}

/** What `$input`, `$util` and `$context` are: things that answer by name, and nothing of JavaScript. */
export interface Host {
  readonly host: true;
  property(name: string, run: Run): unknown;
  method(name: string, args: readonly unknown[], run: Run): unknown;
  /** Sets a property; false when there is none to set. */
  set(name: string, value: unknown): boolean;
}

/** Whether a value is ours, and no data that looks like it. */
export const isHost = (value: unknown): value is Host =>
  typeof value === 'object' &&
  value !== null &&
  Object.hasOwn(value, 'host') &&
  (value as Host).host === true &&
  HOSTS.has(value);

/** Hosts are known by themselves: data that looks like one is data. */
const HOSTS = new WeakSet<object>();

/** Makes an object of ours that templates can ask: what it does not have gives nothing. */
export function host(parts: Partial<Omit<Host, 'host'>>): Host {
  const made: Host = {
    host: true,
    property: parts.property ?? (() => null),
    method: parts.method ?? (() => null),
    set: parts.set ?? (() => false),
  };
  HOSTS.add(made);
  return made;
}
