import type { GroupOutcome, Proven, Solution, TokenResponse, WafOutcome } from '../../base/exchange.ts';
import * as layout from '../../guard/record/layout.ts';

const { word } = layout;
const none: readonly string[] = Object.freeze([]);
const [first, behind] = layout.kindWords;

/** Kinds that are remembered: a power of two. */
const places = 256;

/** What an event says in numbers and names alone: the same object for events that have all of it in common. */
export interface Kind {
  readonly worker: number;
  readonly status: number;
  readonly protocol: string;
  readonly prepared: boolean;
  readonly integrationStatus: number;
  readonly api: string;
  readonly stage: string;
  readonly operation: string;
  readonly resourcePath: string;
  readonly reason: string;
  readonly by: string;
  readonly fault: string;
  /** '' when it is written out. */
  readonly method: string;
  readonly apiKeyId: string;
  readonly oversize: number;
  readonly secure: boolean;
  readonly proxied: boolean;
  /** The port that was called. */
  readonly port: number;
  readonly solution: Solution | null;
  readonly labels: readonly string[];
  /** Without the keys of `rateRules`. */
  readonly waf: WafOutcome | null;
  readonly rateRules: readonly string[];
}

interface Place {
  readonly words: Int32Array;
  readonly kind: Kind;
}

/** Reads the numbers and names of events; what is the same as of one before is not read again. */
export class Kinds {
  readonly #words: Int32Array;
  readonly #places: (Place | undefined)[] = new Array(places).fill(undefined);
  #names: string[] = [''];
  #last: Place | undefined;

  /** `words` are those of the ring. */
  constructor(words: Int32Array) {
    this.#words = words;
  }

  /** Takes the next name. */
  learn(name: string): void {
    this.#names.push(name);
  }

  /** Forgets all names: their numbers are given anew. */
  unlearn(): void {
    this.#names = [''];
    this.forget();
  }

  /** From now on every kind is another object than before. */
  forget(): void {
    this.#places.fill(undefined);
    this.#last = undefined;
  }

  /** The kind of the event whose record begins at word `w`; its lists take that many words. */
  of(w: number, lists: number): Kind {
    if (lists > layout.maxKindLists) return this.#read(w);
    const last = this.#last;
    if (last !== undefined && this.#same(last.words, w, lists)) return last.kind;
    const place = this.#hash(w, lists) & (places - 1);
    let found = this.#places[place];
    if (found === undefined || !this.#same(found.words, w, lists)) {
      found = { words: this.#copy(w, lists), kind: this.#read(w) };
      this.#places[place] = found;
    }
    this.#last = found;
    return found.kind;
  }

  #same(known: Int32Array, w: number, lists: number): boolean {
    const words = this.#words;
    const fixed = behind - first;
    if (known.length !== fixed + lists) return false;
    for (let i = 0; i < fixed; i++) if (known[i] !== words[w + first + i]) return false;
    for (let i = 0; i < lists; i++) if (known[fixed + i] !== words[w + layout.listsAt + i]) return false;
    return true;
  }

  #hash(w: number, lists: number): number {
    const words = this.#words;
    let hash = 0;
    for (let i = first; i < behind; i++) hash = (Math.imul(hash, 31) + words[w + i]!) | 0;
    for (let i = 0; i < lists; i++) hash = (Math.imul(hash, 31) + words[w + layout.listsAt + i]!) | 0;
    return hash ^ (hash >>> 15);
  }

  #copy(w: number, lists: number): Int32Array {
    const fixed = behind - first;
    const copy = new Int32Array(fixed + lists);
    copy.set(this.#words.subarray(w + first, w + behind));
    copy.set(this.#words.subarray(w + layout.listsAt, w + layout.listsAt + lists), fixed);
    return copy;
  }

  #read(w: number): Kind {
    const words = this.#words;
    const packed = words[w + word.packed]!;
    const flags = words[w + word.flags]!;
    const nCounted = words[w + word.counted]!;
    const nLabels = words[w + word.labels]!;
    const nGroups = words[w + word.groups]!;
    const lists = w + layout.listsAt;
    const rates = lists + nCounted + nLabels + nGroups;
    const rateRules: string[] = [];
    for (let i = 0; i < words[w + word.rates]!; i++) rateRules.push(this.#name(rates + 2 * i));
    return {
      worker: packed >>> 19,
      status: packed & 0xffff,
      protocol: layout.protocols[(packed >>> 16) & 3] ?? 'HTTP/1.1',
      prepared: (packed & layout.PREPARED) !== 0,
      integrationStatus: words[w + word.integrationStatus]!,
      api: this.#name(w + word.api),
      stage: this.#name(w + word.stage),
      operation: this.#name(w + word.operation),
      resourcePath: this.#name(w + word.resourcePath),
      reason: this.#name(w + word.reason),
      by: this.#name(w + word.by),
      fault: this.#name(w + word.fault),
      method: this.#name(w + word.method),
      apiKeyId: this.#name(w + word.apiKey),
      oversize: flags & 0xff,
      secure: (flags & layout.SECURE) !== 0,
      proxied: (flags & layout.PROXIED) !== 0,
      port: flags >>> 16,
      solution: this.#solution(w),
      labels: nLabels === 0 ? none : this.#list(lists + nCounted, nLabels),
      waf: words[w + word.waf] === -1 ? null : this.#waf(w, nCounted, nLabels, nGroups),
      rateRules,
    };
  }

  #waf(w: number, counted: number, labels: number, groups: number): WafOutcome {
    const words = this.#words;
    const lists = w + layout.listsAt;
    const packed = words[w + word.waf]!;
    return {
      webAcl: this.#name(w + word.webAcl),
      action: layout.actions[packed & 0xff]!,
      terminatingRule: this.#name(w + word.terminatingRule),
      terminatingType: layout.terminatingTypes[packed >>> 8]!,
      ...this.#steps(lists, counted),
      ...this.#tokens(w),
      rates: [],
      ...(groups === 0 ? {} : { groups: this.#groups(lists + counted + labels, groups) }),
    };
  }

  /** Rules that did not end the evaluation, parted by what they did. */
  #steps(place: number, n: number): Pick<WafOutcome, 'counted' | 'proven'> {
    if (n === 0) return { counted: none };
    const words = this.#words;
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
    const words = this.#words;
    const packed = words[place]!;
    if (packed === 0) return null;
    return { solvedAt: words[solvedAt]! >>> 0, failure: layout.failures[packed - 1] ?? '' };
  }

  #solution(w: number): Solution | null {
    const packed = this.#words[w + word.solution]!;
    if (packed === 0) return null;
    const of = (packed & 2) === 0 ? 'CHALLENGE' : 'CAPTCHA';
    return { webAcl: this.#name(w + word.webAcl), of, solved: (packed & 4) !== 0 };
  }

  #groups(from: number, size: number): GroupOutcome[] {
    const words = this.#words;
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

  #name(place: number): string {
    return this.#names[this.#words[place]!] ?? '';
  }

  #list(place: number, n: number): string[] {
    const out: string[] = [];
    for (let i = 0; i < n; i++) out.push(this.#name(place + i));
    return out;
  }
}
