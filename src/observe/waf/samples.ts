import type { Clock } from '../../base/clock.ts';
import type { Event } from '../../base/event.ts';
import { OfKind } from '../of-kind.ts';
import type { View, WebAclView } from '../view.ts';
import type { Match } from './matches.ts';
import { type SampledRequest, sampledRequest } from './sampled-request.ts';

/** The answer to `GetSampledRequests`. */
export interface SampledRequests {
  readonly SampledRequests: readonly SampledRequest[];
  readonly PopulationSize: number;
  readonly TimeWindow: { readonly StartTime: number; readonly EndTime: number };
}

/** AWS keeps three hours; so do we. */
const windowMinutes = 180;
/** Kept of each minute for each rule, and of minutes further back than `recentMinutes`. */
const perRecentMinute = 100;
const perOldMinute = 20;
const recentMinutes = 5;
/** Kept over all rules together: the oldest go first. */
const maxKept = 20_000;
const maxSeries = 1_000;

interface Minute {
  readonly minute: number;
  population: number;
  kept: { readonly event: Event; readonly match: Match }[];
}

/** Requests that rules matched: all counted, some kept, for each rule and minute of the last three hours. */
export class Samples {
  readonly #clock: Clock;
  readonly #series = new Map<string, Minute[]>();
  readonly #under = new OfKind((_, by: { acl: WebAclView; matches: readonly Match[] }) => this.#seriesOf(by));
  #kept = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `matches` is what the rules of the web ACL did with it. */
  add(e: Event, acl: WebAclView, matches: readonly Match[]): void {
    for (const { series, match } of this.#under.of(e, { acl, matches })) this.#add(series, e, match);
  }

  /**
   * The sample of a rule, by its metric name; `Default_Action` for what no rule ended, and the web ACL's own
   * metric name or `ALL` for everything. `from` and `to` are milliseconds since the epoch, `max` 1 to 500. As AWS
   * does, it looks at the first 5 000 requests of the span (in whole minutes), and says which span that is.
   */
  find(acl: WebAclView, metric: string, from: number, to: number, max: number, view: View): SampledRequests {
    const earliest = this.#clock.now() - windowMinutes * 60_000;
    const start = Math.max(from, earliest);
    const arn = acl.acl.arn;
    const all = metric === 'ALL' || metric === acl.acl.visibility.MetricName;
    const series = all
      ? [...this.#series].filter(([key]) => key.startsWith(`${arn} `)).map(([, s]) => s)
      : [this.#series.get(`${arn} ${metric}`) ?? []];
    const inSpan = series
      .flat()
      .filter((m) => (m.minute + 1) * 60_000 > start && m.minute * 60_000 < to && m.population > 0);
    const end = firstOf(inSpan, to);
    const minutes = inSpan.filter((m) => m.minute * 60_000 < end);
    const found = minutes.flatMap((m) =>
      m.kept
        .filter(({ event }) => event.at >= start && event.at < end)
        .map((kept) => ({ ...kept, weight: m.population / m.kept.length })),
    );
    found.sort((a, b) => b.event.at - a.event.at);
    const heavier = Math.max(1, found.length / max);
    return {
      SampledRequests: thinned(found, max).map(({ event, match, weight }) =>
        sampledRequest(
          event,
          match,
          view.atlas.of(event.client).country,
          Math.max(1, Math.round(weight * heavier)),
        ),
      ),
      PopulationSize: minutes.reduce((sum, m) => sum + m.population, 0),
      TimeWindow: { StartTime: start / 1000, EndTime: end / 1000 },
    };
  }

  #seriesOf({ acl, matches }: { acl: WebAclView; matches: readonly Match[] }) {
    const found: { readonly series: Minute[]; readonly match: Match }[] = [];
    for (const match of matches) {
      for (const metric of sampledUnder(match, acl)) {
        const key = `${acl.acl.arn} ${metric}`;
        let series = this.#series.get(key);
        if (series === undefined) {
          if (this.#series.size >= maxSeries) continue;
          series = [];
          this.#series.set(key, series);
        }
        found.push({ series, match });
      }
    }
    return found;
  }

  #add(series: Minute[], e: Event, match: Match): void {
    const minute = Math.floor(e.at / 60_000);
    let last = series.at(-1);
    if (last === undefined || last.minute < minute) {
      last = { minute, population: 0, kept: [] };
      series.push(last);
      this.#forget(series, minute);
    }
    last.population++;
    if (e.headers === null) return;
    if (last.kept.length < perRecentMinute) {
      last.kept.push({ event: e, match });
      if (++this.#kept > maxKept) this.#shrink();
      return;
    }
    // Reservoir sampling: each of the minute's requests is as likely to stay as any other.
    const place = Math.floor(Math.random() * last.population);
    if (place < perRecentMinute) last.kept[place] = { event: e, match };
  }

  #forget(series: Minute[], minute: number): void {
    while (series.length > 0 && series[0]!.minute <= minute - windowMinutes) {
      this.#kept -= series.shift()!.kept.length;
    }
    const aging = series.at(-recentMinutes - 1);
    if (aging !== undefined && aging.kept.length > perOldMinute) {
      this.#kept -= aging.kept.length - perOldMinute;
      aging.kept = aging.kept.slice(0, perOldMinute);
    }
  }

  /** Lets go of the samples of the oldest minute there is. */
  #shrink(): void {
    let oldest: Minute | undefined;
    for (const series of this.#series.values()) {
      const first = series.find((m) => m.kept.length > 0);
      if (first !== undefined && (oldest === undefined || first.minute < oldest.minute)) oldest = first;
    }
    if (oldest === undefined) return;
    this.#kept -= oldest.kept.length;
    oldest.kept = [];
  }
}

/** The metric names that a match is sampled under: of its rule, and of the rule of the group by itself. */
function sampledUnder({ rule, group, within }: Match, acl: WebAclView): string[] {
  const ended = acl.rules.get(rule)?.rule;
  const { visibility } = ended ?? acl.acl;
  const names = visibility.SampledRequestsEnabled
    ? [ended === undefined ? 'Default_Action' : visibility.MetricName]
    : [];
  const inner = group?.rules.get(within);
  if (inner === undefined) return names;
  const { SampledRequestsEnabled, MetricName } = inner.visibility ?? { ...visibility, MetricName: within };
  return SampledRequestsEnabled && !names.includes(MetricName) ? [...names, MetricName] : names;
}

/** Requests of which a sample is taken, at most. */
const mostLookedAt = 5_000;

/** Where the minutes end that hold the first 5 000 requests; `to` when there are not so many. */
function firstOf(minutes: readonly Minute[], to: number): number {
  let population = 0;
  for (const m of minutes.toSorted((a, b) => a.minute - b.minute)) {
    population += m.population;
    if (population > mostLookedAt) return Math.min(to, (m.minute + 1) * 60_000);
  }
  return to;
}

/** Evenly, so that a long window is seen in all its length. */
function thinned<T>(list: readonly T[], max: number): readonly T[] {
  if (list.length <= max) return list;
  return Array.from({ length: max }, (_, i) => list[Math.floor((i * list.length) / max)]!);
}
