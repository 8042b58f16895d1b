import { error, type Note } from '../../base/note.ts';
import { NOWHERE, place } from '../../base/origin.ts';
import { makeRing } from '../../base/ring.ts';
import type { Definition } from '../../define/model/definition.ts';
import type { Change } from '../../define/store/changes.ts';
import { Functions } from '../../functions/functions.ts';
import type { Credentials } from '../../guard/serve/gateway.ts';
import { Observer } from '../../observe/observe.ts';
import { Certificates } from '../certificates/certificates.ts';
import { claimPort, urlOf } from '../listening.ts';
import { Identity } from '../pools/identity.ts';
import { Crew, type CrewOptions } from './crew.ts';
import { Desk } from './desk.ts';
import { Following } from './following.ts';
import { type Generation, Generations } from './generations.ts';
import { type Health, judged, type Reload } from './health.ts';
import { KeptState } from './kept.ts';
import { openOffices } from './offices.ts';
import type { RunOptions } from './options.ts';
import { RefusedDefinition } from './refused-definition.ts';
import { type Addresses, RunFile } from './run-file.ts';
import { type Reading, said } from './source.ts';
import { giveBackMemory } from './spare-memory.ts';

/** How often the rings are emptied, in wall-clock milliseconds. */
const pollMs = 50;

/**
 * A running gateway: the definition in force, the workers, the functions, what is observed, and the ports for
 * the operator.
 */
export class Supervisor {
  readonly #options: RunOptions;
  readonly #generations: Generations;
  readonly #observer: Observer;
  readonly #kept: KeptState;
  /** As the files have it, without what was changed since. */
  #written: Definition | null = null;
  readonly #certificates: Certificates;
  #identity: Identity | null = null;
  readonly #bornMs = performance.now();
  /** What has been opened, newest last: closed in the opposite order. */
  readonly #opened: (() => void | Promise<void>)[] = [];
  /** Kept once functions can be called: workers listen before that, and their requests wait. */
  readonly #callable = Promise.withResolvers<Functions>();
  #crew: Crew | null = null;
  #functions: Functions | null = null;
  readonly #following: Following | null;
  #lastReload: Reload | null = null;
  #reloading: Promise<unknown> = Promise.resolve();
  #stopped: Promise<void> | null = null;
  #notes: readonly Note[] = [];
  #addresses: Addresses = { dataPlane: '', secure: '', endpoint: '', console: '' };

  private constructor(options: RunOptions) {
    this.#options = options;
    this.#following = options.watch ? new Following(() => void this.reload().catch(this.#failed)) : null;
    this.#generations = new Generations(options.clock);
    const listens = options.httpsPort !== null;
    this.#certificates = new Certificates(options.folder.path, listens, options.log, options.clock);
    this.#observer = new Observer({ clock: options.clock, data: options.folder.path });
    this.#kept = new KeptState(options.folder.path, options.clock, options.log);
    this.#opened.push(
      () => this.#observer.close(),
      () => this.#kept.close(),
      () => this.#following?.close(),
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
    return this.#notes;
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
        ...{ stateFailing: this.#kept.failing, issuersFailing: this.#generations.issuersFailing },
        certificates: this.#certificates.standings,
        lastReload: this.#lastReload,
      },
      this.#stopped !== null,
    );
  }

  /** Reads the source again. With an error in it nothing changes; otherwise every worker serves by it when this resolves. */
  reload(): Promise<Reload> {
    const next = this.#reloading.then(() => this.#readAgain());
    this.#reloading = next.catch(() => {});
    return next;
  }

  /**
   * Changes the definition in force, and keeps the change over restarts; resolves when every worker serves by
   * it. `make` is handed what is in force when its turn has come; what it throws, this rejects with.
   */
  change(make: (definition: Definition) => readonly Change[]): Promise<void> {
    const next = this.#reloading.then(async () => {
      if (this.#stopped !== null) throw new Error('the gateway is stopping');
      const written = this.#written!;
      this.#kept.keep(make(this.definition), written, () => {
        const advanced = this.#advance(written);
        if ('note' in advanced) throw new Error(advanced.note.message);
      });
      const { definition, cells } = this.#generations.current;
      this.#observer.apply(definition);
      await this.#crew!.apply(definition, cells);
      this.#options.log.info(
        `generation ${definition.generation} is in force: changed over the AWS endpoint`,
      );
    });
    this.#reloading = next.catch(() => {});
    return next;
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
    const { host, log, clock, workers, adminHost, ...o } = this.#options;
    const port = await claimPort(host, o.port, '--port');
    const httpsPort = o.httpsPort === null ? null : await claimPort(host, o.httpsPort, '--https-port');
    const endpointPort = await claimPort(adminHost, o.endpointPort, '--endpoint-port');
    const say = (text: string): void => log.info(text);
    this.#identity = new Identity({ clock, data: o.folder.path, base: urlOf(adminHost, endpointPort), say });
    this.#opened.push(() => this.#identity?.close());
    const rings = Array.from({ length: workers }, () => makeRing());
    const invoke: CrewOptions['invoke'] = async (functionArn, event) =>
      (await this.#callable.promise).invoke(functionArn, event);
    // Threads take longest to load, so they begin first and the rest goes on meanwhile.
    const saying: CrewOptions['log'] = (level, text) => log[level](text);
    const crew = new Crew({ host, port, httpsPort, clock, rings, invoke, log: saying });
    this.#crew = crew;
    this.#opened.push(() => crew.terminate());
    const reading = await this.#read();
    this.#following?.follow(reading);
    const { definition, cells } = this.#begin(reading);
    const credentials = await this.#beginSecurely(crew);
    await this.identity.apply(definition);
    rings.forEach((ring, i) => void this.#observer.attach(ring, i));
    this.#observer.apply(definition);
    const seated = crew.start(definition, cells, credentials);
    // Awaited below; until then a refusal is no unhandled one.
    seated.catch(() => {});
    const admin = { host: adminHost, allowedHosts: o.allowedHosts, failed: this.#failed };
    const state = new Desk(this, this.#observer, clock, port);
    const take: Identity['answer'] = (request, response) => this.identity.answer(request, response);
    const offices = await openOffices({ ...admin, endpointPort, consolePort: o.consolePort, state, take });
    this.#opened.push(() => offices.close());
    this.#addresses = {
      dataPlane: urlOf(host, port),
      secure: httpsPort === null ? '' : urlOf(host, httpsPort, 'https'),
      endpoint: urlOf(adminHost, endpointPort),
      console: urlOf(adminHost, offices.consolePort),
    };
    this.#startFunctions(definition);
    const polling = setInterval(() => {
      this.#observer.poll();
      this.#kept.poll();
    }, pollMs);
    this.#opened.push(() => clearInterval(polling));
    // Nothing is left to do but wait for the workers.
    giveBackMemory();
    await seated;
    claim.publish(this.#addresses);
  }

  async #read(): Promise<Reading> {
    const { source, log } = this.#options;
    const beganMs = performance.now();
    const reading = await source.read();
    log.debug(`${said(reading)} of ${source.name}, read in ${(performance.now() - beganMs).toFixed(0)} ms`);
    return reading;
  }

  #begin(reading: Reading): Generation {
    if (reading.definition === null) throw new RefusedDefinition(reading.notes);
    const advanced = this.#advance(reading.definition);
    if ('note' in advanced) throw new RefusedDefinition([...reading.notes, advanced.note]);
    this.#notes = reading.notes;
    return advanced.generation;
  }

  /** What was read, with what was changed since, as the next generation. */
  #advance(written: Definition): ReturnType<Generations['advance']> {
    const advanced = this.#generations.advance(this.identity.compose(this.#kept.compose(written)));
    if ('note' in advanced) return advanced;
    this.#written = written;
    this.#kept.begin(advanced.generation);
    return advanced;
  }

  async #beginSecurely(crew: Crew): Promise<Credentials> {
    const { credentials, notes } = await this.#certificates.begin(() => this.generation, crew);
    this.#notes = [...this.#notes, ...notes];
    if (credentials === null) throw new RefusedDefinition(this.#notes);
    return credentials;
  }

  #startFunctions(definition: Definition): void {
    const { accountId, region } = definition.settings;
    const functions = new Functions({
      clock: this.#options.clock,
      accountId,
      region,
      endpoint: this.#addresses.endpoint,
      log: (entry) => this.#observer.functionLog(entry),
    });
    this.#functions = functions;
    this.#opened.push(() => functions.close());
    this.#notes = [...this.#notes, ...functions.apply(definition.functions)];
    this.#callable.resolve(functions);
  }

  async #readAgain(): Promise<Reload> {
    const { log } = this.#options;
    const before = this.#generations.current.definition;
    const reading = await this.#read();
    if (this.#stopped !== null) throw new Error('the gateway is stopping');
    // Before anything else: what changes from here on is another reload.
    this.#following?.follow(reading);
    const advanced = reading.definition === null ? null : this.#advance(reading.definition);
    if (advanced === null || 'note' in advanced) {
      const notes = advanced === null ? reading.notes : [...reading.notes, advanced.note];
      log.error(`the definition has errors and was refused; generation ${before.generation} stays in force`);
      for (const note of notes)
        log[levels[note.level]](`${place(note.origin)} ${note.message} [${note.code}]`);
      return this.#reloaded(false, notes);
    }
    const { definition, cells } = advanced.generation;
    await this.identity.apply(definition);
    // Requests under way may still call functions that are gone; those end when every worker has moved on.
    const gone = before.functions.filter((fn) => !definition.functions.some((other) => other.id === fn.id));
    const functionNotes = this.#functions!.apply([...definition.functions, ...gone]);
    this.#observer.apply(definition);
    const kept = await this.#crew!.apply(definition, cells);
    const certificateNotes = await this.#certificates.renew();
    if (gone.length > 0 && kept.length === 0) this.#functions!.apply(definition.functions);
    const half = kept.map((why) => error('definition.half-applied', why, NOWHERE));
    this.#notes = [...reading.notes, ...functionNotes, ...certificateNotes, ...half];
    if (half.length === 0) log.info(`generation ${definition.generation} is in force`);
    for (const note of half)
      log.error(`generation ${definition.generation} is not in force everywhere: ${note.message}`);
    return this.#reloaded(half.length === 0, this.#notes);
  }

  #reloaded(ok: boolean, notes: readonly Note[]): Reload {
    const { generation } = this.#generations.current.definition;
    this.#lastReload = { at: new Date().toISOString(), ok, generation, notes };
    return this.#lastReload;
  }

  async #drain(graceMs: number): Promise<void> {
    this.#following?.close();
    this.#certificates.close();
    await this.#reloading;
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

const levels = { error: 'error', warning: 'warn', info: 'info' } as const;
