import type { Event } from '../../base/event.ts';
import type { Match } from '../waf/matches.ts';
import { HeavyHitters } from './heavy-hitters.ts';
import type { RuleOutcome, WafRow } from './rows.ts';
import { pathShape, Suspicion } from './suspicion.ts';

/** Keys that are counted in a minute, and that are kept of it. */
const counted = 1024;
const kept = 40;

/** What stands between the parts of a key. */
export const keyGap = '\n';

type Counted = readonly [of: WafRow['of'], outcome: WafRow['outcome'], hitters: HeavyHitters];

/** Counts what web ACLs did in a minute: by family of attack, by rule, by client, and what may have been a false alarm. */
export class WafTallies {
  readonly #suspicion = new Suspicion();
  readonly #families = { refused: new HeavyHitters(counted), counted: new HeavyHitters(counted) };
  readonly #rules = new Map<RuleOutcome, HeavyHitters>();
  readonly #clients = new HeavyHitters(counted);
  readonly #alarms = { refused: new HeavyHitters(counted), suspected: new HeavyHitters(counted) };
  /** The last suspected request of each rule and path. */
  #examples = new Map<string, string>();

  /** `webAcl` is the name of the one that looked; `matches` is all that its rules did. */
  add(e: Event, webAcl: string, matches: readonly Match[]): void {
    if (e.reason === '' && e.status < 400 && e.waf!.details === undefined) this.#suspicion.good(e);
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
      ['family', 'refused', this.#families.refused],
      ['family', 'counted', this.#families.counted],
      ['client', 'refused', this.#clients],
      ['alarm', 'refused', this.#alarms.refused],
      ['alarm', 'suspected', this.#alarms.suspected],
    ];
    for (const [action, hitters] of this.#rules) lists.push(['rule', action, hitters]);
    const rows = lists.flatMap(([of, outcome, hitters]) =>
      hitters.top(kept).map(([key, count]): WafRow => ({ of, at, outcome, key, count })),
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
    for (const { refused, counted: others } of [this.#families]) {
      refused.clear();
      others.clear();
    }
    for (const hitters of this.#rules.values()) hitters.clear();
    this.#clients.clear();
    this.#alarms.refused.clear();
    this.#alarms.suspected.clear();
    this.#examples = new Map();
  }

  #rule(webAcl: string, { rule, within, action }: Match): void {
    const did = action as RuleOutcome;
    let hitters = this.#rules.get(did);
    if (hitters === undefined) {
      hitters = new HeavyHitters(counted);
      this.#rules.set(did, hitters);
    }
    hitters.add([webAcl, rule, within].join(keyGap));
  }

  #match(e: Event, webAcl: string, { rule, within }: Match, refuses: boolean): void {
    const detail = e.waf!.details?.find((d) => d.rule === rule && d.within === within);
    const rated = e.waf!.rates.some((r) => r.rule === (within === '' ? rule : within));
    const family = rated ? 'rate' : (detail?.family ?? '') || (detail === undefined ? 'other' : 'pattern');
    (refuses ? this.#families.refused : this.#families.counted).add(family);
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
