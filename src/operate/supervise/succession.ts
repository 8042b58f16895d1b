import { error, hasErrors, type Note } from '../../base/note.ts';
import { NOWHERE, place } from '../../base/origin.ts';
import type { Definition } from '../../define/model/definition.ts';
import type { Change } from '../../define/store/changes.ts';
import { dangling } from '../../define/store/dangling.ts';
import type { Functions } from '../../functions/functions.ts';
import type { Observer } from '../../observe/observe.ts';
import type { Certificates } from '../certificates/certificates.ts';
import { keyNotes } from '../key-store/notes.ts';
import { storeFileOf } from '../key-store/store.ts';
import type { Identity } from '../pools/identity.ts';
import type { Crew } from './crew/crew.ts';
import { Following } from './following.ts';
import type { Generation, Generations } from './generations.ts';
import type { Reload } from './health.ts';
import type { KeptState } from './kept/kept.ts';
import type { RunOptions } from './options.ts';
import { RefusedDefinition } from './refused-definition.ts';
import { type Reading, said } from './source.ts';

/** The parts of a running gateway that every generation goes out to. */
interface Parts {
  readonly kept: KeptState;
  readonly identity: Identity;
  readonly observer: Observer;
  readonly certificates: Certificates;
  /** Null until they are started; no second generation comes before that. */
  readonly crew: Crew | null;
  readonly functions: Functions | null;
}

/**
 * How one generation follows another: the first reading, the files read again, changes over the AWS endpoint. One
 * at a time, each in its turn.
 */
export class Succession {
  readonly #options: RunOptions;
  readonly #generations: Generations;
  readonly #parts: Parts;
  readonly #following: Following | null;
  /** As the files have it, without what was changed since. */
  #written: Definition | null = null;
  #notes: readonly Note[] = [];
  #lastReload: Reload | null = null;
  /** Resolved when every part is there: what is to follow before that waits its turn. */
  readonly #started = Promise.withResolvers<void>();
  #turn: Promise<unknown> = this.#started.promise;
  /** A reload that has not begun to read yet. */
  #waiting: Promise<Reload> | null = null;
  #ended = false;

  /** `failed` is told what breaks when a change of a file is followed. */
  constructor(options: RunOptions, generations: Generations, parts: Parts, failed: (fault: unknown) => void) {
    this.#options = options;
    this.#generations = generations;
    this.#parts = parts;
    this.#following = options.watch ? new Following(() => void this.reload().catch(failed)) : null;
  }

  /** What the last reading that took effect had to say. */
  get notes(): readonly Note[] {
    return this.#notes;
  }

  /** Null before the first one. */
  get lastReload(): Reload | null {
    return this.#lastReload;
  }

  /** Reads the source and puts it in force as the first generation. Rejects with a `RefusedDefinition`. */
  async begin(): Promise<Generation> {
    const reading = await this.#read();
    this.#following?.follow(reading);
    if (reading.definition === null) throw new RefusedDefinition(reading.notes);
    const advanced = this.#advance(reading.definition);
    if ('note' in advanced) throw new RefusedDefinition([...reading.notes, advanced.note]);
    this.#notes = reading.notes;
    return advanced.generation;
  }

  /** Adds what was found out about the first generation while the gateway started. */
  add(notes: readonly Note[]): void {
    this.#notes = [...this.#notes, ...notes];
  }

  /** Called once, when every part is there: from now on generations follow. */
  goOn(): void {
    this.#started.resolve();
  }

  /**
   * Reads the source again. With an error in it nothing changes; otherwise every worker serves by it when this resolves.
   * Whoever asks while one waits its turn is answered by that one.
   */
  reload(): Promise<Reload> {
    this.#waiting ??= this.#next(() => {
      this.#waiting = null;
      return this.#readAgain();
    });
    return this.#waiting;
  }

  /**
   * Changes the definition in force, and keeps the change over restarts; resolves when every worker serves by
   * it. `make` is handed what is in force when its turn has come; what it throws, this rejects with.
   */
  change(make: (definition: Definition) => readonly Change[]): Promise<void> {
    return this.#next(async () => {
      const { kept, observer, crew } = this.#parts;
      const written = this.#written!;
      kept.keep(make(this.#generations.current.definition), written, () => {
        const advanced = this.#advance(written);
        if ('note' in advanced) throw new Error(advanced.note.message);
      });
      const { definition, cells } = this.#generations.current;
      observer.apply(definition);
      await crew!.apply(definition, cells);
      this.#options.log.info(
        `generation ${definition.generation} is in force: changed over the AWS endpoint`,
      );
    });
  }

  /** Follows no file any more and takes no new generation; resolves when the one under way is in force or refused. */
  async end(): Promise<void> {
    this.#ended = true;
    this.#following?.close();
    this.#started.resolve();
    await this.#turn;
  }

  #next<T>(act: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(() => {
      this.#refuseWhenEnded();
      return act();
    });
    this.#turn = next.catch(() => {});
    return next;
  }

  #refuseWhenEnded(): void {
    if (this.#ended) throw new Error('the gateway is stopping');
  }

  async #read(): Promise<Reading> {
    const { source, log } = this.#options;
    const beganMs = performance.now();
    const reading = await source.read();
    log.debug(`${said(reading)} of ${source.name}, read in ${(performance.now() - beganMs).toFixed(0)} ms`);
    return this.#withKeys(reading);
  }

  /** Refuses what names keys that the key store has not; once it has them, it is read again. */
  #withKeys(reading: Reading): Reading {
    const { path, ephemeral } = this.#options.folder;
    const found = reading.definition === null ? [] : keyNotes(reading.definition, path, ephemeral);
    if (found.length === 0) return reading;
    const notes = [...reading.notes, ...found];
    if (!hasErrors(found)) return { ...reading, notes };
    return { definition: null, notes, files: [...reading.files, storeFileOf(path)] };
  }

  /** What was read, with what was changed since, as the next generation. */
  #advance(written: Definition): ReturnType<Generations['advance']> {
    const { identity, kept } = this.#parts;
    const composed = kept.compose(written);
    const lost = composed === written ? null : dangling(composed);
    if (lost !== null) return { note: lost };
    const advanced = this.#generations.advance(identity.compose(composed));
    if ('note' in advanced) return advanced;
    this.#written = written;
    kept.begin(advanced.generation);
    return advanced;
  }

  async #readAgain(): Promise<Reload> {
    const before = this.#generations.current.definition;
    const reading = await this.#read();
    this.#refuseWhenEnded();
    // Before anything else: what changes from here on is another reload.
    this.#following?.follow(reading);
    const advanced = reading.definition === null ? null : this.#advance(reading.definition);
    if (advanced === null) return this.#refused(reading.notes);
    if ('note' in advanced) return this.#refused([...reading.notes, advanced.note]);
    const { notes, half } = await this.#sendOut(advanced.generation, before);
    this.#notes = [...reading.notes, ...notes, ...half];
    this.#sayInForce(advanced.generation.definition, half);
    return this.#reloaded(half.length === 0, this.#notes);
  }

  /** Hands a generation to every part; `half` says which workers could not take it. */
  async #sendOut(
    { definition, cells }: Generation,
    before: Definition,
  ): Promise<{ readonly notes: readonly Note[]; readonly half: readonly Note[] }> {
    const { identity, observer, certificates, crew, functions } = this.#parts;
    await identity.apply(definition);
    // Requests under way may still call functions that are gone; those end when every worker has moved on.
    const gone = before.functions.filter((fn) => !definition.functions.some((other) => other.id === fn.id));
    const functionNotes = functions!.apply([...definition.functions, ...gone]);
    observer.apply(definition);
    const kept = await crew!.apply(definition, cells);
    const certificateNotes = await certificates.renew();
    if (gone.length > 0 && kept.length === 0) functions!.apply(definition.functions);
    const half = kept.map((why) => error('definition.half-applied', why, NOWHERE));
    return { notes: [...functionNotes, ...certificateNotes], half };
  }

  #sayInForce({ generation }: Definition, half: readonly Note[]): void {
    const { log } = this.#options;
    if (half.length === 0) log.info(`generation ${generation} is in force`);
    for (const note of half)
      log.error(`generation ${generation} is not in force everywhere: ${note.message}`);
  }

  #refused(notes: readonly Note[]): Reload {
    const { log } = this.#options;
    const { generation } = this.#generations.current.definition;
    log.error(`the definition has errors and was refused; generation ${generation} stays in force`);
    for (const note of notes) log[levels[note.level]](`${place(note.origin)} ${note.message} [${note.code}]`);
    return this.#reloaded(false, notes);
  }

  #reloaded(ok: boolean, notes: readonly Note[]): Reload {
    const { generation } = this.#generations.current.definition;
    this.#lastReload = { at: new Date().toISOString(), ok, generation, notes };
    return this.#lastReload;
  }
}

const levels = { error: 'error', warning: 'warn', info: 'info' } as const;
