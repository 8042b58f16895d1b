import type { Event } from '../../base/event.ts';
import type { WafOutcome } from '../../base/exchange.ts';
import { RingTail } from '../../base/ring.ts';
import { writtenHeaders } from '../../base/written-headers.ts';
import { readFoundBlock } from '../../guard/record/found.ts';
import { readHeaderBlock } from '../../guard/record/headers.ts';
import * as layout from '../../guard/record/layout.ts';
import { readLearnedBlock } from '../../guard/record/learned.ts';
import { type Kind, Kinds } from './kinds.ts';
import { Texts } from './texts.ts';

const { at, word } = layout;
const nothing = { details: [], unread: Object.freeze([]) as readonly string[] };

/** Reads the events of one worker's ring, in the order they happened. */
export class RingReader {
  readonly #tail: RingTail;
  readonly #kinds: Kinds;
  readonly #texts: Texts;
  /** The last kind of which rates acted, and what the web ACL did by their key. */
  #rated: { readonly kind: Kind; readonly key: string; readonly waf: WafOutcome } | null = null;

  constructor(ring: SharedArrayBuffer) {
    this.#tail = new RingTail(ring);
    this.#kinds = new Kinds(this.#tail.words);
    this.#texts = new Texts(this.#tail.words, this.#tail.bytes);
  }

  /** Hands at most `max` events to `each`; how many it were. */
  drain(each: (event: Event) => void, max = 100_000): number {
    let count = 0;
    try {
      while (count < max) {
        const from = this.#tail.next();
        if (from < 0) break;
        const kind = this.#tail.words[(from >>> 2) + 1];
        if (kind === layout.EVENT) {
          count++;
          each(this.#event(from));
        } else if (kind === layout.NAME) this.#learn(from);
        else if (kind === layout.FRESH) this.#kinds.unlearn();
      }
    } finally {
      this.#tail.release();
    }
    return count;
  }

  /** Events that found the ring full, since it was made. */
  get lost(): number {
    return this.#tail.lost;
  }

  /** Asks for the headers of every request that a web ACL blocked, or that it saw, instead of a sample of them. */
  askHeaders(of: 'some' | 'blocked' | 'inspected'): void {
    this.#tail.ask(of === 'some' ? 0 : of === 'blocked' ? layout.WANT_BLOCKED : layout.WANT_INSPECTED);
  }

  /** From now on every kind of event is another object than before: what was looked up for one no longer holds. */
  forget(): void {
    this.#kinds.forget();
  }

  #learn(from: number): void {
    const length = this.#tail.words[(from >>> 2) + 2]!;
    this.#kinds.learn(this.#tail.bytes.toString('utf8', from + 12, from + 12 + length));
  }

  #event(from: number): Event {
    const { words, doubles } = this.#tail;
    const texts = this.#texts;
    const d = from >>> 3;
    const w = from >>> 2;
    const rates = words[w + word.rates]!;
    const lists = words[w + word.counted]! + words[w + word.labels]! + words[w + word.groups]! + 2 * rates;
    const kind = this.#kinds.of(w, lists);
    const behind = w + layout.listsAt + lists;
    texts.open(behind * 4);
    const outcome = rates === 0 ? kind.waf : this.#rates(kind, behind - 2 * rates);
    const requestId = texts.next(words[w + word.lengths]!);
    texts.repeat(w);
    const path = texts.at(place.path);
    const found = words[w + word.found]!;
    const { details, unread } = found === -1 ? nothing : readFoundBlock(texts.next(found));
    const learned = words[w + word.learned]!;
    const known = learned === -1 ? null : readLearnedBlock(texts.next(learned));
    const inserted = words[w + word.inserted]!;
    const added = inserted === -1 ? null : readHeaderBlock(texts.next(inserted));
    const kept = words[w + word.headers]!;
    const headers = kept === -1 ? null : readHeaderBlock(texts.next(kept));
    const client = texts.at(place.client);
    const { secure, proxied, port } = kind;
    const arrivedAt = doubles[d + at.at]!;
    return {
      kind: found === -1 && lists <= layout.maxKindLists ? kind : null,
      requestId,
      at: arrivedAt,
      latencyMs: doubles[d + at.latencyMs]!,
      worker: kind.worker,
      client,
      method: kind.method === '' ? texts.at(place.method) : kind.method,
      path,
      stagePath: words[w + word.lengths + place.stagePath] === -1 ? path : texts.at(place.stagePath),
      query: texts.at(place.query),
      protocol: kind.protocol,
      host: texts.at(place.host),
      userAgent: texts.at(place.userAgent),
      api: kind.api,
      stage: kind.stage,
      operation: kind.operation,
      resourcePath: kind.resourcePath,
      apiKeyId: kind.apiKeyId,
      status: kind.status,
      bytesOut: doubles[d + at.bytesOut]!,
      bytesIn: doubles[d + at.bytesIn]!,
      reason: kind.reason,
      by: kind.by,
      fault: kind.fault,
      faultMessage: texts.at(place.faultMessage),
      integrationStatus: kind.integrationStatus,
      integrationMs: doubles[d + at.integrationMs]!,
      waf: outcome === null || details.length === 0 ? outcome : { ...outcome, details },
      solution: kind.solution,
      inspectedBytes: words[w + word.inspectedBytes]!,
      oversize: kind.oversize,
      unread,
      secure,
      ja3: texts.at(place.ja3),
      ja4: texts.at(place.ja4),
      learned: known,
      prepared: kind.prepared,
      labels: kind.labels,
      inserted: added,
      headers,
      written:
        headers === null
          ? null
          : writtenHeaders({ id: requestId, at: arrivedAt, headers, client, port, secure, proxied }),
    };
  }

  /** What the web ACL did, with the keys of the rules that count; their lengths stand from that word on. */
  #rates(kind: Kind, from: number): WafOutcome | null {
    const { words } = this.#tail;
    const rules = kind.rateRules;
    if (rules.length > 1) {
      const rates = rules.map((rule, i) => ({ rule, key: this.#texts.next(words[from + 2 * i + 1]!) }));
      return kind.waf === null ? null : { ...kind.waf, rates };
    }
    const key = this.#texts.again(words[from + 1]!);
    if (kind.waf === null) return null;
    const last = this.#rated;
    if (last !== null && last.kind === kind && last.key === key) return last.waf;
    const waf = { ...kind.waf, rates: [{ rule: rules[0]!, key }] };
    this.#rated = { kind, key, waf };
    return waf;
  }
}

const placeOf = (name: (typeof layout.texts)[number]): number => layout.texts.indexOf(name);
const place = {
  client: placeOf('client'),
  path: placeOf('path'),
  query: placeOf('query'),
  host: placeOf('host'),
  userAgent: placeOf('userAgent'),
  faultMessage: placeOf('faultMessage'),
  method: placeOf('method'),
  stagePath: placeOf('stagePath'),
  ja3: placeOf('ja3'),
  ja4: placeOf('ja4'),
} as const;
