import { createPrivateKey, hash, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Identity } from '../issue.ts';

/** What one authority has given, in a folder of the data folder that nobody else reads: the key of the account, certificates with their keys. */
export class KeptCertificates {
  readonly #folder: string;

  /** `data` is the data folder; `directory` the address of the authority. */
  constructor(data: string, directory: string) {
    const host = new URL(directory).hostname.replace(/[^\w.-]/g, '_');
    this.#folder = join(data, 'acme', `${host}-${hash('sha256', directory).slice(0, 8)}`);
  }

  /** The key of the account, in PEM; made by `make` when there is none. */
  async accountKey(make: () => Promise<string>): Promise<string> {
    const found = this.#read('account.pem');
    if (found !== null) {
      if (!isKey(found)) throw new Error(`${join(this.#folder, 'account.pem')} holds no private key in PEM`);
      return found;
    }
    const made = await make();
    this.#write('account.pem', made);
    return made;
  }

  /** What was kept for a name; null when there is nothing that can be used. */
  identity(name: string): Identity | null {
    try {
      const text = this.#read(`${name}.pem`);
      if (text === null) return null;
      const key = text.slice(0, text.indexOf('-----BEGIN CERTIFICATE-----'));
      const certificate = text.slice(key.length);
      const leaf = new X509Certificate(certificate);
      return leaf.checkPrivateKey(createPrivateKey(key)) ? { certificate, key } : null;
    } catch {
      return null;
    }
  }

  /** In one file: a certificate is never there without its key. */
  keep(name: string, { certificate, key }: Identity): void {
    this.#write(`${name}.pem`, `${key.trim()}\n${certificate}`);
    rmSync(join(this.#folder, `${name}.wait`), { force: true });
  }

  /** Until when the authority wants not to be asked for a name, in milliseconds since the epoch; 0: it does not mind. */
  waitUntil(name: string): number {
    try {
      const until = Number(this.#read(`${name}.wait`) ?? 0);
      return Number.isFinite(until) ? until : 0;
    } catch {
      return 0;
    }
  }

  wait(name: string, untilMs: number): void {
    this.#write(`${name}.wait`, String(Math.round(untilMs)));
  }

  #read(file: string): string | null {
    try {
      return readFileSync(join(this.#folder, file), 'utf8');
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw fault;
    }
  }

  /** A file is there whole or not at all. */
  #write(file: string, text: string): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const path = join(this.#folder, file);
    rmSync(`${path}.new`, { force: true });
    writeFileSync(`${path}.new`, text, { mode: 0o600, flag: 'wx', flush: true });
    renameSync(`${path}.new`, path);
  }
}

function isKey(text: string): boolean {
  try {
    createPrivateKey(text);
    return true;
  } catch {
    return false;
  }
}
