/** Characters in a row that give a secret away, and those that are shown of one at its beginning. */
const gram = 8;
const shown = 4;
/** Secrets that are shorter show nothing of themselves. */
const shortest = 12;
/** Characters of one secret that are looked for. */
const longest = 8_192;

const stars = '****';
/** What stands for a secret that was not kept. */
const redacted = 'REDACTED';

/**
 * What a request proves itself by: `x-api-key`, the credentials of `Authorization`, the token of a challenge. A walk looks
 * at all of it; what is told of the walk shows the first four characters, wherever a text holds eight in a row, in whatever
 * case, and written in base64, in hexadecimal or for a URL as well, since transformations of rules do so.
 */
export class Secrets {
  /** Runs of eight characters, or all of a shorter secret, in small letters; true for those a long secret begins with. */
  readonly #grams = new Map<string, boolean>();
  readonly #lengths = new Set<number>();

  /** `headers`: names and values in turn. */
  constructor(headers: readonly string[]) {
    for (let i = 0; i + 1 < headers.length; i += 2)
      for (const secret of secretsIn(headers[i]!.toLowerCase(), headers[i + 1]!))
        for (const form of formsOf(secret))
          this.#add(small(form.slice(0, longest)), secret.kind !== 'password');
  }

  /** A text, or a value with texts in it, with the secrets masked. */
  hide<T>(value: T): T {
    if (this.#grams.size === 0) return value;
    if (typeof value === 'string') return this.#masked(value) as T;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((inner) => this.hide(inner)) as T;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.hide(inner)])) as T;
  }

  #add(form: string, tellsHead: boolean): void {
    const length = Math.min(gram, form.length);
    if (length < 3) return;
    this.#lengths.add(length);
    for (let at = 0; at + length <= form.length; at++) {
      const run = form.slice(at, at + length);
      const begins = tellsHead && at === 0 && form.length >= shortest;
      if (begins || !this.#grams.has(run)) this.#grams.set(run, begins);
    }
  }

  #masked(text: string): string {
    const lower = small(text);
    let out = '';
    let from = 0;
    for (let at = 0; at < lower.length; ) {
      const begins = this.#at(lower, at);
      if (begins === null) {
        at++;
        continue;
      }
      let end = at;
      for (let next = at; next <= end; next++) end = Math.max(end, next + this.#lengthAt(lower, next));
      out += `${text.slice(from, at)}${begins ? text.slice(at, at + shown) : ''}${stars}`;
      from = at = end;
    }
    return from === 0 ? text : out + text.slice(from);
  }

  /** Whether a secret begins there; null when none of it stands there. */
  #at(text: string, at: number): boolean | null {
    for (const length of this.#lengths) {
      const begins = this.#grams.get(text.slice(at, at + length));
      if (begins !== undefined) return begins;
    }
    return null;
  }

  #lengthAt(text: string, at: number): number {
    for (const length of this.#lengths) if (this.#grams.has(text.slice(at, at + length))) return length;
    return 0;
  }
}

/** Of ASCII alone: each character stays one. */
const small = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

interface Secret {
  readonly text: string;
  /** Of a password nothing is shown; what a name and a password are in base64 is not told decoded. */
  readonly kind: 'key' | 'basic' | 'password';
}

function secretsIn(name: string, value: string): readonly Secret[] {
  return found(name, value.trim()).filter(({ text }) => text !== redacted);
}

const keyOf = (text: string): Secret => ({ text: text.trim(), kind: 'key' });

function found(name: string, value: string): readonly Secret[] {
  switch (name) {
    case 'x-api-key':
    case 'x-aws-waf-token':
    case 'x-amz-security-token':
      return [keyOf(value)];
    case 'authorization':
    case 'proxy-authorization':
      return credentialsOf(value);
    case 'cookie':
      return [...value.matchAll(/(?:^|;)\s*aws-waf-token\s*=\s*([^;]*)/g)].map(([, text]) => keyOf(text!));
    default:
      return [];
  }
}

/** What is behind the scheme; of a signed request the signature, of a name and a password both as sent, and the password. */
function credentialsOf(value: string): readonly Secret[] {
  const [, scheme = '', rest = value] = /^([\w!#$%&'*+.^`|~-]+)\s+(.*)$/s.exec(value) ?? [];
  if (/^aws4-/i.test(scheme))
    return [...rest.matchAll(/signature=([^,\s]+)/gi)].map(([, text]) => keyOf(text!));
  if (scheme.toLowerCase() !== 'basic') return [keyOf(rest)];
  const opened = Buffer.from(rest, 'base64').toString('utf8');
  const password = opened.slice(opened.indexOf(':') + 1);
  return [
    { text: rest, kind: 'basic' },
    { text: password, kind: 'password' },
  ];
}

/** A secret as it may stand in a text: as it is, and as transformations write or read it. */
function formsOf({ text, kind }: Secret): readonly string[] {
  const forms = [text, encodeURIComponent(text.toWellFormed()), Buffer.from(text).toString('hex')];
  // In base64 a text looks like one of three, by what stands before it.
  for (const before of ['', ' ', '  ']) {
    const inBase64 = Buffer.from(before + text)
      .toString('base64')
      .replace(/=+$/, '');
    forms.push(inBase64.slice(before === '' ? 0 : 4, -2));
  }
  if (kind !== 'key') return forms;
  if (/^(?:[\da-f]{2})+$/i.test(text)) forms.push(Buffer.from(text, 'hex').toString('latin1'));
  // Not of a token in parts: what it says is told by who checks it, and proves nothing without its seal.
  else if (/^[\w+/-]{16,}=*$/.test(text)) forms.push(Buffer.from(text, 'base64').toString('latin1'));
  return forms;
}
