import { quoted, type Report } from './anomaly.ts';
import type { Envelope } from './envelope.ts';

const safe: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'QUERY', 'SEARCH']);
const common: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'OPTIONS',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'MERGE',
]);
const debugging: ReadonlySet<string> = new Set(['TRACE', 'TRACK', 'DEBUG', 'CONNECT']);
// Registered with IANA, or used by servers that many run.
const known: ReadonlySet<string> = new Set(
  (
    'QUERY SEARCH REPORT PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK ACL BASELINE-CONTROL BIND CHECKIN CHECKOUT LABEL ' +
    'LINK UNLINK MERGE MKACTIVITY MKCALENDAR MKREDIRECTREF MKWORKSPACE ORDERPATCH PRI REBIND UNBIND UNCHECKOUT UPDATE ' +
    'UPDATEREDIRECTREF VERSION-CONTROL PURGE BAN LIST VIEW SUBSCRIBE UNSUBSCRIBE NOTIFY M-SEARCH'
  ).split(' '),
);

/** The method itself: those that only help to look into a server, and those nobody has registered. */
export function checkMethod(method: string, report: Report): void {
  if (common.has(method)) return;
  if (debugging.has(method)) report('method', 70, 'method', `${method} looks into the server`);
  else if (!known.has(method)) report('method', 36, 'method', `${quoted(method)} is no method`);
}

/** A header or an argument that puts another method in the place of the one sent. */
export function checkOverride(where: string, value: string, at: Envelope, report: Report): void {
  const method = value.trim().toUpperCase();
  if (method === '') return;
  const told = `${quoted(value)} in the place of ${at.method}`;
  if (!/^[A-Z-]{3,20}$/.test(method)) report('method', 66, where, `${quoted(value)} is no method`);
  else if (debugging.has(method)) report('method', 70, where, told);
  // What may be fetched by a link or an image must not write.
  else if (safe.has(at.method) && !safe.has(method)) report('method', 68, where, told);
}

/** The override that frameworks take from the query: `?_method=DELETE`. */
export function checkOverrideArgument(at: Envelope, report: Report): void {
  const match = /(?:^|&)_(?:method|METHOD)=([^&]*)/.exec(at.query);
  if (match !== null && match[1]!.length < 100) checkOverride('argument _method', match[1]!, at, report);
}
