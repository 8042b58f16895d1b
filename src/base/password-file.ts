import { isHash } from './scrypt.ts';

/** A line of a file of passwords that is none, counted from 1, and why. */
export interface BadLine {
  readonly line: number;
  readonly why: string;
}

/** The name of a user: no colon (RFC 7617, section 2), no control character, and not too long. */
export const isUserName = (name: string): boolean => /^[^\p{Cc}:]{1,128}$/u.test(name);

/** The line of a file of passwords for a user. */
export const entryOf = (name: string, hash: string): string => `${name}:${hash}`;

/** Reads a file of passwords: `name:hash` on each line; `#` begins a line that is not read. */
export function readPasswords(text: string): {
  readonly hashes: ReadonlyMap<string, string>;
  readonly bad: readonly BadLine[];
} {
  const hashes = new Map<string, string>();
  const bad: BadLine[] = [];
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).normalize('NFC');
    const hash = line.slice(colon + 1);
    const why = !isUserName(name)
      ? 'must be name:hash'
      : !isHash(hash)
        ? 'has no hash that is read here: portcullis password makes one'
        : hashes.has(name)
          ? 'has a name that stood before'
          : '';
    if (why === '') hashes.set(name, hash);
    else bad.push({ line: i + 1, why });
  }
  return { hashes, bad };
}
