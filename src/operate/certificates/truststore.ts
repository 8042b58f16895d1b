import { X509Certificate } from 'node:crypto';
import { pemBlocks } from '../../base/der.ts';
import { error, type Note, warning } from '../../base/note.ts';
import type { Domain, MutualTls } from '../../define/model/domain.ts';
import type { MutualMaterial } from '../../guard/accept/accept.ts';
import type { RevocationLists } from './revocation-lists.ts';
import { textOf } from './text-of.ts';
import { truststorePath } from './truststore-path.ts';

// "Configuring your truststore": what API Gateway takes.
const MOST_CERTIFICATES = 1_000;
const MOST_BYTES = 1_048_576;

/** What came of reading whom a domain trusts. */
export interface MutualReading {
  /** Null when a note is an error. */
  readonly material: MutualMaterial | null;
  readonly notes: readonly Note[];
  readonly files: readonly string[];
}

/** Reads whom a domain trusts. */
export async function readMutual(
  domain: Domain,
  mutual: MutualTls,
  data: string,
  revocationLists: RevocationLists,
): Promise<MutualReading> {
  const path = truststorePath(mutual.truststore, data);
  const text = await textOf(path);
  const notes =
    text === null
      ? [error('truststore.unusable', missing(domain, mutual, path), domain.origin)]
      : truststoreNotes(text, domain);
  const usable = text !== null && notes.every((note) => note.level !== 'error');
  if (!usable) return { material: null, notes, files: [path] };
  const { revocation } = mutual;
  const found = await revocationLists.read(domain, revocation, text);
  const material = { truststore: text, revocation, lists: found.lists };
  return { material, notes: [...notes, ...found.notes], files: [path, ...found.files] };
}

const missing = ({ name }: Domain, { truststore }: MutualTls, path: string): string =>
  truststore === path
    ? `${name}: the truststore ${path} cannot be read`
    : `${name}: the truststore ${truststore} cannot be read; put it at ${path}`;

/** What is wrong with a truststore, and what API Gateway would warn of. */
function truststoreNotes(text: string, { name, origin }: Pick<Domain, 'name' | 'origin'>): Note[] {
  const wrong = (message: string): Note =>
    error('truststore.unusable', `${name}: its truststore ${message}`, origin);
  const blocks = pemBlocks('CERTIFICATE', text);
  if (blocks.length === 0) return [wrong('holds no certificate in PEM')];
  if (blocks.length > MOST_CERTIFICATES) return [wrong(`has ${blocks.length} certificates, more than 1000`)];
  if (Buffer.byteLength(text) > MOST_BYTES) return [wrong('is larger than 1 MB')];
  const notes: Note[] = [];
  const subjects = new Map<string, string>();
  blocks.forEach((block, i) => {
    let certificate: X509Certificate;
    try {
      certificate = new X509Certificate(block);
    } catch {
      notes.push(wrong(`cannot be read: its certificate ${i + 1} is none`));
      return;
    }
    const { subject, fingerprint256, validTo } = certificate;
    const before = subjects.get(subject);
    if (certificate.ca && before !== undefined && before !== fingerprint256)
      notes.push(wrong(`has two authorities of one name: ${JSON.stringify(subject)}`));
    if (certificate.ca) subjects.set(subject, fingerprint256);
    if (certificate.validToDate.getTime() < Date.now()) {
      const message = `${name}: ${JSON.stringify(subject)} in its truststore expired on ${validTo}: who is signed by it is turned away`;
      notes.push(warning('truststore.expired', message, origin));
    }
  });
  return notes;
}
