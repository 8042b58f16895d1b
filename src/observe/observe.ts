import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { Event } from '../base/event.ts';
import type { Definition } from '../define/model/definition.ts';
import type { FunctionLog } from '../functions/log.ts';
import { RingReader } from './events/ring.ts';
import { Journal, type JournalState } from './journal/journal.ts';
import type { JournalReader } from './journal/journal-reader.ts';
import type { StoredRefusal } from './journal/rows.ts';
import type { LogFileLimits } from './logs/log-file.ts';
import { Logs } from './logs/logs.ts';
import { keepsRefusedAlone } from './logs/waf-filter.ts';
import { CloudWatch } from './metrics/cloudwatch.ts';
import { Prometheus } from './metrics/prometheus.ts';
import { OfKind } from './of-kind.ts';
import { emptyView, type StageView, type View, viewOf, type WebAclView } from './view.ts';
import { BotTraffic, type BotVisits } from './waf/bot-traffic.ts';
import { LimitedKeys } from './waf/limited-keys.ts';
import { type Match, matchesOf } from './waf/matches.ts';
import { guarded } from './waf/protect.ts';
import { rateOf } from './waf/rates.ts';
import { type SampledRequests, Samples } from './waf/samples.ts';

/** What events are observed with. */
export interface ObserverOptions {
  readonly clock: Clock;
  /** The data folder; null keeps nothing on disk. */
  readonly data: string | null;
  /** Access log lines also go here, when given: to the terminal. */
  readonly out?: (line: string) => void;
  /** The access log format of stages that have none of their own ('' is API Gateway's JSON); null: they have no log. */
  readonly defaultAccessLog?: string | null;
  readonly logLimits?: LogFileLimits;
  /** Called with each event, after everything else. */
  readonly each?: (e: Event) => void;
  /** Told of what an event broke here, of one in a second (wall-clock); the others are counted alone. */
  readonly failed?: (fault: unknown) => void;
}

/** What `/healthz` says of the supervisor's view of things. */
export interface Health {
  readonly events: number;
  readonly eventsLost: number;
  /** Events that something here could not deal with: a bug. */
  readonly eventsFailed: number;
  readonly logLinesDropped: number;
  /** Blocked requests that the WAF log left out, as its setting says: they are counted everywhere else. */
  readonly wafRecordsHeld: number;
  /** Log files that could not be written the last time, and why. */
  readonly logsFailing: readonly { readonly path: string; readonly state: string }[];
  readonly journal: JournalState;
}

/** Where the journal lies in a data folder. */
export const journalFile = (data: string): string => join(data, 'portcullis.sqlite');

const maxPerPoll = 50_000;

/** Where an event happened, and what the rules of the web ACL did. */
interface Whereabouts {
  readonly at: StageView | undefined;
  readonly acl: WebAclView | undefined;
  readonly matches: readonly Match[];
}

/**
 * Everything that happens, seen from the supervisor: drains the rings of the workers and makes logs, samples,
 * metrics and the journal of what it finds there.
 */
export class Observer {
  readonly metrics = new CloudWatch();
  readonly #options: ObserverOptions;
  readonly #rings = new Map<number, RingReader>();
  readonly #logs: Logs;
  readonly #journal: Journal;
  readonly #samples: Samples;
  readonly #bots: BotTraffic;
  readonly #limitedKeys = new LimitedKeys();
  readonly #counters = new Prometheus();
  readonly #places = new OfKind(placeOf);
  #view: View = emptyView;
  #events = 0;
  #eventsFailed = 0;
  #toldAt = Number.NEGATIVE_INFINITY;
  #lostBefore = 0;
  #flushedAt = 0;

  constructor(options: ObserverOptions) {
    this.#options = options;
    const { data } = options;
    this.#logs = new Logs({
      folder: data === null ? null : join(data, 'logs'),
      limits: options.logLimits,
      out: options.out,
      defaultFormat: options.defaultAccessLog,
    });
    this.#journal = new Journal({ file: data === null ? null : journalFile(data) });
    this.#samples = new Samples(options.clock);
    this.#bots = new BotTraffic(options.clock);
  }

  /** Reads a worker's ring from now on; a ring that was that worker's before is drained a last time. */
  attach(ring: SharedArrayBuffer, worker: number): void {
    this.detach(worker);
    const reader = new RingReader(ring);
    reader.askHeaders(this.#wanted());
    this.#rings.set(worker, reader);
  }

  /** Drains a ring whose worker is gone a last time and lets go of it. */
  detach(worker: number): void {
    const reader = this.#rings.get(worker);
    if (reader === undefined) return;
    reader.drain((e) => this.#one(e));
    this.#lostBefore += reader.lost;
    this.#rings.delete(worker);
  }

  /** Takes a new definition; events already in the rings are still read by the ids they carry. */
  apply(definition: Definition): void {
    this.poll();
    this.#view = viewOf(definition);
    this.#logs.apply(this.#view);
    for (const reader of this.#rings.values()) {
      reader.forget();
      reader.askHeaders(this.#wanted());
    }
    this.metrics.apply();
  }

  /**
   * Drains all rings, of each at most `most` events; how many there were. Once a second it also writes the journal, and
   * files once there is no more.
   */
  poll(most = maxPerPoll): number {
    let count = 0;
    for (const reader of this.#rings.values()) count += reader.drain((e) => this.#one(e), most);
    if (count >= most) return count;
    void this.#logs.folder.flush();
    const now = performance.now();
    if (now - this.#flushedAt >= 1000) {
      this.#flushedAt = now;
      this.#journal.flush();
    }
    return count;
  }

  /** Keeps an entry of a function's log. */
  functionLog(entry: FunctionLog): void {
    this.#logs.functionLog(entry);
    this.#counters.functionLog(entry);
  }

  /** `GetSampledRequests`; null when there is no such web ACL. Times in milliseconds since the epoch. */
  samples(webAclArn: string, metric: string, from: number, to: number, max: number): SampledRequests | null {
    const acl = this.#view.webAcls.get(webAclArn);
    return acl === undefined ? null : this.#samples.find(acl, metric, from, to, max, this.#view);
  }

  /** What bots asked for in a span of time, by path. Milliseconds since the epoch. */
  botVisits(webAclArn: string, from: number, to: number): readonly BotVisits[] {
    return this.#bots.between(webAclArn, from, to);
  }

  /** The last custom keys that rate-based rules acted on, as the log writes them. */
  limitedKeys(): string[] {
    return this.#limitedKeys.all;
  }

  /** A refusal that was kept; null when it was not, or is gone. */
  find(requestId: string): StoredRefusal | null {
    return this.#journal.find(requestId);
  }

  get journal(): JournalReader {
    return this.#journal.reader;
  }

  /** Reads the journal; one that turns out to be damaged is put aside, and a new one read. */
  readJournal<T>(look: (reader: JournalReader) => T): T {
    return this.#journal.read(look);
  }

  health(): Health {
    return {
      events: this.#events,
      eventsLost: this.#lost(),
      eventsFailed: this.#eventsFailed,
      logLinesDropped: this.#logs.folder.dropped,
      wafRecordsHeld: this.#logs.wafRecordsHeld,
      logsFailing: this.#logs.folder.failing,
      journal: this.#journal.state,
    };
  }

  /** `/metrics`, in the exposition format of Prometheus; `more` are gauges of whoever calls. */
  prometheus(more: Readonly<Record<string, number>> = {}): string {
    const { dropped, state } = this.#journal.state;
    return this.#counters.text(this.metrics.wafTotals(), {
      events_lost_total: this.#lost(),
      events_failed_total: this.#eventsFailed,
      log_lines_dropped_total: this.#logs.folder.dropped,
      waf_records_held_total: this.#logs.wafRecordsHeld,
      journal_rows_dropped_total: dropped,
      journal_healthy: state === 'ok' ? 1 : 0,
      ...more,
    });
  }

  /** Opens the log files anew, for whoever rotates them from outside (SIGHUP). */
  reopen(): void {
    this.#logs.folder.reopen();
  }

  /** Writes everything that is pending and lets go of all files. */
  async close(): Promise<void> {
    while (this.poll() > 0);
    await this.#logs.folder.close();
    this.#journal.close();
  }

  /** What one event breaks (a bug of ours) must not keep the others from being seen. */
  #one(e: Event): void {
    this.#events++;
    try {
      const place = this.#places.of(e, this.#view);
      if (place.acl !== undefined) this.#limitedKeys.add(e, place.acl);
      this.#fanOut(this.#guarded(e, place.acl), place);
    } catch (fault) {
      this.#eventsFailed++;
      const now = performance.now();
      if (now - this.#toldAt < 1_000) return;
      this.#toldAt = now;
      this.#options.failed?.(fault);
    }
  }

  /** Nothing below sees what must not be kept. */
  #guarded(e: Event, acl: WebAclView | undefined): Event {
    return guarded(e, acl?.protection ?? null, (rule) => rateOf(acl, rule));
  }

  #fanOut(e: Event, { at, acl, matches }: Whereabouts): void {
    this.#counters.add(e, at);
    this.metrics.add(e, at, this.#view);
    this.#journal.add(e, acl?.acl.name, matches);
    this.#logs.write(e);
    if (acl !== undefined) {
      this.#samples.add(e, acl, matches);
      this.#bots.add(e, acl.acl.arn);
    }
    this.#options.each?.(e);
  }

  #wanted(): 'some' | 'blocked' | 'inspected' {
    if (this.#options.data === null) return 'some';
    const { wafLog, webAcls } = this.#view;
    const configured = [...webAcls.values()].flatMap((acl) => (acl.logging === null ? [] : [acl.logging]));
    if (wafLog === 'inspected' || configured.some((c) => !keepsRefusedAlone(c.filter))) return 'inspected';
    return wafLog === 'blocked' || configured.length > 0 ? 'blocked' : 'some';
  }

  #lost(): number {
    let sum = this.#lostBefore;
    for (const reader of this.#rings.values()) sum += reader.lost;
    return sum;
  }
}

function placeOf(e: Event, { stages, webAcls }: View): Whereabouts {
  const acl = e.waf === null ? undefined : webAcls.get(e.waf.webAcl);
  return { at: stages.get(e.stage), acl, matches: acl === undefined ? [] : matchesOf(e.waf!, acl) };
}
