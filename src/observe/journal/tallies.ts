import type { Event } from '../../base/event.ts';
import { OfKind } from '../of-kind.ts';
import { outcomeOf } from '../reasons.ts';
import type { Match } from '../waf/matches.ts';
import { HeavyHitters } from './heavy-hitters.ts';
import type { OutcomeRow, TopRow, WafRow } from './rows.ts';
import { WafTallies } from './waf-tallies.ts';

/** Keys that are counted in a minute, and that are kept of it. */
const counted = 1024;
const kept = 100;
const maxPath = 200;

/** Different outcomes of one flush at most: a definition has far fewer. */
const maxOutcomes = 20_000;

/** How a request ended, each with the keys that were seen with it. */
const outcomes = ['allowed', 'refused', 'failed'] as const;
type Hitters = Readonly<Record<TopRow['outcome'], HeavyHitters>>;
const hitters = (): Hitters => ({
  allowed: new HeavyHitters(counted),
  refused: new HeavyHitters(counted),
  failed: new HeavyHitters(counted),
});

interface Tally {
  readonly event: Event;
  readonly minute: number;
  count: number;
  latencyMs: number;
}

/** Counts events until they are written: outcomes since the last flush, the most frequent keys of the minute. */
export class Tallies {
  #outcomes = new Map<string, Tally>();
  /** The tally of the present minute; null when there are too many. */
  readonly #ofKind = new OfKind((e, minute: number) => this.#tally(e, minute));
  #minute = -1;
  #dirty = false;
  readonly #addresses = hitters();
  readonly #paths = hitters();
  readonly #keys = hitters();
  readonly #waf = new WafTallies();
  #ended: (TopRow | WafRow)[] = [];

  /** `matches` is what the rules of the web ACL of that name did with it. True when a report shows it by its id. */
  add(e: Event, webAcl: string, matches: readonly Match[]): boolean {
    const minute = Math.floor(e.at / 60_000);
    if (minute > this.#minute) this.#turn(minute);
    // What comes late belongs to a minute that another of its kind may not.
    const tally = minute === this.#minute ? this.#ofKind.of(e, minute) : this.#tally(e, minute);
    if (tally !== null) {
      tally.count++;
      tally.latencyMs += e.latencyMs;
    }
    this.#dirty = true;
    const shown = e.waf !== null && this.#waf.add(e, webAcl, matches);
    const outcome = outcomeOf(e.reason);
    this.#addresses[outcome].add(e.client);
    if (e.apiKeyId !== '') this.#keys[outcome].add(e.apiKeyId);
    if (outcome !== 'allowed')
      this.#paths[outcome].add(e.path.length > maxPath ? `${e.path.slice(0, maxPath)}…` : e.path);
    return shown;
  }

  /** What was counted since the last time. Counts are to be added to those written before. */
  takeOutcomes(): OutcomeRow[] {
    const rows = [...this.#outcomes.values()].map(
      ({ event: e, minute, count, latencyMs }): OutcomeRow => ({
        of: 'outcome',
        at: minute * 60_000,
        api: e.api,
        stage: e.stage,
        resourcePath: e.resourcePath,
        status: e.status,
        reason: e.reason,
        by: e.by,
        count,
        latencyMs,
      }),
    );
    this.#outcomes = new Map();
    this.#ofKind.forget();
    return rows;
  }

  /** The most frequent keys: of minutes that ended, and of the present one so far. They take the place of those written before. */
  takeTops(): (TopRow | WafRow)[] {
    const rows = this.#dirty ? [...this.#ended, ...this.#present()] : this.#ended;
    this.#ended = [];
    this.#dirty = false;
    return rows;
  }

  /** Null when there are too many different ones. */
  #tally(e: Event, minute: number): Tally | null {
    const key = `${minute} ${e.status} ${e.reason} ${e.by} ${e.stage} ${e.resourcePath}`;
    let tally = this.#outcomes.get(key) ?? null;
    if (tally === null && this.#outcomes.size < maxOutcomes) {
      tally = { event: e, minute, count: 0, latencyMs: 0 };
      this.#outcomes.set(key, tally);
    }
    return tally;
  }

  #turn(minute: number): void {
    if (this.#dirty) this.#ended.push(...this.#present());
    this.#minute = minute;
    this.#ofKind.forget();
    for (const outcome of outcomes) {
      this.#addresses[outcome].clear();
      this.#paths[outcome].clear();
      this.#keys[outcome].clear();
    }
    this.#waf.clear();
  }

  #present(): (TopRow | WafRow)[] {
    const at = this.#minute * 60_000;
    const rows = (of: TopRow['of'], found: Hitters): TopRow[] =>
      outcomes.flatMap((outcome) =>
        found[outcome].top(kept).map(([key, count]) => ({ of, at, outcome, key, count })),
      );
    return [
      ...rows('address', this.#addresses),
      ...rows('path', this.#paths),
      ...rows('apiKey', this.#keys),
      ...this.#waf.rows(at),
    ];
  }
}
