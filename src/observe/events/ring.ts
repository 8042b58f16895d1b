import type { Event } from '../../base/event.ts';
import type { GroupOutcome, Proven, Solution, TokenResponse, WafOutcome } from '../../base/exchange.ts';
import { RingTail } from '../../base/ring.ts';
import { readFoundBlock } from '../../guard/record/found.ts';
import { readHeaderBlock } from '../../guard/record/headers.ts';
import * as layout from '../../guard/record/layout.ts';
import { readLearnedBlock } from '../../guard/record/learned.ts';

const { at, word } = layout;
const none: readonly string[] = Object.freeze([]);
const nothing = { details: [], unread: none };

/** Reads the events of one worker's ring, in the order they happened. */
export class RingReader {
  readonly #tail: RingTail;
  #names: string[] = [''];
  /** The text of the event being read, decoded in one go, and how far it has been used. */
  #text = '';
  #used = 0;
  #byte = 0;

  constructor(ring: SharedArrayBuffer) {
    this.#tail = new RingTail(ring);
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
        else if (kind === layout.FRESH) this.#names = [''];
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

  #learn(from: number): void {
    const length = this.#tail.words[(from >>> 2) + 2]!;
    this.#names.push(this.#tail.bytes.toString('utf8', from + 12, from + 12 + length));
  }

  #event(from: number): Event {
    const { words, doubles } = this.#tail;
    const d = from >>> 3;
    const w = from >>> 2;
    const packed = words[w + word.packed]!;
    const nCounted = words[w + word.counted]!;
    const nLabels = words[w + word.labels]!;
    const nRates = words[w + word.rates]!;
    const nGroups = words[w + word.groups]!;
    const lists = w + layout.listsAt;
    this.#open(from, lists + nCounted + nLabels + nGroups + 2 * nRates, w);
    const outcome =
      words[w + word.waf] === -1 ? null : this.#waf(w, lists, nCounted, nLabels, nGroups, nRates);
    let length = w + word.lengths;
    const requestId = this.#next(words[length++]!);
    const client = this.#next(words[length++]!);
    const path = this.#next(words[length++]!);
    const query = this.#next(words[length++]!);
    const host = this.#next(words[length++]!);
    const userAgent = this.#next(words[length++]!);
    const faultMessage = this.#next(words[length++]!);
    const method = words[length] === -1 ? this.#name(w + word.method) : this.#next(words[length]!);
    const stagePath = words[length + 1] === -1 ? path : this.#next(words[length + 1]!);
    const ja3 = this.#next(words[length + 2]!);
    const ja4 = this.#next(words[length + 3]!);
    const found = words[w + word.found]!;
    const { details, unread } = found === -1 ? nothing : readFoundBlock(this.#next(found));
    const waf = outcome === null || details.length === 0 ? outcome : { ...outcome, details };
    const flags = words[w + word.flags]!;
    const learned = words[w + word.learned]!;
    const known = learned === -1 ? null : readLearnedBlock(this.#next(learned));
    const inserted = words[w + word.inserted]!;
    const kept = words[w + word.headers]!;
    return {
      requestId,
      at: doubles[d + at.at]!,
      latencyMs: doubles[d + at.latencyMs]!,
      worker: packed >>> 19,
      client,
      method,
      path,
      stagePath,
      query,
      protocol: layout.protocols[(packed >>> 16) & 3] ?? 'HTTP/1.1',
      host,
      userAgent,
      api: this.#name(w + word.api),
      stage: this.#name(w + word.stage),
      operation: this.#name(w + word.operation),
      resourcePath: this.#name(w + word.resourcePath),
      apiKeyId: this.#name(w + word.apiKey),
      status: packed & 0xffff,
      bytesOut: doubles[d + at.bytesOut]!,
      bytesIn: doubles[d + at.bytesIn]!,
      reason: this.#name(w + word.reason),
      by: this.#name(w + word.by),
      fault: this.#name(w + word.fault),
      faultMessage,
      integrationStatus: words[w + word.integrationStatus]!,
      integrationMs: doubles[d + at.integrationMs]!,
      waf,
      solution: this.#solution(w),
      inspectedBytes: words[w + word.inspectedBytes]!,
      oversize: flags & 0xff,
      unread,
      secure: (flags & layout.SECURE) !== 0,
      ja3,
      ja4,
      learned: known,
      prepared: (packed & layout.PREPARED) !== 0,
      labels: nLabels === 0 ? none : this.#list(lists + nCounted, nLabels),
      inserted: inserted === -1 ? null : readHeaderBlock(this.#next(inserted)),
      headers: kept === -1 ? null : readHeaderBlock(this.#next(kept)),
    };
  }

  #waf(w: number, lists: number, counted: number, labels: number, groups: number, rates: number): WafOutcome {
    const { words } = this.#tail;
    const acted: { rule: string; key: string }[] = [];
    for (let i = 0, r = lists + counted + labels + groups; i < rates; i++, r += 2) {
      acted.push({ rule: this.#name(r), key: this.#next(words[r + 1]!) });
    }
    const packed = words[w + word.waf]!;
    return {
      webAcl: this.#name(w + word.webAcl),
      action: layout.actions[packed & 0xff]!,
      terminatingRule: this.#name(w + word.terminatingRule),
      terminatingType: layout.terminatingTypes[packed >>> 8]!,
      ...this.#steps(lists, counted),
      ...this.#tokens(w),
      rates: acted,
      ...(groups === 0 ? {} : { groups: this.#groups(lists + counted + labels, groups) }),
    };
  }

  /** Rules that did not end the evaluation, parted by what they did. */
  #steps(place: number, n: number): Pick<WafOutcome, 'counted' | 'proven'> {
    if (n === 0) return { counted: none };
    const { words } = this.#tail;
    const mask = (1 << layout.stepShift) - 1;
    const counted: string[] = [];
    const proven: Proven[] = [];
    for (let i = place; i < place + n; i++) {
      const name = this.#names[words[i]! & mask] ?? '';
      const action = layout.steps[words[i]! >>> layout.stepShift] ?? 'COUNT';
      if (action === 'COUNT') counted.push(name);
      else proven.push({ rule: name, action });
    }
    return proven.length === 0 ? { counted } : { counted, proven };
  }

  #tokens(w: number): Pick<WafOutcome, 'captcha' | 'challenge'> {
    const captcha = this.#token(w + word.captcha, w + word.captchaAt);
    const challenge = this.#token(w + word.challenge, w + word.challengeAt);
    return { ...(captcha === null ? {} : { captcha }), ...(challenge === null ? {} : { challenge }) };
  }

  #token(place: number, solvedAt: number): TokenResponse | null {
    const { words } = this.#tail;
    const packed = words[place]!;
    if (packed === 0) return null;
    return { solvedAt: words[solvedAt]! >>> 0, failure: layout.failures[packed - 1] ?? '' };
  }

  #solution(w: number): Solution | null {
    const packed = this.#tail.words[w + word.solution]!;
    if (packed === 0) return null;
    const of = (packed & 2) === 0 ? 'CHALLENGE' : 'CAPTCHA';
    return { webAcl: this.#name(w + word.webAcl), of, solved: (packed & 4) !== 0 };
  }

  #groups(from: number, size: number): GroupOutcome[] {
    const { words } = this.#tail;
    const groups: GroupOutcome[] = [];
    for (let g = from; g < from + size; ) {
      const counted = words[g + 3]! & 0xffff;
      const did = words[g + 3]! >>> 16;
      groups.push({
        rule: this.#name(g),
        group: this.#name(g + 1),
        terminating: this.#name(g + 2),
        action: did === 0 ? '' : layout.actions[did - 1]!,
        ...this.#steps(g + 4, counted),
      });
      g += 4 + counted;
    }
    return groups;
  }

  /** Decodes all texts of a record as Latin-1 in one go; what is UTF-8 among them is decoded again. */
  #open(from: number, textWord: number, w: number): void {
    this.#byte = textWord * 4;
    this.#text = this.#tail.bytes.toString('latin1', this.#byte, from + this.#tail.words[w]!);
    this.#used = 0;
  }

  #next(lengthWord: number): string {
    if (lengthWord === 0) return '';
    const length = lengthWord & ~layout.UTF8;
    const from = this.#used;
    this.#used = from + length;
    if ((lengthWord & layout.UTF8) === 0) return this.#text.slice(from, from + length);
    return this.#tail.bytes.toString('utf8', this.#byte + from, this.#byte + from + length);
  }

  #name(place: number): string {
    return this.#names[this.#tail.words[place]!] ?? '';
  }

  #list(place: number, n: number): string[] {
    const out: string[] = [];
    for (let i = 0; i < n; i++) out.push(this.#name(place + i));
    return out;
  }
}
