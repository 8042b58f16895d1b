import type { Event } from '../../base/event.ts';
import { OfKind } from '../of-kind.ts';
import type { OperationView, StageView, View } from '../view.ts';
import type { Metric } from './metric.ts';
import { type Datapoint, Series } from './series.ts';
import { WafMetrics } from './waf-metrics.ts';

/** The series of one set of dimensions of `AWS/ApiGateway`. */
interface ApiSeries {
  readonly count: Series;
  readonly clientErrors: Series;
  readonly serverErrors: Series;
  readonly latency: Series;
  readonly integrationLatency: Series;
}

/** Series at most; a definition that asks for more gets none for the rest. */
const maxSeries = 5_000;

/** AWS's own metrics, by the minute: `AWS/ApiGateway` and `AWS/WAFV2` (API Gateway: "REST API metrics and dimensions"; AWS WAF: "Metrics and dimensions"). */
export class CloudWatch {
  readonly #all = new Map<string, { readonly metric: Metric; readonly series: Series }>();
  /** Of its stage, and of its method where that has metrics of its own. */
  readonly #api = new OfKind((e, at: StageView | undefined) => this.#apiOf(e, at));
  readonly #waf = new WafMetrics((metric) => this.#series(metric));

  /** Lets go of what was looked up by the ids of an earlier definition; the figures stay. */
  apply(): void {
    this.#api.forget();
    this.#waf.apply();
  }

  add(e: Event, at: StageView | undefined, view: View): void {
    const minute = Math.floor(e.at / 60_000);
    for (const series of this.#api.of(e, at)) count(series, minute, e);
    if (e.waf !== null) this.#waf.add(minute, e, e.waf, view);
    if (e.solution !== null) this.#waf.addSolution(minute, e.solution, view);
  }

  /** Every metric that has been seen. */
  list(): Metric[] {
    return [...this.#all.values()].map((m) => m.metric);
  }

  /** How much each metric of web ACLs came to since the start. */
  wafTotals(): { readonly metric: Metric; readonly total: number }[] {
    return [...this.#all.values()]
      .filter(({ metric }) => metric.namespace === 'AWS/WAFV2')
      .map(({ metric, series }) => ({ metric, total: series.total }));
  }

  /** The minutes of a metric in a span of time (milliseconds since the epoch), oldest first. */
  read(metric: Metric, from: number, to: number): Datapoint[] {
    return this.#all.get(keyOf(metric))?.series.between(from, to) ?? [];
  }

  #apiOf(e: Event, at: StageView | undefined): ApiSeries[] {
    if (at === undefined) return [];
    const ApiName = plain(at.api.name) || at.api.apiId;
    const Stage = at.stage.name;
    const found = [this.#ofApi({ ApiName }), this.#ofApi({ ApiName, Stage })];
    const operation = at.operations.get(e.operation);
    if (operation?.metrics) found.push(this.#ofApi({ ApiName, Stage, ...placeOf(operation) }));
    return found.filter((series) => series !== null);
  }

  #ofApi(dimensions: Readonly<Record<string, string>>): ApiSeries | null {
    const of = (name: string): Series | null =>
      this.#series({ namespace: 'AWS/ApiGateway', name, dimensions });
    const count = of('Count');
    const clientErrors = of('4XXError');
    const serverErrors = of('5XXError');
    const latency = of('Latency');
    const integrationLatency = of('IntegrationLatency');
    if (!count || !clientErrors || !serverErrors || !latency || !integrationLatency) return null;
    return { count, clientErrors, serverErrors, latency, integrationLatency };
  }

  #series(metric: Metric): Series | null {
    const key = keyOf(metric);
    let found = this.#all.get(key);
    if (found === undefined) {
      if (this.#all.size >= maxSeries) return null;
      found = { metric, series: new Series() };
      this.#all.set(key, found);
    }
    return found.series;
  }
}

const placeOf = ({ method, resource }: OperationView) => ({
  Method: method.httpMethod,
  Resource: resource.path,
});

/** `Count`'s number of samples is the count; the sum of an error metric is its count, and the average its rate. */
function count(series: ApiSeries, minute: number, e: Event): void {
  series.count.add(minute, 1);
  series.clientErrors.add(minute, e.status >= 400 && e.status < 500 ? 1 : 0);
  series.serverErrors.add(minute, e.status >= 500 ? 1 : 0);
  series.latency.add(minute, e.latencyMs);
  if (e.integrationMs >= 0) series.integrationLatency.add(minute, e.integrationMs);
}

const keyOf = ({ namespace, name, dimensions }: Metric): string =>
  `${namespace} ${name} ${Object.keys(dimensions)
    .sort()
    .map((d) => `${d}=${dimensions[d]}`)
    .join(' ')}`;

/** CloudWatch has no other than ASCII characters in the name of an API. */
const plain = (name: string): string => name.replace(/[^\x20-\x7e]/g, '');
