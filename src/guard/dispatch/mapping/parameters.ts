import { headerOf } from '../../../base/exchange.ts';
import { parseQuery } from '../../../base/query.ts';
import { headersBehindWebAcl } from '../../decide/behind-web-acl.ts';
import type { Site } from '../../decide/layer.ts';
import { compileSource } from '../request/source.ts';
import type { Body } from './body.ts';
import { compileJsonPath, PathRefused } from './json-path.ts';
import type { Mapping } from './mapping.ts';

/** Reads one mapped value; null when there is none. `headers` are those of the integration's answer. */
export type Source = (mapping: Mapping, body: Body, headers: readonly string[]) => string | null;

/** Where the value of a parameter comes from in a request; a sentence when it cannot come from there. */
export function requestSource(text: string, site: Site): Source | string {
  const multi = /^method\.request\.multivalue(header|querystring)\.(.+)$/.exec(text);
  if (multi !== null) return multi[1] === 'header' ? allHeaders(multi[2]!) : allParameters(multi[2]!);
  const body = /^method\.request\.body(?:\.(.+))?$/s.exec(text);
  if (body !== null) return fromBody(body[1]);
  const read = compileSource(text, site);
  return read === null ? `nothing can come from ${text}` : ({ x }) => read(x);
}

/** The same in an answer. */
export function responseSource(text: string, site: Site): Source | string {
  const header = /^integration\.response\.(multivalue)?header\.(.+)$/.exec(text);
  if (header !== null) {
    const name = header[2]!.toLowerCase();
    return header[1] === undefined
      ? (_, __, headers) => headerOf(headers, name) || null
      : (_, __, headers) => joined(headers, name);
  }
  const body = /^integration\.response\.body(?:\.(.+))?$/s.exec(text);
  if (body !== null) return fromBody(body[1]);
  if (/^(?:method|integration)\./.test(text)) return `nothing can come from ${text}`;
  const read = compileSource(text, site);
  return read === null ? `nothing can come from ${text}` : ({ x }) => read(x);
}

function fromBody(path: string | undefined): Source | string {
  if (path === undefined) return (_, body) => body.text;
  try {
    const compiled = compileJsonPath(path.startsWith('$') ? path : `$.${path}`);
    return (_, body) => {
      const [value] = compiled.find(body.json);
      if (value === undefined || value === null) return null;
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
    };
  } catch (reason) {
    if (reason instanceof PathRefused) return reason.message;
    throw reason;
  }
}

function allHeaders(name: string): Source {
  const lower = name.toLowerCase();
  return ({ x }) => joined(headersBehindWebAcl(x), lower);
}

function joined(headers: readonly string[], name: string): string | null {
  const values: string[] = [];
  for (let i = 0; i < headers.length; i += 2)
    if (headers[i]!.toLowerCase() === name) values.push(headers[i + 1]!);
  return values.length === 0 ? null : values.join(',');
}

const allParameters =
  (name: string): Source =>
  ({ x }) => {
    const values = parseQuery(x.query).filter((_, i, pairs) => i % 2 === 1 && pairs[i - 1] === name);
    return values.length === 0 ? null : values.join(',');
  };
