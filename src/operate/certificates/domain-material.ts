import { join } from 'node:path';
import { info, type Note } from '../../base/note.ts';
import type { Domain } from '../../define/model/domain.ts';
import type { DomainMaterial } from '../../guard/accept/accept.ts';
import type { DevelopmentAuthority } from './development-authority.ts';
import { filesOf, fromFiles } from './domain-files.ts';
import type { Identity } from './issue.ts';
import type { RevocationLists } from './revocation-lists.ts';
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
  const found = filesOf(domain, data);
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
