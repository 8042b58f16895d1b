import { hash } from 'node:crypto';
import type { WafGiven } from '../../statement.ts';

/** How long a count goes on before the next one begins, in seconds. */
const bucketSec = 5;
/** An event is no event below that many requests in a bucket: 50 a second. */
const fewest = 250;
/** It begins at so many times what is usual, and lasts while there is half of that. */
const times = 5;
/** It lasts at least so long after the last time it was so, in seconds. */
const lastsSec = 60;
/** What is usual is learned within so many buckets, a minute, and from then on over the last hour. */
const warm = 12;
const hour = 3_600 / bucketSec;

// Of a resource: the bucket that is counted in, its count, what is usual (64 times), how many buckets that was learned
// from, when the event began and when it ends.
const at = { bucket: 0, count: 1, usual: 2, learned: 3, since: 4, until: 5 } as const;
const entryWords = 8;
const resources = 256;

/** Whether a resource is being flooded. */
export interface Traffic {
  /** Seconds since the epoch; 0 when there is no event. */
  readonly since: number;
  /** Requests in this bucket so far, and in a usual one. */
  readonly count: number;
  readonly usual: number;
}

/**
 * Finds out when a resource gets many times the requests it usually gets, over all workers together. What is usual is
 * the average of the last hour, in which events count little, so that a flood does not become usual by lasting. In a
 * traced walk it only looks.
 */
export class Events {
  readonly #words: Int32Array;
  readonly #given: WafGiven;

  constructor(given: WafGiven, ruleId: string) {
    this.#words = new Int32Array(given.cells(`floods/${ruleId}`, resources * entryWords * 4));
    this.#given = given;
  }

  /** Counts a request for a resource, by the id of its stage. */
  note(resource: string): Traffic {
    const words = this.#words;
    const base = placeOf(resource) * entryWords;
    const now = Math.floor(this.#given.clock.steady() / 1000);
    if (this.#given.tracing) return this.#look(base, now);
    this.#roll(base, Math.floor(now / bucketSec), now);
    const count = Atomics.add(words, base + at.count, 1) + 1;
    if (words[base + at.learned]! >= warm && count > this.#most(base)) this.#begin(base, now);
    return this.#look(base, now);
  }

  #look(base: number, now: number): Traffic {
    const words = this.#words;
    const lasts = words[base + at.until]! > now;
    return {
      since: lasts ? words[base + at.since]! : 0,
      count: words[base + at.count]!,
      usual: words[base + at.usual]! / 64,
    };
  }

  #most(base: number): number {
    return Math.max(fewest, (times * this.#words[base + at.usual]!) / 64);
  }

  #begin(base: number, now: number): void {
    const words = this.#words;
    if (words[base + at.until]! <= now) Atomics.store(words, base + at.since, now);
    Atomics.store(words, base + at.until, now + lastsSec);
  }

  /** Ends a bucket: one worker learns from it, the first that comes to the next one. */
  #roll(base: number, bucket: number, now: number): void {
    const words = this.#words;
    const before = Atomics.load(words, base + at.bucket);
    if (before >= bucket || Atomics.compareExchange(words, base + at.bucket, before, bucket) !== before)
      return;
    const count = Atomics.exchange(words, base + at.count, 0);
    if (before === 0) return;
    const event = words[base + at.until]! > now;
    if (event && count > this.#most(base) / 2) Atomics.store(words, base + at.until, now + lastsSec);
    this.#learn(base, count, event);
    // Buckets in which nobody came.
    const empty = Math.min(bucket - before - 1, hour);
    for (let i = 0; i < empty; i++) this.#learn(base, 0, event);
  }

  #learn(base: number, count: number, event: boolean): void {
    const words = this.#words;
    const learned = words[base + at.learned]!;
    const weight = (event ? 0.05 : 1) / Math.min(hour, learned + 1);
    const usual = words[base + at.usual]!;
    Atomics.store(words, base + at.usual, Math.round(usual + (count * 64 - usual) * weight));
    if (learned < hour) Atomics.store(words, base + at.learned, learned + 1);
  }
}

const places = new Map<string, number>();

function placeOf(resource: string): number {
  let place = places.get(resource);
  if (place === undefined) {
    if (places.size > 10_000) places.clear();
    place = hash('sha256', resource, 'buffer').readUInt32BE(0) % resources;
    places.set(resource, place);
  }
  return place;
}
