import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Identity, issue } from './issue.ts';

const DAY_MS = 86_400_000;
// The longest that clients take for a server's certificate is 398 days; a short one is renewed often enough to be
// known to be.
const LEAF_DAYS = 90;
const RENEW_LEAF_DAYS = 30;
const AUTHORITY_DAYS = 1_825;
const RENEW_AUTHORITY_DAYS = 120;

/** This machine, by every name that leads nowhere else. */
const LOCAL_HOSTS = ['localhost', '*.localhost', '*.execute-api.localhost', '127.0.0.1', '::1'];
const LOCAL_SCOPE = 'localhost';

/**
 * Certificates for development: made on the first run, kept in the data folder, renewed ahead of their end. Who
 * trusts an authority of it takes a small risk: each can sign for the names of one scope alone (RFC 5280
 * 4.2.1.10), this machine or one domain of the definition.
 */
export class DevelopmentAuthority {
  readonly #folder: string;
  readonly #nowMs: number;

  /** `folder` is where certificates and keys are kept; it is made when it is not there. */
  constructor(folder: string, nowMs: number) {
    this.#folder = folder;
    this.#nowMs = nowMs;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** All authorities of the folder in one file, to be trusted. */
  get bundle(): string {
    return join(this.#folder, 'ca.pem');
  }

  /** For `localhost`, what stands below it, and the loopback addresses. */
  local(more: readonly string[] = []): Identity {
    return this.#leaf(
      LOCAL_SCOPE,
      ['localhost', '127.0.0.0/8', '::1/128'],
      [...new Set([...LOCAL_HOSTS, ...more])],
    );
  }

  /** For a domain that has no certificate of its own: `api.example.com`, `*.example.com`. */
  domain(name: string): Identity {
    const base = name.replace(/^\*\./, '');
    return this.#leaf(name.replace('*', '_'), [base], [name]);
  }

  #leaf(scope: string, permitted: readonly string[], hosts: readonly string[]): Identity {
    const folder = join(this.#folder, scope);
    const known = readIdentity(folder, 'certificate.pem', 'key.pem');
    const authority = this.#authority(scope, folder, permitted);
    if (
      known !== null &&
      this.#lasts(known, RENEW_LEAF_DAYS) &&
      names(known, hosts) &&
      isBy(known, authority)
    ) {
      return withChain(known, authority);
    }
    const leaf = issue({
      name: hosts[0]!,
      hosts,
      by: authority,
      from: new Date(this.#nowMs - DAY_MS),
      to: new Date(this.#nowMs + LEAF_DAYS * DAY_MS),
      permitted: null,
      purpose: 'server',
    });
    writeIdentity(folder, 'certificate.pem', 'key.pem', leaf);
    return withChain(leaf, authority);
  }

  #authority(scope: string, folder: string, permitted: readonly string[]): Identity {
    const known = readIdentity(folder, 'ca.pem', 'ca-key.pem');
    if (known !== null && this.#lasts(known, RENEW_AUTHORITY_DAYS)) return known;
    const made = issue({
      name: `Portcullis development authority for ${scope.replace('_', '*')} of ${new Date(this.#nowMs).toISOString().slice(0, 10)}`,
      hosts: [],
      by: null,
      from: new Date(this.#nowMs - DAY_MS),
      to: new Date(this.#nowMs + AUTHORITY_DAYS * DAY_MS),
      permitted,
      purpose: 'server',
    });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeIdentity(folder, 'ca.pem', 'ca-key.pem', made);
    this.#bundle();
    return made;
  }

  #bundle(): void {
    const scopes = readdirSync(this.#folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const all = scopes.flatMap(
      ({ name }) => readIdentity(join(this.#folder, name), 'ca.pem', 'ca-key.pem') ?? [],
    );
    write(this.bundle, all.map((one) => one.certificate).join(''), 0o644);
  }

  #lasts({ certificate }: Identity, days: number): boolean {
    return new X509Certificate(certificate).validToDate.getTime() - this.#nowMs > days * DAY_MS;
  }
}

const withChain = (leaf: Identity, authority: Identity): Identity => ({
  certificate: leaf.certificate + authority.certificate,
  key: leaf.key,
});

function isBy(leaf: Identity, authority: Identity): boolean {
  const issuer = new X509Certificate(authority.certificate);
  const certificate = new X509Certificate(leaf.certificate);
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function names({ certificate }: Identity, hosts: readonly string[]): boolean {
  const listed = new Set((new X509Certificate(certificate).subjectAltName ?? '').split(', '));
  return hosts.every((host) => listed.has(`DNS:${host}`) || listed.has(`IP Address:${longForm(host)}`));
}

/** Node writes the loopback address of IPv6 out. */
const longForm = (host: string): string => (host === '::1' ? '0:0:0:0:0:0:0:1' : host);

/** A certificate and its key; null when one of them is not there, or is not what it should be. */
export function readIdentity(folder: string, certificateFile: string, keyFile: string): Identity | null {
  try {
    const certificate = readFileSync(join(folder, certificateFile), 'utf8');
    const key = readFileSync(join(folder, keyFile), 'utf8');
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))
      ? { certificate, key }
      : null;
  } catch {
    return null;
  }
}

/** Writes both; the key can be read by nobody else. */
export function writeIdentity(
  folder: string,
  certificateFile: string,
  keyFile: string,
  made: Identity,
): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  write(join(folder, keyFile), made.key, 0o600);
  write(join(folder, certificateFile), made.certificate, 0o644);
}

/** A file is there whole or not at all. */
function write(path: string, text: string, mode: number): void {
  const draft = `${path}.new`;
  writeFileSync(draft, text, { mode });
  // A draft that was there before keeps the mode it had.
  chmodSync(draft, mode);
  renameSync(draft, path);
}
