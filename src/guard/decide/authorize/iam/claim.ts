import type { Exchange } from '../../../../base/exchange.ts';

/** What a request says of its own signature. */
export interface Claim {
  readonly keyId: string;
  /** `YYYYMMDD`, region, service and terminator of the credential's scope. */
  readonly scope: readonly [day: string, region: string, service: string, terminator: string];
  readonly signedHeaders: readonly string[];
  /** Hex. */
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ` */
  readonly date: string;
  /** How long it is good for, in seconds, of a presigned address; -1 of a signed header. */
  readonly expiresSeconds: number;
  /** '' when there is none. */
  readonly sessionToken: string;
}

export const ALGORITHM = 'AWS4-HMAC-SHA256';

/** Reads the claim off a request; null when it makes none; a sentence that says what is wrong when it is incomplete. */
export function claimOf(x: Exchange): Claim | string | null {
  const authorization = x.header('authorization');
  if (authorization !== '' && headersCalled(x, 'authorization') > 1)
    return 'There must be one Authorization header.';
  if (authorization.startsWith(`${ALGORITHM} `)) return ofHeader(x, authorization);
  if (authorization !== '') return null;
  return x.query.includes('X-Amz-') ? ofQuery(x) : null;
}

/** How many headers of a name, in lower case, a request has. */
function headersCalled({ headers }: Exchange, name: string): number {
  let found = 0;
  for (let i = 0; i < headers.length; i += 2) if (headers[i]!.toLowerCase() === name) found++;
  return found;
}

function ofHeader(x: Exchange, authorization: string): Claim | string {
  const parts = new Map<string, string>();
  for (const part of authorization.slice(ALGORITHM.length).split(',')) {
    const equals = part.indexOf('=');
    if (equals < 0) continue;
    const name = part.slice(0, equals).trim();
    // Said twice, it says two things.
    if (parts.has(name)) return `Authorization header must have one '${name}' parameter.`;
    parts.set(name, part.slice(equals + 1).trim());
  }
  const date = dateOf(x.header('x-amz-date') || x.header('date'));
  const wanting = ['Credential', 'Signature', 'SignedHeaders']
    .filter((name) => !parts.get(name))
    .map((name) => `Authorization header requires '${name}' parameter.`);
  if (date === '')
    wanting.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  if (wanting.length > 0) return wanting.join(' ');
  return assembled(
    parts.get('Credential')!,
    parts.get('SignedHeaders')!,
    parts.get('Signature')!,
    date,
    -1,
    x.header('x-amz-security-token'),
  );
}

function ofQuery(x: Exchange): Claim | string | null {
  const asked = new Map<string, string>();
  for (const pair of x.query.split('&')) {
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    if (!name.startsWith('X-Amz-')) continue;
    if (asked.has(name)) return `The query must have one '${name}' parameter.`;
    asked.set(name, equals < 0 ? '' : percentDecoded(pair.slice(equals + 1)));
  }
  if (!asked.has('X-Amz-Algorithm') && !asked.has('X-Amz-Signature')) return null;
  if (asked.get('X-Amz-Algorithm') !== ALGORITHM) return `X-Amz-Algorithm must be ${ALGORITHM}.`;
  const wanting = [
    'X-Amz-Credential',
    'X-Amz-Date',
    'X-Amz-Expires',
    'X-Amz-SignedHeaders',
    'X-Amz-Signature',
  ]
    .filter((name) => !asked.get(name))
    .map((name) => `The query requires '${name}' parameter.`);
  if (wanting.length > 0) return wanting.join(' ');
  const expires = asked.get('X-Amz-Expires')!;
  if (!/^\d{1,6}$/.test(expires) || Number(expires) < 1 || Number(expires) > 604_800)
    return 'X-Amz-Expires must be a number from 1 to 604800.';
  return assembled(
    asked.get('X-Amz-Credential')!,
    asked.get('X-Amz-SignedHeaders')!,
    asked.get('X-Amz-Signature')!,
    dateOf(asked.get('X-Amz-Date')!),
    Number(expires),
    asked.get('X-Amz-Security-Token') ?? x.header('x-amz-security-token'),
  );
}

function assembled(
  credential: string,
  signed: string,
  signature: string,
  date: string,
  expiresSeconds: number,
  sessionToken: string,
): Claim | string {
  const [keyId = '', day = '', region = '', service = '', terminator = '', ...more] = credential.split('/');
  if (keyId === '' || terminator === '' || more.length > 0)
    return `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`;
  if (date === '') return "X-Amz-Date must be in the ISO8601 'Basic Format'.";
  if (!/^[0-9a-f]{64}$/.test(signature)) return 'Signature must be 64 hexadecimal digits in lower case.';
  const signedHeaders = signed.split(';');
  if (signedHeaders.length > 100 || !signedHeaders.every((name) => /^[\w!#$%&'*+.^`|~-]+$/.test(name)))
    return 'SignedHeaders must be names of headers parted by semicolons.';
  return {
    keyId,
    scope: [day, region, service, terminator],
    signedHeaders,
    signature,
    date,
    expiresSeconds,
    sessionToken,
  };
}

/** `YYYYMMDDTHHMMSSZ`, from that form or from an HTTP date; '' for anything else. */
function dateOf(text: string): string {
  if (/^\d{8}T\d{6}Z$/.test(text)) return Number.isNaN(momentOf(text)) ? '' : text;
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return '';
  const at = Date.parse(text);
  return Number.isNaN(at) ? '' : basicDate(at);
}

/** Milliseconds since the epoch of a `YYYYMMDDTHHMMSSZ`; NaN for a day that there is not. */
export const momentOf = (text: string): number =>
  Date.parse(text.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z'));

/** The ISO 8601 basic format, in whole seconds. */
export const basicDate = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');

/** Text of a query with its escapes undone, byte by byte; what is no escape stands for itself. */
export function percentDecoded(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
