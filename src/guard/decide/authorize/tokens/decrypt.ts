import { onDemand } from '../../../../base/on-demand.ts';
import { decoded, decodedObject } from './base64url.ts';
import { contentAlgorithms, type DecryptKey, keyAlgorithms } from './decrypt-key.ts';
import { type Flaw, isFlaw } from './flaw.ts';
import { headerFlaw, mostTokenLength } from './jws.ts';
import type { StoredKeys } from './stored-keys.ts';
import { keyCalled, keysCalled, noKey } from './why-sealed.ts';

const jose = onDemand<typeof import('jose')>('jose');

/** A token as it was inside another one, and the key that opened that. */
export interface Unsealed {
  readonly token: string;
  readonly key: DecryptKey;
}

/** For an explanation: which key opened a token, or why none did; '' where there is nothing to say. */
export interface Told {
  by: string;
  why: string;
}

/** Decrypts tokens (RFC 7516) whose content is a signed token (RFC 7519 section 5.2). */
export class Decrypter {
  readonly #fixed: readonly DecryptKey[];
  readonly #stored: readonly StoredKeys[];

  /** `fixed` are of files, `stored` of the key store, where they change. */
  constructor(fixed: readonly DecryptKey[], stored: readonly StoredKeys[] = []) {
    this.#fixed = fixed;
    this.#stored = stored;
    if (fixed.length + stored.length > 0) jose();
  }

  /**
   * The signed token inside. Anybody can encrypt to a public key, so claims that are not signed are never taken.
   * Nested once, and no deeper.
   */
  async decrypt(token: string, nowMs: number, told?: Told): Promise<Unsealed | Flaw> {
    const opened = await this.#open(token, nowMs, told);
    if (isFlaw(opened)) return opened;
    const inner = opened.content.toString('latin1');
    if (inner.split('.').length === 3) return { token: inner, key: opened.key };
    if (told !== undefined) told.why = 'what is inside is no signed token';
    return 'encryption';
  }

  /** What is encrypted, whatever it is. What is compressed is refused: it could grow without end. */
  async open(token: string, nowMs = 0): Promise<Buffer | Flaw> {
    const opened = await this.#open(token, nowMs);
    return isFlaw(opened) ? opened : opened.content;
  }

  /** Whether what a key has opened may be relied on still. */
  holds(key: DecryptKey, nowMs: number): boolean {
    for (const keys of this.#stored) keys.current();
    return key.holds && nowMs < key.untilMs;
  }

  async #open(
    token: string,
    nowMs: number,
    told?: Told,
  ): Promise<{ readonly content: Buffer; readonly key: DecryptKey } | Flaw> {
    if (token.length > mostTokenLength) return 'malformed';
    const parts = token.split('.');
    if (parts.length !== 5 || parts.some((part) => decoded(part) === null)) return 'malformed';
    const header = decodedObject(parts[0]!);
    if (header === null) return 'malformed';
    const flaw = headerFlaw(header);
    if (flaw !== null) return flaw;
    const { alg } = header;
    if (!keyAlgorithms.includes(alg as never)) {
      if (told !== undefined) told.why = `alg must be one of ${keyAlgorithms.join(', ')}`;
      return 'algorithm';
    }
    const all = this.#keys(nowMs);
    const keys = all.filter((key) => isFor(key, header)).slice(0, mostTried);
    if (keys.length === 0) {
      if (told !== undefined) told.why = noKey(header, all, this.#empty());
      return 'key';
    }
    for (const key of keys) {
      const content = await attempt(token, key.key);
      if (content === null) continue;
      if (told !== undefined) told.by = keyCalled(key);
      return { content, key };
    }
    if (told !== undefined)
      told.why = `it was changed on its way, or is encrypted to another key than ${keysCalled(keys)}`;
    return 'encryption';
  }

  #keys(nowMs: number): readonly DecryptKey[] {
    if (this.#stored.length === 0) return this.#fixed;
    const stored = this.#stored.flatMap((keys) => keys.current().filter((key) => nowMs < key.untilMs));
    return [...stored, ...this.#fixed];
  }

  /** Names of which the key store has no key. */
  #empty(): readonly string[] {
    return this.#stored.filter((keys) => keys.current().length === 0).map(({ name }) => name);
  }
}

/** Keys that are tried where a token names none. */
const mostTried = 4;

const KINDS: Readonly<Record<string, 'RSA' | 'EC'>> = { RSA: 'RSA', ECDH: 'EC' };

/** Whether a key is the one that a header names, for what it is used for there. */
function isFor(key: DecryptKey, { alg, enc, kid }: Readonly<Record<string, unknown>>): boolean {
  const wanted = KINDS[(alg as string).replace(/-.*$|KW$/, '')] ?? 'oct';
  return (
    (key.of === wanted || (key.of === 'OKP' && wanted === 'EC')) &&
    (key.algorithm === '' || key.algorithm === alg || (alg === 'dir' && key.algorithm === enc)) &&
    (key.encryption === '' || key.encryption === enc) &&
    (kid === undefined || key.kid === '' || key.kid === kid)
  );
}

/** Null when it cannot be: which step failed is told to nobody. */
async function attempt(token: string, key: DecryptKey['key']): Promise<Buffer | null> {
  try {
    const { plaintext } = await jose().compactDecrypt(token, key, {
      keyManagementAlgorithms: [...keyAlgorithms],
      contentEncryptionAlgorithms: Object.keys(contentAlgorithms),
    });
    return Buffer.from(plaintext);
  } catch {
    return null;
  }
}
