import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { error, info, type Note, warning } from '../../base/note.ts';
import type { CertificateFiles, Domain } from '../../define/model/domain.ts';
import type { DomainMaterial } from '../../guard/accept/accept.ts';
import type { DevelopmentAuthority } from './development-authority.ts';
import type { Identity } from './issue.ts';
import type { RevocationLists } from './revocation-lists.ts';
import { textOf } from './text-of.ts';
import { readMutual } from './truststore.ts';

/** What was found for one domain. */
export interface DomainReading {
  /** Null when a note is an error. */
  readonly material: DomainMaterial | null;
  readonly notes: readonly Note[];
  readonly files: readonly string[];
}

/** Reads the certificate of a domain and whom it trusts. `data` is the data folder; `given` is what an authority gave. */
export async function domainMaterial(
  domain: Domain,
  data: string,
  authority: DevelopmentAuthority,
  lists: RevocationLists,
  given: Identity | null,
): Promise<DomainReading> {
  const notes: Note[] = [];
  const found = domain.acme === undefined ? filesOf(domain, data) : null;
  const files = found === null ? [] : [found.certificate, found.key];
  const identity =
    given ??
    (found === null ? developed(domain, authority, data, notes) : await fromFiles(domain, found, notes));
  const mutual = domain.mutualTls === null ? null : await readMutual(domain, domain.mutualTls, data, lists);
  if (mutual !== null) {
    notes.push(...mutual.notes);
    files.push(...mutual.files);
  }
  const broken = identity === null || (mutual !== null && mutual.material === null);
  const material = broken
    ? null
    : {
        id: domain.id,
        names: [domain.name],
        ...identity,
        policy: domain.securityPolicy,
        mutual: mutual?.material ?? null,
      };
  return { material, notes, files };
}

// As certbot names them, and in plain words.
const PAIRS = [
  ['fullchain.pem', 'privkey.pem'],
  ['certificate.pem', 'key.pem'],
] as const;

/** Where a domain's certificate lies: where the definition says, or in the data folder by its ARN or its name. */
function filesOf({ files, certificateArn, name }: Domain, data: string): CertificateFiles | null {
  if (files !== null) return files;
  const id = certificateArn.slice(certificateArn.lastIndexOf('/') + 1).replace(/[^\w.-]/g, '_');
  for (const folder of [id, name.replace('*', '_')]) {
    if (folder === '' || folder.startsWith('.')) continue;
    for (const [certificate, key] of PAIRS) {
      const at = (file: string): string => join(data, 'certificates', folder, file);
      if (existsSync(at(certificate)) && existsSync(at(key)))
        return { certificate: at(certificate), key: at(key) };
    }
  }
  return null;
}

async function fromFiles(
  { name, origin }: Domain,
  { certificate, key }: CertificateFiles,
  notes: Note[],
): Promise<Identity | null> {
  const wrong = (message: string): null => {
    notes.push(error('certificate.unusable', `${name}: ${message}`, origin));
    return null;
  };
  const texts = await Promise.all([textOf(certificate), textOf(key)]);
  if (texts[0] === null) return wrong(`${certificate} cannot be read`);
  if (texts[1] === null) return wrong(`${key} cannot be read`);
  let leaf: X509Certificate;
  try {
    leaf = new X509Certificate(texts[0]);
  } catch {
    return wrong(`${certificate} holds no certificate in PEM`);
  }
  try {
    if (!leaf.checkPrivateKey(createPrivateKey(texts[1])))
      return wrong(`the key in ${key} is not that of the certificate in ${certificate}`);
  } catch {
    return wrong(`${key} holds no private key in PEM without a passphrase`);
  }
  notes.push(
    ...doubts(leaf, name).map((doubt) => warning('certificate.doubtful', `${name}: ${doubt}`, origin)),
  );
  return { certificate: texts[0], key: texts[1] };
}

/** What clients will not like about a certificate. */
function doubts(leaf: X509Certificate, name: string): string[] {
  const host = name.replace('*', 'a');
  const found: string[] = [];
  if (leaf.validToDate.getTime() < Date.now()) found.push(`its certificate expired on ${leaf.validTo}`);
  if (leaf.validFromDate.getTime() > Date.now())
    found.push(`its certificate is valid from ${leaf.validFrom} on`);
  if (name !== '*' && leaf.checkHost(host) === undefined)
    found.push(`its certificate is for other names: ${leaf.subjectAltName ?? leaf.subject}`);
  return found;
}

/** A certificate made here, for who tries things out. */
function developed(
  { name, certificateArn, acme, origin }: Domain,
  authority: DevelopmentAuthority,
  data: string,
  notes: Note[],
): Identity {
  if (name === '*') return authority.local();
  if (acme !== undefined) {
    const message = `${name} shows a certificate of the development authority until ${acme.directory} has given one`;
    notes.push(info('certificate.development', message, origin));
    return authority.domain(name);
  }
  if (name === 'localhost' || name.endsWith('.localhost')) return authority.local([name]);
  const named =
    certificateArn === '' ? 'no certificate is named' : `${certificateArn} is not in the data folder`;
  const where = join(data, 'certificates', name.replace('*', '_'));
  const message = `${name} shows a certificate of the development authority: ${named} (put fullchain.pem and privkey.pem into ${where})`;
  notes.push(info('certificate.development', message, origin));
  return authority.domain(name);
}
