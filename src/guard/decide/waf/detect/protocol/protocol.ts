import { headerOf } from '../../../../../base/exchange.ts';
import { type Anomaly, quoted, type Report } from './anomaly.ts';
import { checkConnection, checkUpgrade } from './connection.ts';
import { checkContentEncoding, checkContentType } from './content-type.ts';
import { checkEncoding } from './encoding.ts';
import type { Envelope } from './envelope.ts';
import { checkForwarded, checkForwardedForm, checkForwardedHost, checkHost } from './hosts.ts';
import { checkFraming, checkLookalike, checkTwice, isSingle } from './lookalikes.ts';
import { checkBody, checkBreaks } from './message.ts';
import { checkMethod, checkOverride, checkOverrideArgument } from './method.ts';
import { checkRange } from './range.ts';
import { addressHeaders, checkAddress, checkOriginalUrl, internalHeaders, isOurs } from './spoofed.ts';

export type { Anomaly, AnomalyKind } from './anomaly.ts';
export type { Envelope } from './envelope.ts';

const NONE: readonly Anomaly[] = Object.freeze([]);
/** Kept of one kind; more says nothing new, and of each kind so many are kept whatever else there is. */
const mostOfKind = 4;
const mostArguments = 1_000;
const longestName = 512;

/**
 * What in the head of a request no ordinary client sends; what the engine itself refuses never gets here. The same empty
 * list for nearly every request. Never throws; linear in the length of the head.
 */
export function headAnomalies(at: Envelope): readonly Anomaly[] {
  const found = new Found();
  const { report } = found;
  checkMethod(at.method, report);
  checkTarget(at, report);
  checkHeaders(at, report);
  return found.list;
}

/** The same of a body, as far as it was read; one character for each byte. */
export function bodyAnomalies(at: Envelope, body: string): readonly Anomaly[] {
  const found = new Found();
  const { report } = found;
  const type = headerOf(at.headers, 'content-type').toLowerCase();
  checkBody(body, type, report);
  if (type.startsWith('application/x-www-form-urlencoded') && body.includes('%00'))
    report('null', 62, 'body', 'a null character');
  return found.list;
}

/** What was found of one request: of each kind the gravest few. */
class Found {
  list: readonly Anomaly[] = NONE;

  readonly report: Report = (kind, score, where, what) => {
    const anomaly: Anomaly = { kind, score, where, what };
    if (this.list === NONE) {
      this.list = [anomaly];
      return;
    }
    const list = this.list as Anomaly[];
    let least = -1;
    let count = 0;
    for (let i = 0; i < list.length; i++) {
      if (list[i]!.kind !== kind) continue;
      count++;
      if (least < 0 || list[i]!.score < list[least]!.score) least = i;
    }
    if (count < mostOfKind) list.push(anomaly);
    else if (list[least]!.score < score) list[least] = anomaly;
  };
}

function checkTarget(at: Envelope, report: Report): void {
  if (at.path.indexOf('%') >= 0) {
    checkEncoding('path', at.path, report);
    checkBreaks('path', at.path, report);
  }
  const { query } = at;
  if (query === '') return;
  if (query.indexOf('%') >= 0) {
    checkEncoding('query', query, report);
    checkBreaks('query', query, report);
  }
  if (query.indexOf('_') >= 0) checkOverrideArgument(at, report);
  if (query.length > longestName) checkLengths(query, report);
}

function checkLengths(query: string, report: Report): void {
  let count = 1;
  let longest = 0;
  for (let i = 0, from = 0, named = false; i < query.length; i++) {
    const c = query.charCodeAt(i);
    if (c === 38) {
      count++;
      from = i + 1;
      named = false;
    } else if (c === 61 && !named) {
      // A lone value has no name.
      named = true;
      if (i - from > longest) longest = i - from;
    }
  }
  if (count > mostArguments) report('length', 60, 'query', `${count} arguments`);
  if (longest > longestName)
    report('length', 56, 'query', `the name of an argument has ${longest} characters`);
}

function checkHeaders(at: Envelope, report: Report): void {
  const { headers } = at;
  let seen: Map<string, string> | null = null;
  let claims = 0;
  let method = '';
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!.toLowerCase();
    const value = headers[i + 1]!;
    if (checkNamed(name, value, at, report)) claims++;
    if (isSingle(name)) {
      seen ??= new Map();
      const before = seen.get(name);
      if (before === undefined) seen.set(name, value);
      else checkTwice(name, value, before, headers, report);
    }
    if (overrides.has(name)) {
      if (method !== '' && method !== value)
        report('method', 62, `header ${name}`, `says ${quoted(value)} where another says ${quoted(method)}`);
      method = value;
    }
    if (name.indexOf('_') >= 0 || name.indexOf('.') >= 0) checkLookalike(name, headers, report);
    if (value.indexOf('%0') >= 0) checkBreaks(`header ${name}`, value, report);
  }
  if (claims > 1)
    report('spoofed', 80, 'headers', `${claims} of them say that the request comes from this machine`);
}

const overrides: ReadonlySet<string> = new Set([
  'x-http-method-override',
  'x-method-override',
  'x-http-method',
]);

/** Gives whether the header claims that the request comes from this machine. */
function checkNamed(name: string, value: string, at: Envelope, report: Report): boolean {
  switch (name) {
    case 'host':
      checkHost(value, report);
      return false;
    case 'connection':
      checkConnection(value, at, report);
      return false;
    case 'content-type':
      checkContentType(value, report);
      return false;
    case 'cookie':
      checkEncoding('cookie', value, report);
      return false;
    case 'content-encoding':
      checkContentEncoding(value, report);
      return false;
    case 'upgrade':
      checkUpgrade(value, report);
      return false;
    case 'range':
    case 'request-range':
      checkRange(name, value, report);
      return false;
    case 'x-forwarded-host':
    case 'x-forwarded-server':
    case 'x-host':
    case 'x-http-host-override':
      checkForwardedHost(name, value, at, report);
      return false;
    case 'x-forwarded-proto':
    case 'x-forwarded-scheme':
    case 'x-forwarded-port':
    case 'x-forwarded-prefix':
      checkForwardedForm(name, value, report);
      return false;
    case 'forwarded':
      checkForwarded(value, report);
      return false;
    case 'x-original-url':
    case 'x-original-uri':
    case 'x-rewrite-url':
    case 'x-override-url':
      checkOriginalUrl(name, value, at, report);
      return false;
    case 'x-http-method-override':
    case 'x-method-override':
    case 'x-http-method':
      checkOverride(`header ${name}`, value, at, report);
      return false;
    case 'x-transfer-encoding':
    case 'x-te':
      checkFraming(name, value, report);
      return false;
  }
  if (addressHeaders.has(name)) return checkAddress(name, value, at, report);
  const internal = internalHeaders.get(name);
  if (internal !== undefined) report('spoofed', internal[0], `header ${name}`, internal[1]);
  else if (isOurs(name)) report('spoofed', 60, `header ${name}`, 'only rules of a web ACL give it');
  return false;
}
