import type { Event } from '../../base/event.ts';
import type { WafOutcome } from '../../base/exchange.ts';
import type { OperationView, StageView, View } from '../view.ts';
import { type Datapoint, Series } from './series.ts';

/** A metric as CloudWatch names it. */
export interface Metric {
  readonly namespace: 'AWS/ApiGateway' | 'AWS/WAFV2';
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

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

/** AWS's own metrics, by the minute: `AWS/ApiGateway` and `AWS/WAFV2` (apigateway.md 10.3, waf.md 11.2). */
export class CloudWatch {
  readonly #all = new Map<string, { readonly metric: Metric; readonly series: Series }>();
  #stages = new Map<string, ApiSeries[]>();
  #operations = new Map<string, ApiSeries | null>();
  #rules = new Map<string, Series | null>();

  /** Lets go of what was looked up by the ids of an earlier definition; the figures stay. */
  apply(): void {
    this.#stages = new Map();
    this.#operations = new Map();
    this.#rules = new Map();
  }

  add(e: Event, at: StageView | undefined, view: View): void {
    const minute = Math.floor(e.at / 60_000);
    if (at !== undefined) {
      for (const series of this.#ofStage(e.stage, at)) count(series, minute, e);
      const operation = at.operations.get(e.operation);
      if (operation?.metrics) {
        const series = this.#ofOperation(e.stage, at, operation);
        if (series !== null) count(series, minute, e);
      }
    }
    if (e.waf !== null) this.#waf(minute, e.waf, view);
  }

  /** Every metric that has been seen. */
  list(): Metric[] {
    return [...this.#all.values()].map((m) => m.metric);
  }

  /** The minutes of a metric in a span of time (milliseconds since the epoch), oldest first. */
  read(metric: Metric, from: number, to: number): Datapoint[] {
    return this.#all.get(keyOf(metric))?.series.between(from, to) ?? [];
  }

  #ofStage(id: string, at: StageView): ApiSeries[] {
    let found = this.#stages.get(id);
    if (found === undefined) {
      const ApiName = plain(at.api.name) || at.api.apiId;
      const made = [this.#api({ ApiName }), this.#api({ ApiName, Stage: at.stage.name })];
      found = made.filter((s) => s !== null);
      this.#stages.set(id, found);
    }
    return found;
  }

  #ofOperation(stage: string, at: StageView, operation: OperationView): ApiSeries | null {
    const key = `${stage} ${operation.method.id}`;
    let found = this.#operations.get(key);
    if (found === undefined) {
      const ApiName = plain(at.api.name) || at.api.apiId;
      const Method = operation.method.httpMethod;
      found = this.#api({ ApiName, Stage: at.stage.name, Method, Resource: operation.resource.path });
      this.#operations.set(key, found);
    }
    return found;
  }

  #api(dimensions: Readonly<Record<string, string>>): ApiSeries | null {
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

  #waf(minute: number, waf: WafOutcome, view: View): void {
    const name = waf.action === 'ALLOW' ? 'AllowedRequests' : waf.action === 'BLOCK' ? 'BlockedRequests' : '';
    if (name !== '') {
      this.#rule(name, waf, waf.terminatingRule, view)?.add(minute, 1);
      this.#rule(name, waf, 'ALL', view)?.add(minute, 1);
    }
    for (const id of waf.counted) this.#rule('CountedRequests', waf, id, view)?.add(minute, 1);
    if (waf.counted.length > 0) this.#rule('CountedRequests', waf, 'ALL', view)?.add(minute, 1);
  }

  #rule(name: string, waf: WafOutcome, id: string, view: View): Series | null {
    const key = `${name} ${waf.webAcl} ${id}`;
    let found = this.#rules.get(key);
    if (found === undefined) {
      const acl = view.webAcls.get(waf.webAcl);
      const rule = acl?.rules.get(id)?.rule;
      const shown = rule?.visibility.CloudWatchMetricsEnabled ?? acl?.acl.visibility.CloudWatchMetricsEnabled;
      found =
        acl === undefined || shown === false
          ? null
          : this.#series({
              namespace: 'AWS/WAFV2',
              name,
              dimensions: {
                WebACL: acl.acl.visibility.MetricName,
                Region: view.region,
                Rule: rule?.visibility.MetricName ?? id,
              },
            });
      this.#rules.set(key, found);
    }
    return found;
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
