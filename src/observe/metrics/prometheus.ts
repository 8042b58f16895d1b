import type { Event } from '../../base/event.ts';
import type { FunctionLog } from '../../functions/log.ts';
import type { StageView } from '../view.ts';

/** Upper bounds of the latency histogram, in seconds. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const maxCounters = 10_000;

interface Latency {
  readonly labels: string;
  readonly buckets: Float64Array;
  sum: number;
  count: number;
}

/** Counters since the start, and their text in the exposition format of Prometheus. */
export class Prometheus {
  readonly #counters = new Map<string, Map<string, number>>();
  readonly #latencies = new Map<string, Latency>();
  #size = 0;

  add(e: Event, at: StageView | undefined): void {
    const where = at === undefined ? nowhere : `api="${value(at.api.name)}",stage="${value(at.stage.name)}"`;
    const family = `${Math.floor(e.status / 100)}xx`;
    this.#count('requests_total', `${where},class="${family}",reason="${value(e.reason)}"`);
    this.#latency(where, e.latencyMs / 1000);
    if (e.reason === 'THROTTLED') this.#count('throttled_total', `${where},by="${value(e.by)}"`);
    if (e.fault !== '') this.#count('faults_total', `code="${value(e.fault)}"`);
    const { waf } = e;
    if (waf === null) return;
    const acl = value(at?.webAcls.get(waf.webAcl)?.acl.name ?? waf.webAcl);
    this.#count(
      'waf_requests_total',
      `web_acl="${acl}",rule="${value(waf.terminatingRule)}",action="${waf.action}"`,
    );
    for (const rule of waf.counted) {
      this.#count('waf_requests_total', `web_acl="${acl}",rule="${value(rule)}",action="COUNT"`);
    }
  }

  functionLog(entry: FunctionLog): void {
    const name = `function="${value(entry.functionName)}"`;
    this.#count('function_log_entries_total', `${name},level="${entry.level}"`);
    if (entry.source === 'platform' && entry.text.startsWith('REPORT')) {
      this.#count('function_invocations_total', name);
    }
  }

  /** `gauges`: what the gateway is now, by name, without the prefix `portcullis_`. */
  text(gauges: Readonly<Record<string, number>>): string {
    const lines: string[] = [];
    for (const [name, help] of Object.entries(counters)) {
      head(lines, name, 'counter', help);
      for (const [labels, n] of this.#counters.get(name) ?? [])
        lines.push(`portcullis_${name}{${labels}} ${n}`);
    }
    head(
      lines,
      'request_duration_seconds',
      'histogram',
      'Time from the head of a request to the end of its answer.',
    );
    for (const latency of this.#latencies.values()) histogram(lines, latency);
    for (const [name, n] of Object.entries(gauges)) {
      head(
        lines,
        name,
        name.endsWith('_total') ? 'counter' : 'gauge',
        gaugeHelp[name] ?? name.replaceAll('_', ' '),
      );
      lines.push(`portcullis_${name} ${n}`);
    }
    return `${lines.join('\n')}\n`;
  }

  #count(name: string, labels: string): void {
    let family = this.#counters.get(name);
    if (family === undefined) {
      family = new Map();
      this.#counters.set(name, family);
    }
    const n = family.get(labels);
    if (n !== undefined) family.set(labels, n + 1);
    else if (this.#size++ < maxCounters) family.set(labels, 1);
  }

  #latency(labels: string, seconds: number): void {
    let latency = this.#latencies.get(labels);
    if (latency === undefined) {
      latency = { labels, buckets: new Float64Array(bounds.length), sum: 0, count: 0 };
      this.#latencies.set(labels, latency);
    }
    latency.sum += seconds;
    latency.count++;
    for (let i = 0; i < bounds.length; i++) {
      if (seconds > bounds[i]!) continue;
      latency.buckets[i]!++;
      break;
    }
  }
}

const nowhere = 'api="",stage=""';

const counters: Readonly<Record<string, string>> = {
  requests_total: 'Requests answered, by API, stage, class of status and reason of the refusal.',
  throttled_total: 'Requests that a throttle refused, by the element that did.',
  waf_requests_total: 'Requests that a web ACL saw, by the rule that ended its evaluation or counted.',
  faults_total: 'Requests that ended in a fault, by its code.',
  function_invocations_total: 'Invocations of functions that have ended.',
  function_log_entries_total: 'Entries in the logs of functions, by level.',
};

const gaugeHelp: Readonly<Record<string, string>> = {
  events_lost_total: 'Events that found the ring of their worker full.',
  log_lines_dropped_total: 'Log lines that could not be written.',
  journal_rows_dropped_total: 'Rows that the journal could not keep.',
  journal_healthy: '1 while the journal can be written.',
};

function head(lines: string[], name: string, type: string, help: string): void {
  lines.push(`# HELP portcullis_${name} ${help}`, `# TYPE portcullis_${name} ${type}`);
}

function histogram(lines: string[], { labels, buckets, sum, count }: Latency): void {
  let below = 0;
  for (let i = 0; i < bounds.length; i++) {
    below += buckets[i]!;
    lines.push(`portcullis_request_duration_seconds_bucket{${labels},le="${bounds[i]}"} ${below}`);
  }
  lines.push(
    `portcullis_request_duration_seconds_bucket{${labels},le="+Inf"} ${count}`,
    `portcullis_request_duration_seconds_sum{${labels}} ${Number(sum.toFixed(6))}`,
    `portcullis_request_duration_seconds_count{${labels}} ${count}`,
  );
}

/** A label's value: backslash, quote and line break are escaped, as the format asks. */
const value = (text: string): string =>
  /[\\"\n]/.test(text) ? text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n') : text;
