import type { Exchange } from '../../../base/exchange.ts';
import { Fault } from '../../../base/fault.ts';
import { forwardedFor } from '../../../base/forwarded.ts';
import { allIn, TOKEN, VALUE } from '../../../base/http1/characters.ts';
import { headerLine } from '../../../base/http1/write.ts';
import { plainName } from '../../../base/plain-name.ts';
import type { Read } from '../../decide/context.ts';
import type { Site } from '../../decide/layer.ts';
import { DROP, headerText, isSigV4, toUpstream, type UpstreamRules } from '../headers.ts';
import { compileSource } from '../request/source.ts';

/** A header or query parameter that a mapping sets. */
export interface Mapped {
  readonly name: string;
  /** Of a header: its name as every server reads it. */
  readonly plain: string;
  readonly read: Read;
}

/** What the heads of a method's requests have in common. */
export interface HeadPlan {
  /** The Host header; '' keeps the one the client sent. */
  readonly host: string;
  readonly mapped: readonly Mapped[];
  /** Which of the client's headers go on. */
  readonly headers: UpstreamRules;
  /** True when the method takes AWS signatures: the credentials are the gateway's. */
  readonly signed: boolean;
}

/** Compiles `integration.request.header.{name}` mappings; a sentence that says what is wrong with one. */
export function compileMapped(
  place: 'header' | 'querystring',
  parameters: Readonly<Record<string, string>>,
  site: Site,
): Mapped[] | string {
  const prefix = `integration.request.${place}.`;
  const mapped: Mapped[] = [];
  for (const [target, source] of Object.entries(parameters)) {
    if (!target.startsWith(prefix)) continue;
    const name = target.slice(prefix.length);
    const read = compileSource(source, site);
    if (read === null) return `${target} cannot be read from ${source}`;
    if (name === '' || (place === 'header' && (!allIn(TOKEN, name) || toUpstream.of(name) === DROP))) {
      return `${target} cannot be set`;
    }
    mapped.push({ name, plain: plainName(name), read });
  }
  return mapped;
}

/**
 * Writes the head of the request to an HTTP server, whole, as latin1 text. Headers that the client's `Connection` names
 * go on, as with nginx and against RFC 9110 7.6.1: what the gateway has judged a request by, the server must see.
 */
export function requestHead(x: Exchange, method: string, target: string, plan: HeadPlan): string {
  const { headers, inserted } = x;
  const rules = x.proxied ? plan.headers.proxied : plan.headers.alone;
  const host = plan.host === '' ? x.header('host') : plan.host;
  let text = `${method} ${target} HTTP/1.1\r\nHost: ${host}\r\n`;
  const own = plan.mapped.length > 0 || inserted !== null;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    if (rules.of(name) === DROP) continue;
    if (name.length === 13 && dropsCredentials(name, headers[i + 1]!, plan)) continue;
    if (own && isOwn(name, plan.mapped, inserted)) continue;
    text += `${name}: ${headers[i + 1]}\r\n`;
  }
  for (const { name, read } of plan.mapped) {
    const value = read(x);
    if (value !== null) text += mappedLine(name, value);
  }
  if (inserted !== null) {
    for (let i = 0; i < inserted.length; i += 2) {
      text += headerLine(inserted[i]!, headerText(inserted[i + 1]!));
    }
  }
  text += `X-Forwarded-For: ${forwardedFor(x)}\r\nX-Forwarded-Port: ${x.port}\r\nX-Forwarded-Proto: ${x.secure ? 'https' : 'http'}\r\n`;
  return text + framing(x, method);
}

/** The length as the client declared it; `chunked` where it declared none; and the blank line. */
function framing(x: Exchange, method: string): string {
  const length = x.prefixWhole ? (x.prefix?.length ?? 0) : x.wire.length;
  if (length > 0) return `Content-Length: ${length}\r\n\r\n`;
  if (length < 0) return 'Transfer-Encoding: chunked\r\n\r\n';
  // RFC 9110 8.6: told even when it is 0, where the method expects a body.
  return method === 'POST' || method === 'PUT' || method === 'PATCH' ? 'Content-Length: 0\r\n\r\n' : '\r\n';
}

const dropsCredentials = (name: string, value: string, plan: HeadPlan): boolean =>
  name.toLowerCase() === 'authorization' && (plan.signed || isSigV4(value));

/**
 * A header that a mapping sets or the web ACL inserts stands in the place of the client's, and of what reads like it:
 * nobody can forge who was let in, or a verdict.
 */
function isOwn(name: string, mapped: readonly Mapped[], inserted: readonly string[] | null): boolean {
  for (const m of mapped) if (m.plain.length === name.length && m.plain === plainName(name)) return true;
  if (inserted === null) return false;
  for (let i = 0; i < inserted.length; i += 2) {
    const own = inserted[i]!;
    if (own.length === name.length && plainName(own) === plainName(name)) return true;
  }
  return false;
}

/** A decoded parameter may hold anything, a line break too: what no header can carry is the caller's fault. */
function mappedLine(name: string, value: string): string {
  const text = headerText(value);
  if (allIn(VALUE, text)) return `${name}: ${text}\r\n`;
  throw new Fault('client.malformed', 'client', `the value for the header ${name} has a control character`);
}
