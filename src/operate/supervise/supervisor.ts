import type { Note } from '../../base/note.ts';
import { makeRing } from '../../base/ring.ts';
import type { Definition } from '../../define/model/definition.ts';
import type { Change } from '../../define/store/changes.ts';
import { Functions } from '../../functions/functions.ts';
import type { Credentials } from '../../guard/serve/gateway.ts';
import { Observer } from '../../observe/observe.ts';
import { Certificates } from '../certificates/certificates.ts';
import { KeySite } from '../key-store/site.ts';
import { urlOf } from '../listening.ts';
import { exposure } from '../local-only.ts';
import { Identity } from '../pools/identity.ts';
import { Crew, type CrewOptions } from './crew/crew.ts';
import { Desk } from './desk.ts';
import { type Generation, Generations } from './generations.ts';
import { type Health, judged, type Reload } from './health.ts';
import { KeptState } from './kept/kept.ts';
import { type Addresses, RunFile } from './kept/run-file.ts';
import { openOffices } from './offices.ts';
import type { RunOptions } from './options.ts';
import { claimPorts, type Ports } from './ports.ts';
import { RefusedDefinition } from './refused-definition.ts';
import { beginRounds } from './rounds.ts';
import { giveBackMemory } from './spare-memory.ts';
import { Succession } from './succession.ts';

/**
 * A running gateway: the definition in force, the workers, the functions, what is observed, and the ports for
 * the operator.
 */
export class Supervisor {
  readonly #options: RunOptions;
  readonly #generations: Generations;
  readonly #observer: Observer;
  readonly #kept: KeptState;
  readonly #succession: Succession;
  readonly #certificates: Certificates;
  #identity: Identity | null = null;
  readonly #bornMs = performance.now();
  /** What has been opened, newest last: closed in the opposite order. */
  readonly #opened: (() => void | Promise<void>)[] = [];
  /** Kept once functions can be called: workers listen before that, and their requests wait. */
  readonly #callable = Promise.withResolvers<Functions>();
  #crew: Crew | null = null;
  #functions: Functions | null = null;
  #stopped: Promise<void> | null = null;
  #addresses: Addresses = { dataPlane: '', secure: '', endpoint: '', console: '' };

  private constructor(options: RunOptions) {
    this.#options = options;
    this.#generations = new Generations(options.clock);
    const listens = options.httpsPort !== null;
    this.#certificates = new Certificates(options.folder.path, listens, options.log, options.clock);
    this.#observer = new Observer({ clock: options.clock, data: options.folder.path, failed: this.#failed });
    this.#kept = new KeptState(options.folder.path, options.clock, options.log);
    this.#succession = new Succession(options, this.#generations, this, this.#failed);
    this.#opened.push(
      () => this.#observer.close(),
      () => this.#kept.close(),
      () => this.#succession.end(),
      () => this.#certificates.close(),
    );
  }

  /**
   * Starts a gateway; resolves when every worker listens. Rejects with a `Halt` when it cannot, and leaves
   * nothing behind.
   */
  static async start(options: RunOptions): Promise<Supervisor> {
    const claim = RunFile.claim(options.folder.path);
    const supervisor = new Supervisor(options);
    supervisor.#opened.unshift(
      () => options.folder.remove(),
      () => claim.release(),
    );
    try {
      await supervisor.#open(claim);
    } catch (fault) {
      await supervisor.#close();
      throw fault;
    }
    return supervisor;
  }

  get addresses(): Addresses {
    return this.#addresses;
  }

  get generation(): Generation {
    return this.#generations.current;
  }

  get definition(): Definition {
    return this.#generations.current.definition;
  }

  /** What the last reading that took effect had to say. */
  get notes(): readonly Note[] {
    return this.#succession.notes;
  }

  get observer(): Observer {
    return this.#observer;
  }

  /** What is known beyond the files. */
  get kept(): KeptState {
    return this.#kept;
  }

  get certificates(): Certificates {
    return this.#certificates;
  }

  /** The user pools; there once the ports are known. */
  get identity(): Identity {
    return this.#identity!;
  }

  /** The workers; null before they are started. */
  get crew(): Crew | null {
    return this.#crew;
  }

  /** What runs functions; null before it is started. */
  get functions(): Functions | null {
    return this.#functions;
  }

  health(): Health {
    const seen = this.#observer.health();
    const { definition } = this.#generations.current;
    return judged(
      {
        pid: process.pid,
        uptimeSeconds: Math.round((performance.now() - this.#bornMs) / 1000),
        generation: definition.generation,
        source: this.#options.source.name,
        workers: {
          wanted: this.#options.workers,
          running: this.#crew?.running ?? 0,
          replaced: this.#crew?.replaced ?? 0,
        },
        functionProcesses: this.#functions?.processes ?? 0,
        limitBytes: this.#generations.bytes,
        observed: seen,
        stateFailing: this.#kept.failing,
        issuersFailing: this.#generations.issuersFailing,
        certificates: this.#certificates.standings,
        lastReload: this.#succession.lastReload,
      },
      this.#stopped !== null,
    );
  }

  /** Reads the source again. With an error in it nothing changes; otherwise every worker serves by it when this resolves. */
  reload(): Promise<Reload> {
    return this.#succession.reload();
  }

  /**
   * Changes the definition in force, and keeps the change over restarts; resolves when every worker serves by
   * it. `make` is handed what is in force when its turn has come; what it throws, this rejects with.
   */
  change(make: (definition: Definition) => readonly Change[]): Promise<void> {
    return this.#succession.change(make);
  }

  /** Opens the log files anew, for whoever rotates them from outside. */
  reopenLogs(): void {
    this.#observer.reopen();
  }

  /** Stops: listeners close, requests under way have `graceMs` (wall-clock) to finish, functions end, logs are written. */
  stop(graceMs: number): Promise<void> {
    this.#stopped ??= this.#drain(graceMs);
    return this.#stopped;
  }

  async #open(claim: RunFile): Promise<void> {
    const { clock, log, folder, adminHost } = this.#options;
    const ports = await claimPorts(this.#options);
    const base = urlOf(adminHost, ports.endpoint);
    const failed = this.#failed;
    this.#identity = new Identity({ clock, data: folder.path, base, failed, say: (text) => log.info(text) });
    this.#opened.push(() => this.#identity?.close());
    const rings = Array.from({ length: this.#options.workers }, () => makeRing());
    // Threads take longest to load, so they begin first and the rest goes on meanwhile.
    const crew = this.#hire(rings, ports);
    const { definition, cells } = await this.#succession.begin();
    const credentials = await this.#beginSecurely(crew);
    await this.identity.apply(definition);
    rings.forEach((ring, i) => void this.#observer.attach(ring, i));
    this.#observer.apply(definition);
    const seated = crew.start(definition, cells, credentials);
    // Awaited below; until then a refusal is no unhandled one.
    seated.catch(() => {});
    await this.#openOffices(ports);
    this.#startFunctions(definition);
    this.#opened.push(beginRounds(this.#observer, this.#kept, this.#generations, this.#options));
    // Nothing is left to do but wait for the workers.
    giveBackMemory();
    await seated;
    this.#succession.goOn();
    claim.publish(this.#addresses);
  }

  /** Runs a function, once functions can be called. */
  readonly invoke: CrewOptions['invoke'] = async (functionArn, event) =>
    (await this.#callable.promise).invoke(functionArn, event);

  #hire(rings: readonly SharedArrayBuffer[], { http, https }: Ports): Crew {
    const { host, clock, log } = this.#options;
    const crew = new Crew({
      host,
      port: http,
      httpsPort: https,
      clock,
      rings,
      invoke: this.invoke,
      log: (level, text) => log[level](text),
    });
    this.#crew = crew;
    this.#opened.push(() => crew.terminate());
    return crew;
  }

  async #openOffices({ http, https, endpoint }: Ports): Promise<void> {
    const { host, adminHost, allowedHosts, consolePort, clock, folder, log } = this.#options;
    const exposed = exposure(adminHost);
    if (exposed !== '') log.warn(exposed);
    const keys = new KeySite(folder.path);
    const offices = await openOffices({
      host: adminHost,
      allowedHosts,
      failed: this.#failed,
      endpointPort: endpoint,
      consolePort,
      state: new Desk(this, this.#observer, clock, urlOf(host, http)),
      take: (request, response) => this.identity.answer(request, response) || keys.answer(request, response),
    });
    this.#opened.push(() => offices.close());
    this.#addresses = {
      dataPlane: urlOf(host, http),
      secure: https === null ? '' : urlOf(host, https, 'https'),
      endpoint: urlOf(adminHost, endpoint),
      console: urlOf(adminHost, offices.consolePort),
    };
  }

  async #beginSecurely(crew: Crew): Promise<Credentials> {
    const { credentials, notes } = await this.#certificates.begin(() => this.generation, crew);
    this.#succession.add(notes);
    if (credentials === null) throw new RefusedDefinition(this.notes);
    return credentials;
  }

  #startFunctions(definition: Definition): void {
    const { accountId, region } = definition.settings;
    const functions = new Functions({
      clock: this.#options.clock,
      accountId,
      region,
      endpoint: this.#addresses.endpoint,
      debug: this.#options.log.isLevelEnabled('debug'),
      log: (entry) => this.#observer.functionLog(entry),
    });
    this.#functions = functions;
    this.#opened.push(() => functions.close());
    this.#succession.add(functions.apply(definition.functions));
    this.#callable.resolve(functions);
  }

  async #drain(graceMs: number): Promise<void> {
    const ended = this.#succession.end();
    this.#certificates.close();
    await ended;
    await this.#crew?.drain(graceMs);
    await this.#close();
  }

  async #close(): Promise<void> {
    for (const close of this.#opened.splice(0).reverse()) await close();
  }

  readonly #failed = (fault: unknown): void => {
    this.#options.log.error({ err: fault }, 'a fault of the gateway');
  };
}
