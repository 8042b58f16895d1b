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
// from, when the event began and when it ends; and whose place it is, by its hash, 0 for nobody's.
const at = { bucket: 0, count: 1, usual: 2, learned: 3, since: 4, until: 5, owner: 6 } as const;
const entryWords = 8;
/** So many are counted each by itself, and what comes beyond with one of them. */
const resources = 256;

/** Whether a resource is being flooded. */
export interface Traffic {
  /** When the event began, in seconds of the steady clock; 0 when there is none. */
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
  /** Where those lie that were looked for. */
  readonly #places = new Map<string, number>();

  constructor(given: WafGiven, ruleId: string) {
    this.#words = new Int32Array(given.cells(`floods/${ruleId}`, resources * entryWords * 4));
    this.#given = given;
  }

  /** Counts a request for a resource, by the id of its stage. */
  note(resource: string): Traffic {
    const words = this.#words;
    const base = this.#placeOf(resource) * entryWords;
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

  /** The place of a resource: the first from that of its hash on which is its own or nobody's. */
  #placeOf(resource: string): number {
    const known = this.#places.get(resource);
    if (known !== undefined) return known;
    const digest = hash('sha256', resource, 'buffer');
    const owner = digest.readInt32LE(4) | 1;
    const first = digest.readUInt32BE(0) % resources;
    let place = first;
    for (let i = 0; i < resources; i++) {
      const next = (first + i) % resources;
      const before = this.#owned(next * entryWords + at.owner, owner);
      if (before !== 0 && before !== owner) continue;
      place = next;
      break;
    }
    // A traced walk takes no place, and one that it found free may be another's by the next time.
    if (!this.#given.tracing) this.#places.set(resource, place);
    return place;
  }

  /** Who had a place; takes it where nobody did, but in a traced walk. */
  #owned(word: number, owner: number): number {
    return this.#given.tracing
      ? Atomics.load(this.#words, word)
      : Atomics.compareExchange(this.#words, word, 0, owner);
  }
}
