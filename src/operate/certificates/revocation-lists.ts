import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Note, warning } from '../../base/note.ts';
import { regularBytes } from '../../base/regular-file.ts';
import type { Domain, Revocation } from '../../define/model/domain.ts';
import type { RevocationList } from '../../guard/accept/accept.ts';
import { authoritiesIn, readRevocationList } from './revocation-list.ts';
import { truststorePath } from './truststore-path.ts';

/** Milliseconds that an address has to give its list, and bytes that it may have. */
const FETCH_MS = 5_000;
const MOST_BYTES = 33_554_432;

/** What came of reading revocation lists, and the files that were looked at. */
export interface ListReading {
  readonly lists: readonly RevocationList[];
  readonly notes: readonly Note[];
  readonly files: readonly string[];
}

/** Revocation lists from files and addresses. What an address gave is kept in the data folder, for when it is away. */
export class RevocationLists {
  readonly #data: string;
  readonly #fetched = new Map<string, { readonly bytes: Buffer; readonly at: number }>();

  /** Whether an address did not give its list when it was asked last. */
  failing = false;

  constructor(data: string) {
    this.#data = data;
  }

  /** The lists of a domain, by whom its truststore holds. One that cannot be used is a warning: what then, `unknown` says. */
  async read(domain: Domain, { lists, refreshMs }: Revocation, truststore: string): Promise<ListReading> {
    const notes: Note[] = [];
    const files: string[] = [];
    const doubt = (message: string): void => {
      notes.push(warning('revocation-list.unusable', `${domain.name}: ${message}`, domain.origin));
    };
    const authorities = authoritiesIn(truststore);
    const read = async (place: string): Promise<RevocationList | null> => {
      const remote = /^https?:/.test(place);
      const path = truststorePath(place, this.#data);
      if (!remote) files.push(path);
      const bytes = remote ? await this.#remote(place, refreshMs, doubt) : await bytesOf(path);
      if (bytes === null) {
        doubt(`the revocation list ${place} cannot be had`);
        return null;
      }
      const list = readRevocationList(bytes, authorities);
      if (typeof list === 'string') doubt(`the revocation list ${place} cannot be used: ${list}`);
      else if (list.nextUpdate < Date.now())
        doubt(`the revocation list ${place} held until ${new Date(list.nextUpdate).toISOString()}`);
      return typeof list === 'string' ? null : list;
    };
    const found = await Promise.all(lists.map(read));
    return { lists: found.filter((list) => list !== null), notes, files };
  }

  /** What an address gives, or gave last; null when it never gave anything. */
  async #remote(url: string, refreshMs: number, doubt: (message: string) => void): Promise<Buffer | null> {
    const known = this.#fetched.get(url);
    if (known !== undefined && performance.now() - known.at < 0.9 * refreshMs) return known.bytes;
    try {
      const bytes = await fetched(url);
      this.#fetched.set(url, { bytes, at: performance.now() });
      await this.#keep(url, bytes);
      return bytes;
    } catch (fault) {
      this.failing = true;
      doubt(`${url} gives no revocation list: ${fault instanceof Error ? fault.message : fault}`);
      return known?.bytes ?? (await bytesOf(this.#fileOf(url)));
    }
  }

  async #keep(url: string, bytes: Buffer): Promise<void> {
    const path = this.#fileOf(url);
    // A full disk costs the copy, not the list.
    await mkdir(join(this.#data, 'tls/crl'), { recursive: true, mode: 0o700 })
      .then(() => writeFile(`${path}.new`, bytes))
      .then(() => rename(`${path}.new`, path))
      .catch(() => {});
  }

  #fileOf(url: string): string {
    return join(this.#data, 'tls/crl', `${createHash('sha256').update(url).digest('hex')}.crl`);
  }
}

const bytesOf = (path: string): Promise<Buffer | null> => regularBytes(path).catch(() => null);

async function fetched(url: string): Promise<Buffer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_MS) });
  if (!response.ok || response.body === null) throw new Error(`it answers ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error('it is larger than 32 MB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
