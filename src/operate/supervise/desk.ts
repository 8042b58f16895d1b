import type { Clock } from '../../base/clock.ts';
import type { Definition } from '../../define/model/definition.ts';
import type { ApiClientCertificate } from '../../define/model/domain.ts';
import { isIssuerState } from '../../guard/decide/authorize/authorize.ts';
import type { Given } from '../../guard/decide/given.ts';
import { fetchBounded } from '../../guard/serve/fetch.ts';
import type { Observer } from '../../observe/observe.ts';
import { buildReport, type Report } from '../../observe/reports/report.ts';
import type { BotVisits } from '../../observe/waf/bot-traffic.ts';
import type { Pools } from '../../pools/pools.ts';
import type { Certificates } from '../certificates/certificates.ts';
import { readPems } from '../certificates/pems.ts';
import type { ConsoleState, Question } from '../console/console.ts';
import type { ControlState, UsageRecords } from '../control/state.ts';
import type { Blocked } from '../inquiry/blocked.ts';
import { blocked } from '../inquiry/blocked-now.ts';
import { type Explained, explained, explainedRefusal } from '../inquiry/explained.ts';
import { type Usage, usageOf } from '../inquiry/usage.ts';
import type { Identity } from '../pools/identity.ts';
import type { Generation } from './generations.ts';
import type { Health } from './health.ts';
import type { KeptState } from './kept/kept.ts';

/** What the desk asks of the gateway it stands in. */
export interface Desked {
  readonly generation: Generation;
  readonly kept: KeptState;
  readonly identity: Identity;
  readonly certificates: Certificates;
  health(): Health;
  change: ControlState['change'];
  readonly invoke: Given['invoke'];
}

/** What the AWS endpoint and the console see of a running gateway. */
export class Desk implements ControlState, ConsoleState {
  readonly clock: Clock;
  readonly startedAt: number;
  readonly #gateway: Desked;
  readonly #observer: Observer;
  readonly dataPlane: string;
  readonly #port: number;

  /** `dataPlane` is the address of the data plane. */
  constructor(gateway: Desked, observer: Observer, clock: Clock, dataPlane: string) {
    this.#gateway = gateway;
    this.#observer = observer;
    this.dataPlane = dataPlane;
    this.#port = Number(new URL(dataPlane).port || 80);
    this.clock = clock;
    this.startedAt = clock.now();
  }

  get definition(): Definition {
    return this.#gateway.generation.definition;
  }

  cells(id: string): SharedArrayBuffer | undefined {
    return this.#gateway.generation.cells.get(id);
  }

  change(make: Parameters<ControlState['change']>[0]): Promise<void> {
    return this.#gateway.change(make);
  }

  async trial(): Promise<Given> {
    const { definition } = this;
    const { invoke, certificates } = this.#gateway;
    const { pems } = await readPems(definition, certificates.made);
    return {
      definition,
      clock: this.clock,
      tracing: false,
      // Key sets of this thread are one with those that explain: how fetching them goes is told where health reads it.
      cells: (id, bytes) => (isIssuerState(id) ? this.cells(id) : undefined) ?? new SharedArrayBuffer(bytes),
      invoke,
      pem: (place) => pems.get(place) ?? null,
      fetch: fetchBounded,
    };
  }

  get pools(): Pools {
    return this.#gateway.identity.pools;
  }

  clientCertificatePem(certificate: ApiClientCertificate): string {
    return this.#gateway.certificates.made.identity(certificate).certificate;
  }

  get usage(): UsageRecords | null {
    return this.#gateway.kept.book;
  }

  samples(webAclArn: string, metric: string, fromMs: number, toMs: number, max: number): object {
    this.#observer.poll();
    return this.#observer.samples(webAclArn, metric, fromMs, toMs, max) ?? {};
  }

  botVisits(webAclArn: string, fromMs: number, toMs: number): readonly BotVisits[] {
    this.#observer.poll();
    return this.#observer.botVisits(webAclArn, fromMs, toMs);
  }

  get figures(): ControlState['figures'] {
    this.#observer.poll();
    return this.#observer.metrics;
  }

  health(): Health {
    this.#observer.poll();
    return this.#gateway.health();
  }

  metrics(): string {
    const { generation, workers, functionProcesses, limitBytes, issuersFailing, certificates } =
      this.health();
    return this.#observer.prometheus({
      generation,
      workers: workers.running,
      workers_wanted: workers.wanted,
      workers_replaced_total: workers.replaced,
      function_processes: functionProcesses,
      issuers_failing: issuersFailing.length,
      limit_memory_bytes: limitBytes,
      acme_domains: certificates.length,
      acme_domains_failing: certificates.filter(({ failures }) => failures > 0).length,
      acme_domains_without_certificate: certificates.filter(({ state }) => state !== 'in-force').length,
    });
  }

  usageNow(): readonly Usage[] {
    return usageOf(this.#gateway.kept.book?.accounts ?? [], this.clock);
  }

  blocked(): readonly Blocked[] {
    const { definition, cells } = this.#gateway.generation;
    this.#observer.poll();
    return blocked(definition, cells, this.clock, this.#observer.limitedKeys(), this.usageNow());
  }

  explain(question: Question): Promise<Explained | null> {
    const { definition, traced } = this.#gateway.generation;
    return explained(definition, traced, this.clock, { ...question, port: this.#port });
  }

  async explainEvent(requestId: string): Promise<Explained | null> {
    this.#observer.poll();
    const refusal = this.#observer.find(requestId);
    if (refusal === null) return null;
    const { definition, traced } = this.#gateway.generation;
    return explainedRefusal(definition, traced, this.clock, refusal, this.#port);
  }

  report(forMs: number): Report {
    this.#observer.poll();
    const to = this.clock.now();
    const from = to - forMs;
    // The span ends before `to`; what was counted in this very millisecond belongs to it.
    return this.#observer.readJournal((journal) => buildReport(journal.rows(from, to + 1), from, to));
  }
}
