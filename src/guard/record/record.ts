import type { Clock } from '../../base/clock.ts';
import { type Decision, PASS } from '../../base/decision.ts';
import type {
  Exchange,
  GroupOutcome,
  Proven,
  Solution,
  TokenResponse,
  WafOutcome,
} from '../../base/exchange.ts';
import { Fault } from '../../base/fault.ts';
import { RingWriter } from '../../base/ring.ts';
import { foundBlock } from './found.ts';
import { headerBlock } from './headers.ts';
import * as layout from './layout.ts';
import { learnedBlock } from './learned.ts';
import { RecordDraft } from './record-draft.ts';

export { ringBytes } from '../../base/ring.ts';

const { at, word } = layout;
/** Requests a second whose headers are kept though no log asked for them: passed ones for samples, refused ones to explain. */
const passedPerSecond = 20;
const refusedPerSecond = 500;
const maxText = 10_240;
const maxShort = 2_048;
const maxNameLength = 1_024;
const maxKey = 256;
const maxListed = 100;

/**
 * Writes one event for each request into the ring of its worker. Never waits: when the ring is full the event
 * is counted as lost.
 */
export class Recorder {
  readonly #ring: RingWriter;
  readonly #clock: Clock;
  readonly #draft = new RecordDraft(layout.recordBytes);
  readonly #names = new Map<string, number>();
  /** The id whose number stands in each word of the draft: often that of the event before. */
  readonly #held: string[] = new Array(layout.listsAt).fill('');
  #fresh = false;
  #second = 0;
  #passed = 0;
  #refused = 0;
  readonly #worker: number;

  /** `worker` is a number from 0 to 8191. */
  constructor(ring: SharedArrayBuffer, worker: number, clock: Clock) {
    this.#ring = new RingWriter(ring);
    this.#worker = worker << 19;
    this.#clock = clock;
    this.#begin();
  }

  record(x: Exchange, decision: Decision): void {
    if (!this.#write(x, decision)) this.#ring.lose();
  }

  #write(x: Exchange, decision: Decision): boolean {
    if ((!this.#fresh || this.#names.size >= layout.maxNames) && !this.#begin()) return false;
    const { words, doubles } = this.#draft;
    const now = this.#clock.now();
    doubles[at.at] = x.at;
    doubles[at.latencyMs] = Math.max(0, now - x.at);
    doubles[at.integrationMs] = x.integrationMs;
    doubles[at.bytesOut] = x.wire.sentBodyBytes;
    doubles[at.bytesIn] = x.wire.receivedBytes;
    words[word.packed] =
      (x.status & 0xffff) |
      (layout.protocols.indexOf(x.protocol) << 16) |
      (decision.prepared === null ? 0 : layout.PREPARED) |
      this.#worker;
    words[word.integrationStatus] = x.integrationStatus;
    const known = layout.knownMethods.has(x.method);
    const named =
      this.#name(word.api, x.api) &&
      this.#name(word.stage, x.stage) &&
      this.#name(word.operation, x.operation) &&
      this.#name(word.resourcePath, x.resourcePath) &&
      this.#name(word.reason, decision.reason) &&
      this.#name(word.by, decision.by) &&
      this.#name(word.fault, codeOf(x.fault)) &&
      this.#name(word.method, known ? x.method : '') &&
      this.#name(word.apiKey, x.apiKeyId) &&
      this.#lists(x.waf, x.labels) &&
      this.#solution(x.solution);
    if (!named) return false;
    this.#texts(x, known);
    words[word.inspectedBytes] = x.inspectedBytes;
    const learned = x.logged.length === 0 ? none : learnedBy(x);
    words[word.flags] =
      x.oversize |
      (x.secure ? layout.SECURE : 0) |
      (learned.length === 0 ? 0 : layout.LEARNED) |
      (x.proxied ? layout.PROXIED : 0) |
      (x.port << 16);
    const found = x.waf === null ? '' : foundBlock(x.waf, x.unread);
    words[word.found] = found === '' ? -1 : this.#draft.block(found);
    words[word.learned] = learned.length === 0 ? -1 : this.#draft.block(learnedBlock(learned));
    words[word.inserted] = x.inserted === null ? -1 : this.#draft.block(headerBlock(x.inserted));
    const kept = (x.waf !== null || decision !== PASS) && this.#keeps(x.waf, decision, now);
    words[word.headers] = kept ? this.#draft.block(headerBlock(x.headers)) : -1;
    return this.#draft.commit(layout.EVENT, this.#ring);
  }

  #texts(x: Exchange, known: boolean): void {
    const draft = this.#draft;
    draft.text(x.id, maxShort);
    draft.text(x.client.text, maxShort);
    draft.text(x.path, maxText);
    draft.text(x.query, maxText);
    draft.text(x.header('host'), maxShort);
    draft.text(x.header('user-agent'), maxShort);
    draft.text(messageOf(x.fault), maxShort);
    if (known) draft.same();
    else draft.text(x.method, maxShort);
    if (x.stagePath === x.path || x.stagePath === '') draft.same();
    else draft.text(x.stagePath, maxText);
    draft.text(x.waf === null || x.tls === null ? '' : x.tls.ja3, maxShort);
    draft.text(x.waf === null || x.tls === null ? '' : x.tls.ja4, maxShort);
  }

  /** Ids of what the web ACL did; numbers first, since the texts come behind all of them. */
  #lists(waf: WafOutcome | null, labels: readonly string[] | null): boolean {
    const { words } = this.#draft;
    const proven = waf?.proven ?? none;
    const counted = waf === null ? 0 : Math.min(waf.counted.length + proven.length, maxListed);
    const rates = waf === null ? 0 : Math.min(waf.rates.length, maxListed);
    const labelled = labels === null ? 0 : Math.min(labels.length, maxListed);
    words[word.waf] =
      waf === null
        ? -1
        : layout.actions.indexOf(waf.action) | (layout.terminatingTypes.indexOf(waf.terminatingType) << 8);
    words[word.counted] = counted;
    words[word.rates] = rates;
    words[word.labels] = labelled;
    words[word.groups] = 0;
    words[word.captcha] = tokenWord(waf?.captcha);
    words[word.challenge] = tokenWord(waf?.challenge);
    words[word.captchaAt] = waf?.captcha?.solvedAt ?? 0;
    words[word.challengeAt] = waf?.challenge?.solvedAt ?? 0;
    if (!this.#name(word.webAcl, waf === null ? '' : waf.webAcl)) return false;
    if (!this.#name(word.terminatingRule, waf === null ? '' : waf.terminatingRule)) return false;
    let next = layout.listsAt;
    if (waf !== null) {
      for (let i = 0; i < counted; i++) if (!this.#step(next++, waf.counted, proven, i)) return false;
    }
    for (let i = 0; i < labelled; i++) if (!this.#name(next++, labels![i]!)) return false;
    const groups = waf?.groups;
    if (groups !== undefined && groups.length > 0) {
      const behind = this.#groups(groups, next);
      if (behind < 0) return false;
      words[word.groups] = behind - next;
      next = behind;
    }
    for (let i = 0; i < rates; i++) {
      if (!this.#name(next++, waf!.rates[i]!.rule)) return false;
      next++;
    }
    this.#draft.begin(next);
    // The keys' lengths stand beside their rules; their bytes are the first of the texts.
    for (let i = 0; i < rates; i++) {
      words[next - 2 * (rates - i) + 1] = this.#draft.put(waf!.rates[i]!.key, maxKey);
    }
    return true;
  }

  /** Writes what rules within groups did, as far as there is room; gives the place behind it, -1 when the ring is full. */
  #groups(groups: readonly GroupOutcome[], from: number): number {
    const { words } = this.#draft;
    let next = from;
    for (const { rule, group, terminating, action, counted, proven = none } of groups) {
      const room = maxListed - (next - from) - 4;
      if (room < 0) break;
      const listed = Math.min(counted.length + proven.length, room);
      if (!this.#name(next++, rule) || !this.#name(next++, group)) return -1;
      if (!this.#name(next++, terminating)) return -1;
      words[next++] = listed | ((action === '' ? 0 : 1 + layout.actions.indexOf(action)) << 16);
      for (let i = 0; i < listed; i++) if (!this.#step(next++, counted, proven, i)) return -1;
    }
    return next;
  }

  /** The rules that counted come first, and then those that a token satisfied. */
  #step(place: number, counted: readonly string[], proven: readonly Proven[], i: number): boolean {
    if (i < counted.length) return this.#name(place, counted[i]!);
    const { rule, action } = proven[i - counted.length]!;
    if (!this.#name(place, rule)) return false;
    this.#draft.words[place]! |= layout.steps.indexOf(action) << layout.stepShift;
    return true;
  }

  /** Behind the lists: its web ACL stands in the place of the one that would have looked. */
  #solution(solution: Solution | null): boolean {
    const { words } = this.#draft;
    words[word.solution] = 0;
    if (solution === null) return true;
    words[word.solution] = 1 | (solution.of === 'CAPTCHA' ? 2 : 0) | (solution.solved ? 4 : 0);
    return this.#name(word.webAcl, solution.webAcl);
  }

  /** Whether this one's headers are kept: when a log wants them, and of the others so many a second. */
  #keeps(waf: WafOutcome | null, decision: Decision, now: number): boolean {
    const { wants } = this.#ring;
    const asked = waf === null ? 0 : waf.action === 'ALLOW' ? layout.WANT_INSPECTED : layout.WANT_BLOCKED;
    if (asked !== 0 && (wants & asked) === asked) {
      return true;
    }
    const second = Math.floor(now / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#passed = 0;
      this.#refused = 0;
    }
    return decision === PASS ? this.#passed++ < passedPerSecond : this.#refused++ < refusedPerSecond;
  }

  /** Writes the number of an id; the first time the id itself goes into the ring, ahead of the event. */
  #name(place: number, id: string): boolean {
    const held = this.#held;
    if (place < held.length) {
      if (held[place] === id) return true;
      held[place] = id;
    }
    const { words } = this.#draft;
    if (id === '') {
      words[place] = 0;
      return true;
    }
    const number = this.#names.get(id);
    if (number !== undefined) {
      words[place] = number;
      return true;
    }
    if (!this.#draft.name(layout.NAME, id.slice(0, maxNameLength), this.#ring)) {
      this.#forget();
      return false;
    }
    this.#names.set(id, this.#names.size + 1);
    words[place] = this.#names.size;
    return true;
  }

  /** What the words of the draft name is not known. */
  #forget(): void {
    this.#held.fill('');
    this.#draft.words.fill(0, 0, layout.listsAt);
  }

  #begin(): boolean {
    this.#names.clear();
    this.#forget();
    this.#fresh = this.#draft.name(layout.FRESH, '', this.#ring);
    return this.#fresh;
  }
}

/** Names and values in turn of what the access log asks for and the request has. */
function learnedBy(x: Exchange): readonly string[] {
  let learned: string[] | null = null;
  for (const { name, read } of x.logged) {
    const value = read(x);
    if (value === null) continue;
    learned ??= [];
    learned.push(name, value);
  }
  return learned ?? none;
}
const none: readonly never[] = Object.freeze([]);

const tokenWord = (response: TokenResponse | undefined): number =>
  response === undefined ? 0 : 1 + layout.failures.indexOf(response.failure);

const codeOf = (fault: unknown): string =>
  fault === null ? '' : fault instanceof Fault ? fault.code : 'gateway.bug';

const messageOf = (fault: unknown): string =>
  fault === null ? '' : fault instanceof Error ? fault.message : String(fault);
