import type { Clock } from '../../base/clock.ts';
import type { Event } from '../../base/event.ts';
import type { WafOutcome } from '../../base/exchange.ts';
import type { View, WebAclView } from '../view.ts';

/** One sampled request, as `GetSampledRequests` gives it. Times are seconds since the epoch. */
export interface SampledRequest {
  readonly Request: {
    readonly ClientIP: string;
    readonly Country: string;
    readonly URI: string;
    readonly Method: string;
    readonly HTTPVersion: string;
    readonly Headers: readonly { readonly Name: string; readonly Value: string }[];
  };
  readonly Weight: number;
  readonly Timestamp: number;
  readonly Action: string;
  readonly RequestHeadersInserted?: readonly { readonly Name: string; readonly Value: string }[];
  readonly ResponseCodeSent?: number;
  readonly Labels?: readonly { readonly Name: string }[];
}

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
  kept: { readonly event: Event; readonly action: string }[];
}

/** Requests that rules matched: all counted, some kept, for each rule and minute of the last three hours. */
export class Samples {
  readonly #clock: Clock;
  readonly #series = new Map<string, Minute[]>();
  #kept = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(e: Event, waf: WafOutcome, view: View): void {
    const acl = view.webAcls.get(waf.webAcl);
    if (acl === undefined) return;
    const { arn, visibility } = acl.acl;
    const ended = acl.rules.get(waf.terminatingRule)?.rule.visibility;
    if (ended !== undefined) {
      if (ended.SampledRequestsEnabled) this.#add(arn, ended.MetricName, e, waf.action);
    } else if (visibility.SampledRequestsEnabled) this.#add(arn, 'Default_Action', e, waf.action);
    for (const id of waf.counted) {
      const counted = acl.rules.get(id)?.rule.visibility;
      if (counted?.SampledRequestsEnabled) this.#add(arn, counted.MetricName, e, 'COUNT');
    }
  }

  /**
   * The sample of a rule, by its metric name; `Default_Action` for what no rule ended, and the web ACL's own
   * metric name or `ALL` for everything. `from` and `to` are milliseconds since the epoch, `max` 1 to 500.
   */
  find(acl: WebAclView, metric: string, from: number, to: number, max: number): SampledRequests {
    const earliest = this.#clock.now() - windowMinutes * 60_000;
    const start = Math.max(from, earliest);
    const arn = acl.acl.arn;
    const all = metric === 'ALL' || metric === acl.acl.visibility.MetricName;
    const series = all
      ? [...this.#series].filter(([key]) => key.startsWith(`${arn} `)).map(([, s]) => s)
      : [this.#series.get(`${arn} ${metric}`) ?? []];
    const minutes = series
      .flat()
      .filter(
        (m) => (m.minute + 1) * 60_000 > start && m.minute * 60_000 < to && m.kept.length + m.population > 0,
      );
    const found = minutes.flatMap((m) => {
      const weight = Math.max(1, Math.round(m.population / Math.max(1, m.kept.length)));
      return m.kept
        .filter(({ event }) => event.at >= start && event.at < to)
        .map(({ event, action }) => sampled(event, action, weight));
    });
    found.sort((a, b) => b.Timestamp - a.Timestamp);
    return {
      SampledRequests: thinned(found, max),
      PopulationSize: minutes.reduce((sum, m) => sum + m.population, 0),
      TimeWindow: { StartTime: start / 1000, EndTime: to / 1000 },
    };
  }

  #add(arn: string, metric: string, e: Event, action: string): void {
    const key = `${arn} ${metric}`;
    let series = this.#series.get(key);
    if (series === undefined) {
      if (this.#series.size >= maxSeries) return;
      series = [];
      this.#series.set(key, series);
    }
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
      last.kept.push({ event: e, action });
      if (++this.#kept > maxKept) this.#shrink();
      return;
    }
    // Reservoir sampling: each of the minute's requests is as likely to stay as any other.
    const place = Math.floor(Math.random() * last.population);
    if (place < perRecentMinute) last.kept[place] = { event: e, action };
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

function sampled(e: Event, action: string, weight: number): SampledRequest {
  return {
    Request: {
      ClientIP: e.client,
      Country: '-',
      URI: e.query === '' ? e.stagePath : `${e.stagePath}?${e.query}`,
      Method: e.method,
      HTTPVersion: e.protocol,
      Headers: named(e.headers ?? []),
    },
    Weight: weight,
    Timestamp: e.at / 1000,
    Action: action,
    ...(e.inserted === null ? {} : { RequestHeadersInserted: named(e.inserted) }),
    ...(e.prepared && action === 'BLOCK' ? { ResponseCodeSent: e.status } : {}),
    ...(e.labels.length === 0 ? {} : { Labels: e.labels.map((Name) => ({ Name })) }),
  };
}

function named(headers: readonly string[]): { Name: string; Value: string }[] {
  const out: { Name: string; Value: string }[] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) out.push({ Name: headers[i]!, Value: headers[i + 1]! });
  return out;
}

/** Evenly, so that a long window is seen in all its length. */
function thinned<T>(list: readonly T[], max: number): readonly T[] {
  if (list.length <= max) return list;
  return Array.from({ length: max }, (_, i) => list[Math.floor((i * list.length) / max)]!);
}
