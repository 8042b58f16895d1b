import { headerOf } from '../../../../../base/exchange.ts';
import { type Anomaly, quoted, type Report } from './anomaly.ts';
import { checkConnection, checkUpgrade } from './connection.ts';
import { checkContentEncoding, checkContentType } from './content-type.ts';
import { checkEncoding } from './encoding.ts';
import type { Envelope } from './envelope.ts';
import { checkForwarded, checkForwardedForm, checkForwardedHost, checkHost } from './hosts.ts';
import {
  checkFraming,
  checkLookalike,
  checkTwice,
  isSingle,
  namesSent,
  singleHeaders,
} from './lookalikes.ts';
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
 * list for nearly every request. `ordinary`: its headers are known to be (areOrdinary). Never throws; linear in the
 * length of the head.
 */
export function headAnomalies(at: Envelope, ordinary = false): readonly Anomaly[] {
  const found = new Found();
  const { report } = found;
  checkMethod(at.method, report);
  checkTarget(at, report);
  if (!ordinary) checkHeaders(at, report);
  return found.list;
}

/** Whether nothing is odd about the headers, whatever they come with. */
export function areOrdinary(at: Envelope): boolean {
  const { headers } = at;
  for (let i = 0; i < headers.length; i += 2)
    if (checks.get(headers[i]!.toLowerCase())?.alone === false) return false;
  const found = new Found();
  checkHeaders(at, found.report);
  return found.list === NONE;
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
  let sent: ReadonlyMap<string, string> | null = null;
  let claims = 0;
  let method = '';
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!.toLowerCase();
    const value = headers[i + 1]!;
    const known = checks.get(name);
    if (known !== undefined) {
      if (known.run(name, value, at, report)) claims++;
      if (known.single) {
        seen ??= new Map();
        const before = seen.get(name);
        if (before === undefined) seen.set(name, value);
        else checkTwice(name, value, before, headers, report);
      }
      if (known.overrides) {
        if (method !== '' && method !== value)
          report(
            'method',
            62,
            `header ${name}`,
            `says ${quoted(value)} where another says ${quoted(method)}`,
          );
        method = value;
      }
    } else if (isOurs(name)) report('spoofed', 60, `header ${name}`, 'only rules of a web ACL give it');
    if (name.indexOf('_') >= 0 || name.indexOf('.') >= 0) {
      sent ??= namesSent(headers);
      checkLookalike(name, sent, report);
    }
    if (value.indexOf('%0') >= 0) checkBreaks(`header ${name}`, value, report);
  }
  if (claims > 1)
    report('spoofed', 80, 'headers', `${claims} of them say that the request comes from this machine`);
}

/** What is asked of a header; gives whether it claims that the request comes from this machine. */
type Run = (name: string, value: string, at: Envelope, report: Report) => boolean;

interface Check {
  readonly run: Run;
  /** Of which a request has one at most. */
  readonly single: boolean;
  /** Puts another method in the place of the one sent. */
  readonly overrides: boolean;
  /** Whether what is asked hangs on nothing but the headers. */
  readonly alone: boolean;
}

const checks = new Map<string, Check>();

function add(
  names: string,
  check: (name: string, value: string, at: Envelope, report: Report) => void,
  alone = true,
): void {
  for (const name of names.split(' ')) {
    const run: Run = (n, value, at, report) => {
      check(n, value, at, report);
      return false;
    };
    checks.set(name, { run, single: isSingle(name), overrides: name.includes('method'), alone });
  }
}

for (const name of singleHeaders) add(name, () => {});
add('host', (_name, value, _at, report) => checkHost(value, report));
add('connection', (_name, value, at, report) => checkConnection(value, at, report));
add('content-type', (_name, value, _at, report) => checkContentType(value, report));
add('cookie', (_name, value, _at, report) => checkEncoding('cookie', value, report));
add('content-encoding', (_name, value, _at, report) => checkContentEncoding(value, report));
add('upgrade', (_name, value, _at, report) => checkUpgrade(value, report));
add('range request-range', (name, value, _at, report) => checkRange(name, value, report));
add('x-forwarded-host x-forwarded-server x-host x-http-host-override', checkForwardedHost);
add('x-forwarded-proto x-forwarded-scheme x-forwarded-port x-forwarded-prefix', (name, value, _at, report) =>
  checkForwardedForm(name, value, report),
);
add('forwarded', (_name, value, _at, report) => checkForwarded(value, report));
add('x-original-url x-original-uri x-rewrite-url x-override-url', checkOriginalUrl, false);
add(
  'x-http-method-override x-method-override x-http-method',
  (name, value, at, report) => checkOverride(`header ${name}`, value, at, report),
  false,
);
add('x-transfer-encoding x-te', (name, value, _at, report) => checkFraming(name, value, report));
for (const name of addressHeaders.keys())
  checks.set(name, { run: checkAddress, single: isSingle(name), overrides: false, alone: false });
for (const [name, [score, what]] of internalHeaders)
  add(name, (_name, _value, _at, report) => report('spoofed', score, `header ${name}`, what));
