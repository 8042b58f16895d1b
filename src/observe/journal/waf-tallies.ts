import type { Event } from '../../base/event.ts';
import type { MatchDetail } from '../../base/match-detail.ts';
import { Budget } from '../budget.ts';
import { OfKind } from '../of-kind.ts';
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

interface Count {
  n: number;
}

/** What a rule did with an event, and what that counts for. */
interface Did {
  readonly counts: readonly Count[];
  /** Null for a rule that neither refused nor counted. */
  readonly refusal: Refusal | null;
}

interface Refusal {
  readonly webAcl: string;
  /** The rule, and its group. */
  readonly named: string;
  readonly family: string;
  readonly refuses: boolean;
  /** Whether it counts requests. */
  readonly rated: boolean;
  readonly detail: MatchDetail | undefined;
}

/** Counts what web ACLs did in a minute: by family of attack, by rule, by client, and what may have been a false alarm. */
export class WafTallies {
  readonly #suspicion = new Suspicion();
  readonly #good = new Budget(lookedAtPerSecond);
  readonly #bad = new Budget(lookedAtPerSecond);
  /** By family, and by rule: there are only so many of either. */
  readonly #families = { refused: new Map<string, Count>(), counted: new Map<string, Count>() };
  readonly #rules = new Map<RuleOutcome, Map<string, Count>>();
  readonly #did = new OfKind((e, by: { webAcl: string; matches: readonly Match[] }) => this.#didOf(e, by));
  readonly #clients = new HeavyHitters(counted);
  readonly #alarms = { refused: new HeavyHitters(counted), suspected: new HeavyHitters(counted) };
  /** The last suspected request of each rule and path. */
  #examples = new Map<string, string>();

  /**
   * `webAcl` is the name of the one that looked; `matches` is all that its rules did. True when it is an example of what
   * may have been a false alarm.
   */
  add(e: Event, webAcl: string, matches: readonly Match[]): boolean {
    const good = e.reason === '' && e.status < 400 && e.waf!.details === undefined;
    if (good && this.#good.take(e.at)) this.#suspicion.good(e);
    let example = false;
    for (const { counts, refusal } of this.#did.of(e, { webAcl, matches })) {
      for (const count of counts) count.n++;
      if (refusal !== null && this.#bad.take(e.at)) example = this.#look(e, refusal) || example;
    }
    return example;
  }

  /** The most frequent of the minute so far. */
  rows(at: number): WafRow[] {
    const lists: Counted[] = [
      ['family', 'refused', topOf(this.#families.refused)],
      ['family', 'counted', topOf(this.#families.counted)],
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
    this.#did.forget();
    this.#clients.clear();
    this.#alarms.refused.clear();
    this.#alarms.suspected.clear();
    this.#examples = new Map();
  }

  #didOf(e: Event, { webAcl, matches }: { webAcl: string; matches: readonly Match[] }): Did[] {
    return matches
      .filter((match) => match.rule !== 'Default_Action')
      .map((match) => {
        const rule = this.#rule(webAcl, match);
        const refuses = match.ended && match.action !== 'ALLOW';
        if (!refuses && match.action !== 'COUNT') return { counts: [rule], refusal: null };
        const refusal = refusalOf(e, webAcl, match, refuses);
        const families = refuses ? this.#families.refused : this.#families.counted;
        return { counts: [rule, held(families, refusal.family)], refusal };
      });
  }

  #rule(webAcl: string, { action, rule, within }: Match): Count {
    const did = action as RuleOutcome;
    let counts = this.#rules.get(did);
    if (counts === undefined) {
      counts = new Map();
      this.#rules.set(did, counts);
    }
    return held(counts, [webAcl, rule, within].join(keyGap));
  }

  /** True when its id is shown as an example. */
  #look(e: Event, { webAcl, named, family, refuses, rated, detail }: Refusal): boolean {
    if (refuses) this.#clients.add([e.client, webAcl, named, family].join(keyGap));
    // Whoever asks too often may be anyone: how often is no sign of a false alarm.
    if (rated) return false;
    const where = [detail?.location ?? '', detail?.field ?? ''].filter((part) => part !== '').join(' ');
    const key = [webAcl, named, `${e.method} ${pathShape(e.stagePath)}`, where.slice(0, 100)].join(keyGap);
    this.#alarms.refused.add(key);
    if (!this.#suspicion.refused(e, named, refuses || detail !== undefined)) return false;
    this.#alarms.suspected.add(key);
    if (this.#examples.size >= kept && !this.#examples.has(key)) return false;
    this.#examples.set(key, e.requestId);
    return true;
  }
}

function refusalOf(e: Event, webAcl: string, { rule, within }: Match, refuses: boolean): Refusal {
  const detail = e.waf!.details?.find((d) => d.rule === rule && d.within === within);
  const rated = e.waf!.rates.some((r) => r.rule === (within === '' ? rule : `${rule}/${within}`));
  const family = rated ? 'rate' : (detail?.family ?? '') || (detail === undefined ? 'other' : 'pattern');
  const named = within === '' ? rule : `${within} of ${rule}`;
  return { webAcl, named, family, refuses, rated, detail };
}

function held(counts: Map<string, Count>, key: string): Count {
  let count = counts.get(key);
  if (count === undefined) {
    count = { n: 0 };
    counts.set(key, count);
  }
  return count;
}

/** The most frequent first. */
const topOf = (counts: ReadonlyMap<string, Count>): [string, number][] =>
  [...counts]
    .map(([key, { n }]): [string, number] => [key, n])
    .sort((a, b) => b[1] - a[1])
    .slice(0, 4 * kept);
