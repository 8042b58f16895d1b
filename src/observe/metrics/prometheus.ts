import type { Event } from '../../base/event.ts';
import type { FunctionLog } from '../../functions/log.ts';
import { OfKind } from '../of-kind.ts';
import type { StageView } from '../view.ts';
import { Exposition, type Histogram } from './exposition.ts';
import type { Metric } from './metric.ts';
import { wafMetrics } from './waf-metrics.ts';

/** Upper bounds of the latency histogram, in seconds. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** Different sets of labels at most: what comes beyond is not counted apart. */
const maxKeys = 10_000;

/** Counts under two or three names, one within the other, so that counting makes no strings. */
type Counts = Map<string, Map<string, number[]>>;

interface StageCounters {
  readonly api: string;
  readonly stage: string;
  /** By reason and deciding element; each by class of status, 0 to 9. */
  readonly requests: Counts;
  readonly latency: Histogram;
}

/** A count that goes up by one. */
interface Tick {
  readonly counts: number[];
  readonly place: number;
}

/** Counters since the start, and their text in the exposition format of Prometheus. */
export class Prometheus {
  readonly #stages = new Map<string, StageCounters>();
  readonly #nowhere = this.#countersOf('', '');
  /** By web ACL and rule; each by action, in the order of `actions`. */
  readonly #waf: Counts = new Map();
  /** By what was handed in and what came of it. */
  readonly #solutions: Counts = new Map();
  readonly #faults: Counts = new Map();
  readonly #invocations = new Map<string, number>();
  readonly #entries: Counts = new Map();
  /** By API key and reason. */
  readonly #apiKeys: Counts = new Map();
  /** What an event counts for. */
  readonly #ticks = new OfKind((e, at: StageView | undefined) => this.#ticksOf(e, at));
  #keys = 0;

  add(e: Event, at: StageView | undefined): void {
    const { latency, ticks } = this.#ticks.of(e, at);
    observe(latency, e.latencyMs / 1000);
    for (const { counts, place } of ticks) counts[place]!++;
  }

  functionLog(entry: FunctionLog): void {
    const entries = this.#cell(this.#entries, entry.functionName, entry.level);
    if (entries !== null) entries[0]!++;
    if (entry.source !== 'platform' || !entry.text.startsWith('REPORT')) return;
    this.#invocations.set(entry.functionName, (this.#invocations.get(entry.functionName) ?? 0) + 1);
  }

  /** `gauges`: what the gateway is now, by name, without the prefix `portcullis_`. */
  text(
    waf: readonly { readonly metric: Metric; readonly total: number }[],
    gauges: Readonly<Record<string, number>>,
  ): string {
    const out = new Exposition();
    this.#requests(out);
    out.head(
      'waf_requests_total',
      'counter',
      'Requests that a web ACL saw, by the rule that ended its evaluation or counted.',
    );
    for (const [web_acl, rules] of this.#waf) {
      for (const [rule, counts] of rules) {
        for (const [i, action] of actions.entries()) {
          out.sample('waf_requests_total', { web_acl, rule, action }, counts[i]!);
        }
      }
    }
    wafSamples(out, waf);
    out.head('waf_solutions_total', 'counter', 'Challenges and puzzles handed in, by what came of them.');
    for (const [of, outcomes] of this.#solutions) {
      for (const [outcome, [n]] of outcomes) out.sample('waf_solutions_total', { of, outcome }, n!);
    }
    out.head(
      'api_key_requests_total',
      'counter',
      'Requests with a known API key, by its id and the reason of a refusal.',
    );
    for (const [api_key, reasons] of this.#apiKeys) {
      for (const [reason, [n]] of reasons) out.sample('api_key_requests_total', { api_key, reason }, n!);
    }
    out.head('faults_total', 'counter', 'Requests that ended in a fault, by its code.');
    for (const [code, ends] of this.#faults) {
      for (const [n] of ends.values()) out.sample('faults_total', { code }, n!);
    }
    out.head('function_invocations_total', 'counter', 'Invocations of functions that have ended.');
    for (const [name, n] of this.#invocations)
      out.sample('function_invocations_total', { function: name }, n);
    out.head('function_log_entries_total', 'counter', 'Entries in the logs of functions, by level.');
    for (const [name, levels] of this.#entries) {
      for (const [level, [n]] of levels) {
        out.sample('function_log_entries_total', { function: name, level }, n!);
      }
    }
    for (const [name, n] of Object.entries(gauges)) {
      out.head(
        name,
        name.endsWith('_total') ? 'counter' : 'gauge',
        gaugeHelp[name] ?? name.replaceAll('_', ' '),
      );
      out.sample(name, {}, n);
    }
    return out.text();
  }

  #requests(out: Exposition): void {
    const stages = [...this.#stages.values()];
    out.head('requests_total', 'counter', 'Requests answered, by class of status and reason of the refusal.');
    for (const { api, stage, requests } of stages) {
      for (const [reason, deciders] of requests) {
        for (let i = 0; i < 10; i++) {
          let n = 0;
          for (const counts of deciders.values()) n += counts[i]!;
          out.sample('requests_total', { api, stage, class: `${i}xx`, reason }, n);
        }
      }
    }
    out.head('throttled_total', 'counter', 'Requests that a throttle refused, by the element that did.');
    for (const { api, stage, requests } of stages) {
      for (const [by, counts] of requests.get('THROTTLED') ?? []) {
        out.sample(
          'throttled_total',
          { api, stage, by },
          counts.reduce((a, b) => a + b, 0),
        );
      }
    }
    const name = 'request_duration_seconds';
    out.head(name, 'histogram', 'Time from the head of a request to the end of its answer.');
    for (const { api, stage, latency } of stages) out.histogram(name, { api, stage }, latency);
  }

  #ticksOf(e: Event, at: StageView | undefined): { latency: Histogram; ticks: Tick[] } {
    const stage = at === undefined ? this.#nowhere : this.#countersOf(at.api.name, at.stage.name);
    const ticks: Tick[] = [];
    const tick = (of: Counts, first: string, second: string, place = 0): void => {
      const counts = this.#cell(of, first, second);
      if (counts !== null) ticks.push({ counts, place });
    };
    tick(stage.requests, e.reason, e.by, Math.min(9, Math.floor(e.status / 100)));
    if (e.fault !== '') tick(this.#faults, e.fault, '');
    if (e.apiKeyId !== '') tick(this.#apiKeys, e.apiKeyId, e.reason);
    if (e.solution !== null)
      tick(this.#solutions, e.solution.of.toLowerCase(), e.solution.solved ? 'solved' : 'failed');
    const { waf } = e;
    if (waf !== null) {
      const acl = at?.webAcls.get(waf.webAcl)?.acl.name ?? waf.webAcl;
      tick(this.#waf, acl, waf.terminatingRule, actions.indexOf(waf.action));
      for (const rule of waf.counted) tick(this.#waf, acl, rule, actions.indexOf('COUNT'));
      for (const { rule, action } of waf.proven ?? [])
        tick(this.#waf, acl, rule, actions.indexOf(`${action}_PROVEN`));
    }
    return { latency: stage.latency, ticks };
  }

  #countersOf(api: string, stage: string): StageCounters {
    const key = `${api}\n${stage}`;
    let found = this.#stages.get(key);
    if (found === undefined) {
      const latency = { bounds, buckets: new Float64Array(bounds.length), sum: 0, count: 0 };
      found = { api, stage, requests: new Map(), latency };
      this.#stages.set(key, found);
    }
    return found;
  }

  /** Null when there are too many. */
  #cell(counts: Counts, first: string, second: string): number[] | null {
    let inner = counts.get(first);
    if (inner === undefined) {
      inner = new Map();
      counts.set(first, inner);
    }
    let places = inner.get(second);
    if (places === undefined) {
      if (this.#keys++ >= maxKeys) return null;
      places = new Array<number>(10).fill(0);
      inner.set(second, places);
    }
    return places;
  }
}

/** AWS WAF's own metrics by their own names and dimensions: `portcullis_wafv2_BlockedRequests_total{WebACL="…"}`. */
function wafSamples(
  out: Exposition,
  totals: readonly { readonly metric: Metric; readonly total: number }[],
): void {
  for (const name of Object.values(wafMetrics)) {
    const of = totals.filter(({ metric }) => metric.name === name);
    if (of.length === 0) continue;
    out.head(`wafv2_${name}_total`, 'counter', `${name} of AWS WAF, by its dimensions.`);
    for (const { metric, total } of of) out.sample(`wafv2_${name}_total`, metric.dimensions, total);
  }
}

/** What ended it, what counted, and what a valid token satisfied. */
const actions = ['ALLOW', 'BLOCK', 'CAPTCHA', 'CHALLENGE', 'COUNT', 'CAPTCHA_PROVEN', 'CHALLENGE_PROVEN'];

const gaugeHelp: Readonly<Record<string, string>> = {
  events_lost_total: 'Events that found the ring of their worker full.',
  events_failed_total: 'Events that could not be dealt with: a bug of the gateway.',
  log_lines_dropped_total: 'Log lines that could not be written.',
  journal_rows_dropped_total: 'Rows that the journal could not keep.',
  journal_healthy: '1 while the journal can be written.',
  waf_records_held_total: 'Records of blocked requests that came too fast for a WAF log of some.',
  generation: 'The generation of the definition in force.',
  workers: 'Workers that listen.',
  workers_wanted: 'Workers that should listen.',
  workers_replaced_total: 'Workers that died and were replaced.',
  function_processes: 'Processes of functions that are running.',
  issuers_failing: 'Issuers of tokens that cannot be asked now.',
  limit_memory_bytes: 'Shared memory that limits take.',
  acme_domains: 'Domains whose certificate an authority gives.',
  acme_domains_failing: 'Of those, the ones that the last try brought no certificate.',
  acme_domains_without_certificate: 'Of those, the ones that have no certificate in force.',
};

function observe(histogram: Histogram, seconds: number): void {
  histogram.sum += seconds;
  histogram.count++;
  for (let i = 0; i < bounds.length; i++) {
    if (seconds > bounds[i]!) continue;
    histogram.buckets[i]!++;
    break;
  }
}
