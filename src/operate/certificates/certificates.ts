import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';
import type { Note } from '../../base/note.ts';
import type { Definition } from '../../define/model/definition.ts';
import { DomainNames } from '../../define/model/domain.ts';
import type { DomainMaterial, SecureMaterial } from '../../guard/accept/accept.ts';
import type { Credentials } from '../../guard/serve/gateway.ts';
import type { ProcessLog } from '../supervise/process-log.ts';
import { Watch } from '../supervise/watch.ts';
import { Renewals, type Standing } from './acme/renewals.ts';
import { ClientCertificates } from './client-certificates.ts';
import { DevelopmentAuthority } from './development-authority.ts';
import { domainMaterial } from './domain-material.ts';
import { readPems } from './pems.ts';
import { RevocationLists } from './revocation-lists.ts';

/** What one reading of the certificates gave. */
export interface CertificateReading {
  /** Null when a note is an error. */
  readonly credentials: Credentials | null;
  readonly notes: readonly Note[];
  /** What was looked at: a change of one is a reason to read again. */
  readonly files: readonly string[];
}

/** A definition, and the memory laid out for it. */
export interface InForce {
  readonly definition: Definition;
  readonly cells: ReadonlyMap<string, SharedArrayBuffer>;
}

/** The workers that shake hands with what is read. */
export interface SecureWorkers {
  readonly wanted: number;
  readonly running: number;
  secure(credentials: Credentials): void;
}

/** A list that could not be had is asked for again after this. */
const RETRY_MS = 60_000;

/** How long sessions can be resumed by tickets of one secret, in milliseconds; twice as long is a ticket's whole life. */
const TICKET_SECRET_MS = 12 * 3_600_000;

/** Reads what TLS is spoken with: certificates, keys and truststores, from files and from the development authority. */
export class Certificates {
  readonly #data: string;
  readonly #log: ProcessLog;
  readonly #listens: boolean;
  /** Those that are made here for the servers behind. */
  readonly made: ClientCertificates;
  readonly #watch = new Watch(() => void this.renew());
  #renewing: NodeJS.Timeout | null = null;
  #reading: Promise<unknown> = Promise.resolve();
  readonly #renewals: Renewals;
  #current: (() => InForce) | null = null;
  #workers: SecureWorkers | null = null;
  readonly #lists: RevocationLists;
  #secret = randomBytes(48);
  #secretAt = performance.now();

  /** `data` is the data folder; `listens`: whether a port speaks TLS at all. */
  constructor(data: string, listens: boolean, log: ProcessLog, clock: Clock) {
    this.#data = data;
    this.#listens = listens;
    this.made = new ClientCertificates(data);
    this.#renewals = new Renewals(data, clock, log);
    this.#lists = new RevocationLists(data);
    this.#log = log;
  }

  /** The file with every authority that must be trusted for certificates made here. */
  get bundle(): string {
    return authorityFolder(this.#data).bundle;
  }

  /** How the domains stand whose certificates come from an authority. */
  get standings(): readonly Standing[] {
    return this.#renewals.standings;
  }

  /** Asks authorities for the certificates that are due; by itself several times a second. */
  look(): void {
    this.#renewals.look();
  }

  /**
   * Reads what the definition in force asks for. From then on the workers are handed what is read anew, because a
   * file changed, an authority gave a certificate, or one that was made here nears its end.
   */
  async begin(current: () => InForce, workers: SecureWorkers): Promise<CertificateReading> {
    const reading = await this.read(current());
    this.#current = current;
    this.#workers = workers;
    if (this.#listens)
      this.#renewals.begin(
        () => workers.running === workers.wanted,
        () => void this.renew(),
      );
    else this.#unused(current().definition);
    this.#watch.follow(reading.files);
    this.#renewSoon();
    return reading;
  }

  /** No HTTPS is spoken: says so where a domain would have asked for a certificate. */
  #unused({ domains = [] }: Definition): void {
    for (const { name, acme } of domains)
      if (acme !== undefined)
        this.#log.warn(`${name}: no certificate is asked for, since no HTTPS is spoken (--no-https)`);
  }

  /** Reads all of it again, and gives the notes; what cannot be used leaves what is in force. Nothing before `begin`. */
  renew(): Promise<readonly Note[]> {
    const next = this.#reading.then(() => this.#readAgain());
    this.#reading = next.catch((fault: unknown) => {
      this.#log.error({ err: fault }, 'certificates could not be read again; those in force stay');
    });
    return next.catch(() => []);
  }

  close(): void {
    this.#current = null;
    this.#renewals.close();
    this.#watch.close();
    if (this.#renewing !== null) clearTimeout(this.#renewing);
  }

  /** By itself: when lists are to be fetched again, and often enough for certificates that are made here. */
  #renewSoon(): void {
    if (this.#renewing !== null) clearTimeout(this.#renewing);
    const intervals = (this.#current?.().definition.domains ?? [])
      .filter(({ mutualTls }) => mutualTls?.revocation.lists.some((list) => list.startsWith('http')))
      .map(({ mutualTls }) => mutualTls!.revocation.refreshMs);
    this.#renewing = setTimeout(
      () => void this.renew(),
      Math.min(TICKET_SECRET_MS, ...intervals, this.#lists.failing ? RETRY_MS : TICKET_SECRET_MS),
    );
  }

  async #readAgain(): Promise<readonly Note[]> {
    if (this.#current === null) return [];
    const { credentials, notes, files } = await this.read(this.#current());
    if (this.#current === null) return [];
    this.#watch.follow(files);
    this.#renewSoon();
    for (const { level, message, code } of notes) this.#log[levels[level]](`${message} [${code}]`);
    if (credentials !== null) this.#workers?.secure(credentials);
    else this.#log.error('certificates cannot be used; those in force stay');
    return notes;
  }

  /** Reads everything a definition asks for. */
  async read(inForce: InForce): Promise<CertificateReading> {
    const { pems, ...behind } = await readPems(inForce.definition, this.made);
    const { material, ...front } = this.#listens ? await this.#front(inForce) : NO_FRONT;
    const notes = [...front.notes, ...behind.notes];
    const usable = notes.every((note) => note.level !== 'error');
    return {
      credentials: usable ? { material, pems } : null,
      notes,
      files: [...front.files, ...behind.files],
    };
  }

  async #front({ definition, cells }: InForce): Promise<Front> {
    if (performance.now() - this.#secretAt >= TICKET_SECRET_MS) {
      this.#secret = randomBytes(48);
      this.#secretAt = performance.now();
    }
    const authority = authorityFolder(this.#data);
    const notes: Note[] = [];
    this.#lists.failing = false;
    const files: string[] = [];
    const domains: DomainMaterial[] = [];
    this.#renewals.follow(definition.domains ?? [], cells);
    for (const domain of definition.domains ?? []) {
      const given = this.#renewals.identity(domain);
      const made = await domainMaterial(domain, this.#data, authority, this.#lists, given);
      notes.push(...made.notes);
      files.push(...made.files);
      if (made.material !== null) domains.push(made.material);
    }
    const material = { ticketSecret: this.#secret, domains: [local(definition, authority), ...domains] };
    return { material, notes, files };
  }
}

/** What the ports speak TLS with. */
interface Front extends Omit<CertificateReading, 'credentials'> {
  readonly material: SecureMaterial | null;
}

const NO_FRONT: Front = { material: null, notes: [], files: [] };

/** This machine by its own names, but for those that the definition has made domains. */
function local({ domains = [] }: Definition, authority: DevelopmentAuthority): DomainMaterial {
  const own = new DomainNames<true>();
  for (const { name } of domains) own.add(name, true);
  const { certificate, key } = authority.local();
  const names = LOCAL_NAMES.filter((name) => own.of(name) === null);
  return { id: '', names, certificate, key, policy: 'TLS_1_2', mutual: null };
}

const LOCAL_NAMES = ['localhost', '*.localhost', '*.execute-api.localhost'];

const levels = { error: 'error', warning: 'warn', info: 'info' } as const;

/** The development authority of a data folder. */
export const authorityFolder = (data: string): DevelopmentAuthority =>
  new DevelopmentAuthority(join(data, 'tls'), Date.now());
