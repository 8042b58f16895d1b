import type { Event } from '../../base/event.ts';
import { Budget } from '../budget.ts';
import type { Match } from '../waf/matches.ts';
import { HeavyHitters } from './heavy-hitters.ts';
import type { RuleOutcome, WafRow } from './rows.ts';
import { pathShape, Suspicion } from './suspicion.ts';

/** Keys that are counted in a minute, and that are kept of it. */
const counted = 1024;
const kept = 40;
/** Requests of a second that are looked at one by one: of a flood the rest is counted by rule and family alone. */
const lookedAtPerSecond = 1_000;

/** What stands between the parts of a key. */
export const keyGap = '\n';

type Counted = readonly [of: WafRow['of'], outcome: WafRow['outcome'], top: [key: string, count: number][]];

/** Counts what web ACLs did in a minute: by family of attack, by rule, by client, and what may have been a false alarm. */
export class WafTallies {
  readonly #suspicion = new Suspicion();
  readonly #good = new Budget(lookedAtPerSecond);
  readonly #bad = new Budget(lookedAtPerSecond);
  /** By family, and by rule: there are only so many of either. */
  readonly #families = { refused: new Map<string, number>(), counted: new Map<string, number>() };
  readonly #rules = new Map<RuleOutcome, Map<string, number>>();
  /** The key of a match; most are the same object again and again. */
  readonly #keys = new WeakMap<Match, string>();
  readonly #clients = new HeavyHitters(counted);
  readonly #alarms = { refused: new HeavyHitters(counted), suspected: new HeavyHitters(counted) };
  /** The last suspected request of each rule and path. */
  #examples = new Map<string, string>();

  /** `webAcl` is the name of the one that looked; `matches` is all that its rules did. */
  add(e: Event, webAcl: string, matches: readonly Match[]): void {
    const good = e.reason === '' && e.status < 400 && e.waf!.details === undefined;
    if (good && this.#good.take(e.at)) this.#suspicion.good(e);
    for (const match of matches) {
      if (match.rule === 'Default_Action') continue;
      this.#rule(webAcl, match);
      const refuses = match.ended && match.action !== 'ALLOW';
      if (!refuses && match.action !== 'COUNT') continue;
      this.#match(e, webAcl, match, refuses);
    }
  }

  /** The most frequent of the minute so far. */
  rows(at: number): WafRow[] {
    const lists: Counted[] = [
      ['family', 'refused', [...this.#families.refused]],
      ['family', 'counted', [...this.#families.counted]],
      ['client', 'refused', this.#clients.top(kept)],
      ['alarm', 'refused', this.#alarms.refused.top(kept)],
      ['alarm', 'suspected', this.#alarms.suspected.top(kept)],
    ];
    for (const [action, counts] of this.#rules) lists.push(['rule', action, topOf(counts)]);
    const rows = lists.flatMap(([of, outcome, top]) =>
      top.map(([key, count]): WafRow => ({ of, at, outcome, key, count })),
    );
    const examples = [...this.#examples].map(
      ([key, id]): WafRow => ({
        of: 'example',
        at,
        outcome: 'suspected',
        key: `${key}${keyGap}${id}`,
        count: 1,
      }),
    );
    return [...rows, ...examples];
  }

  clear(): void {
    this.#families.refused.clear();
    this.#families.counted.clear();
    this.#rules.clear();
    this.#clients.clear();
    this.#alarms.refused.clear();
    this.#alarms.suspected.clear();
    this.#examples = new Map();
  }

  #rule(webAcl: string, match: Match): void {
    const did = match.action as RuleOutcome;
    let counts = this.#rules.get(did);
    if (counts === undefined) {
      counts = new Map();
      this.#rules.set(did, counts);
    }
    let key = this.#keys.get(match);
    if (key === undefined) {
      key = [webAcl, match.rule, match.within].join(keyGap);
      this.#keys.set(match, key);
    }
    bump(counts, key);
  }

  #match(e: Event, webAcl: string, { rule, within }: Match, refuses: boolean): void {
    const detail = e.waf!.details?.find((d) => d.rule === rule && d.within === within);
    const rated = e.waf!.rates.some((r) => r.rule === (within === '' ? rule : within));
    const family = rated ? 'rate' : (detail?.family ?? '') || (detail === undefined ? 'other' : 'pattern');
    bump(refuses ? this.#families.refused : this.#families.counted, family);
    if (!this.#bad.take(e.at)) return;
    const named = within === '' ? rule : `${within} of ${rule}`;
    if (refuses) this.#clients.add([e.client, webAcl, named, family].join(keyGap));
    // Whoever asks too often may be anyone: how often is no sign of a false alarm.
    if (rated) return;
    const where = [detail?.location ?? '', detail?.field ?? ''].filter((part) => part !== '').join(' ');
    const key = [webAcl, named, `${e.method} ${pathShape(e.stagePath)}`, where.slice(0, 100)].join(keyGap);
    this.#alarms.refused.add(key);
    if (!this.#suspicion.refused(e, named, refuses || detail !== undefined)) return;
    this.#alarms.suspected.add(key);
    if (this.#examples.size < kept || this.#examples.has(key)) this.#examples.set(key, e.requestId);
  }
}

function bump(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** The most frequent first. */
const topOf = (counts: ReadonlyMap<string, number>): [string, number][] =>
  [...counts].sort((a, b) => b[1] - a[1]).slice(0, 4 * kept);
