import type { Exchange } from '../../../../base/exchange.ts';
import { parseQuery } from '../../../../base/query.ts';
import { contextReader } from '../../context.ts';
import type { Site } from '../../layer.ts';

/** All values a request has at one identity source; empty when it has none, or a blank one. */
export type ReadIdentity = (x: Exchange) => readonly string[];

/** What identity sources look like, in the words of REST APIs and of HTTP APIs. */
export const SOURCE =
  /^(?:(?:method\.request\.(?:header|querystring)|\$request\.(?:header|querystring))\.[^\s,]+|\$?(?:stageVariables|context)\.[\w.]+)$/;
export const HEADER_SOURCE = /^(?:method\.request\.header|\$request\.header)\.[^\s,]+$/;

/** Compiles an identity source; null for one that there is not. `site` is a stage or a method. */
export function identitySource(text: string, site: Site): ReadIdentity | null {
  const request = /^(?:method\.|\$)request\.(header|querystring)\.(.+)$/.exec(text);
  if (request !== null) return request[1] === 'header' ? header(request[2]!) : parameter(request[2]!);
  const variable = /^\$?stageVariables\.(.+)$/.exec(text);
  if (variable !== null) {
    const value = Object.hasOwn(site.stage.variables, variable[1]!)
      ? site.stage.variables[variable[1]!]!
      : '';
    const values = value.trim() === '' ? NONE : [value];
    return () => values;
  }
  const named = /^\$?context\.(.+)$/.exec(text);
  const read = named === null ? null : contextReader(named[1]!, site);
  if (read === null) return null;
  return (x) => {
    const value = read(x);
    return value === null || value.trim() === '' ? NONE : [value];
  };
}

const NONE: readonly string[] = Object.freeze([]);

function header(name: string): ReadIdentity {
  const lower = name.toLowerCase();
  return ({ headers }) => {
    let found: readonly string[] = NONE;
    for (let i = 0; i < headers.length; i += 2) {
      const candidate = headers[i]!;
      if (candidate.length === lower.length && candidate.toLowerCase() === lower)
        found = [...found, headers[i + 1]!];
    }
    return found.every((value) => value.trim() === '') ? NONE : found;
  };
}

function parameter(name: string): ReadIdentity {
  return ({ query }) => {
    if (query === '') return NONE;
    const pairs = parseQuery(query);
    const found: string[] = [];
    for (let i = 0; i < pairs.length; i += 2) if (pairs[i] === name) found.push(pairs[i + 1]!);
    return found.every((value) => value.trim() === '') ? NONE : found;
  };
}
