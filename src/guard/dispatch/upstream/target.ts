import { unescape as decode } from 'node:querystring';
import type { Exchange } from '../../../base/exchange.ts';
import { Fault } from '../../../base/fault.ts';
import { allIn, TARGET } from '../../../base/http1/characters.ts';
import type { Read } from '../../decide/context.ts';
import type { Site } from '../../decide/layer.ts';
import { compileSource, withVariables } from '../request/source.ts';
import { type Origin, parseOrigin } from './origin.ts';

/** Where requests of a method go: which server, and which path and query there. */
export interface Target {
  readonly origin: Origin;
  /** The path of the target, and the query its URI has itself, with `?`; '' when it has none. */
  path(x: Exchange): string;
  query(x: Exchange): string;
}

/**
 * Compiles the URI of an HTTP integration; a sentence that says what is wrong with it. With `forwardPath` the
 * caller's path within the API stands behind the URI's own, as it came.
 */
export function compileTarget(
  uri: string,
  site: Site,
  mappings: ReadonlyMap<string, string>,
  forwardPath = false,
): Target | string {
  const parts = /^(https?):\/\/([^/?#]+)([^?#]*)(\?[^#]*)?$/i.exec(withVariables(uri, site));
  if (parts === null) return `${uri} is not a URI of http or https`;
  const origin = parseOrigin(parts[1]!, parts[2]!);
  if (origin === null) return `${uri} names no server`;
  const path = compilePattern('path', parts[3] === '' ? '/' : parts[3]!, site, mappings);
  if (typeof path === 'string') return path;
  const query = compilePattern('query', parts[4] ?? '', site, mappings);
  if (typeof query === 'string') return query;
  if (!forwardPath) return { origin, path: (x) => checked(path(x)), query };
  return { origin, path: (x) => checked(withoutSlash(path(x)) + x.inner), query };
}

const withoutSlash = (path: string): string => (path.endsWith('/') ? path.slice(0, -1) : path);

/** Compiles `/a/{name}/b`: literals and parameters in turn. In a path, a parameter of the path stays as it came. */
function compilePattern(
  part: 'path' | 'query',
  pattern: string,
  site: Site,
  mappings: ReadonlyMap<string, string>,
): ((x: Exchange) => string) | string {
  const pieces = pattern.split(/\{([^{}]+?)\+?\}/);
  const literals: string[] = [];
  const reads: ((x: Exchange) => string)[] = [];
  for (const [i, piece] of pieces.entries()) {
    if (i % 2 === 0) {
      if (!allIn(TARGET, piece)) return `${pattern} has a character that must be percent-encoded`;
      literals.push(piece);
      continue;
    }
    const source = mappings.get(piece) ?? `method.request.path.${piece}`;
    const name = /^method\.request\.path\.(.+)$/.exec(source)?.[1];
    const read = compileSource(source, site);
    if (read === null) return `{${piece}} cannot be read from ${source}`;
    if (
      name !== undefined &&
      site.resource !== null &&
      !new RegExp(`\\{${quoted(name)}\\+?\\}`).test(site.resource.path)
    ) {
      return `{${piece}} is no parameter of ${site.resource.path}`;
    }
    reads.push(part === 'path' && name !== undefined ? rawParameter(name, site) : encoded(read));
  }
  if (reads.length === 0) return () => pattern;
  if (reads.length === 1) {
    const [before, after] = [literals[0]!, literals[1]!];
    const read = reads[0]!;
    return (x) => before + read(x) + after;
  }
  return (x) => {
    let text = literals[0]!;
    for (let i = 0; i < reads.length; i++) text += reads[i]!(x) + literals[i + 1]!;
    return text;
  };
}

const quoted = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const encoded =
  (read: Read): ((x: Exchange) => string) =>
  (x) =>
    encode(read(x) ?? '');

/** Percent-encodes what is no part of well-formed text by its replacement character, never by throwing. */
const encode = (text: string): string => encodeURIComponent(text.toWellFormed());

/**
 * A path parameter as the client wrote it, so that nothing is decoded and encoded again. Where the decoded
 * value is not what that text decodes to, the value is encoded anew: what was routed by is what is sent.
 */
function rawParameter(name: string, site: Site): (x: Exchange) => string {
  const segments = site.resource!.path.split('/');
  const at = segments.findIndex((s) => s === `{${name}}` || s === `{${name}+}`);
  const greedy = segments[at] === `{${name}+}`;
  return (x) => {
    const value = x.params === null ? '' : (x.params[name] ?? '');
    let start = 0;
    for (let i = 1; i < at; i++) start = x.inner.indexOf('/', start + 1);
    const from = start + 1;
    const slash = greedy ? -1 : x.inner.indexOf('/', from);
    const raw = x.inner.slice(from, slash < 0 ? undefined : slash);
    if (raw === value) return raw;
    const plain = raw.includes('%') ? decode(raw) : raw;
    // A trailing slash does not count when a resource is found, but it does to a server.
    if (plain === value || (greedy && plain === `${value}/`)) return raw;
    return greedy ? value.split('/').map(encode).join('/') : encode(value);
  };
}

/** No path that climbs leaves here, whatever a parameter holds: the path layer refuses such requests, this makes sure. */
export function checked(path: string): string {
  if (!path.includes('.') && !path.includes('%')) return path;
  if (climbs.test(path)) throw new Fault('client.malformed', 'client', 'the path has a dot segment');
  return path;
}

const climbs = /(?:^|\/|%2f|\\|%5c)(?:\.|%2e){1,2}(?=\/|%2f|\\|%5c|;|%3b|$)/i;
