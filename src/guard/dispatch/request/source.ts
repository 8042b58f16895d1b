import { headerOf } from '../../../base/exchange.ts';
import { parseQuery } from '../../../base/query.ts';
import { headersBehindWebAcl, isOfWebAcl } from '../../decide/behind-web-acl.ts';
import { contextReader, type Read } from '../../decide/context.ts';
import type { Site } from '../../decide/layer.ts';

/**
 * Compiles the right side of a parameter mapping: `method.request.path|querystring|header.{name}`,
 * `stageVariables.{name}`, `context.{name}` or `'literal'`. Null when it is none of these.
 */
export function compileSource(text: string, site: Site): Read | null {
  const literal = /^'(.*)'$/s.exec(text);
  if (literal !== null) return constant(literal[1]!);
  const request = /^method\.request\.(path|querystring|header)\.(.+)$/.exec(text);
  if (request !== null) return requestSource(request[1]!, request[2]!);
  const variable = /^stageVariables\.(.+)$/.exec(text);
  if (variable !== null) return constant(variableOf(site, variable[1]!));
  const named = /^context\.(.+)$/.exec(text);
  return named === null ? null : contextReader(named[1]!, site);
}

/** A stage variable; '' for one that the stage has not. */
export const variableOf = (site: Site, name: string): string =>
  Object.hasOwn(site.stage.variables, name) ? site.stage.variables[name]! : '';

/** Replaces `${stageVariables.name}`; a variable the stage has not is ''. */
export const withVariables = (text: string, site: Site): string =>
  text.replace(/\$\{stageVariables\.([^}]+)\}/g, (_, name: string) => variableOf(site, name));

const constant = (value: string): Read => {
  return () => value;
};

function requestSource(place: string, name: string): Read {
  if (place === 'path') return (x) => (x.params === null ? null : (x.params[name] ?? null));
  if (place === 'header') {
    const lower = name.toLowerCase();
    // Few headers are a web ACL's, and only of those it matters.
    return isOfWebAcl(lower)
      ? (x) => headerOf(headersBehindWebAcl(x), lower) || null
      : (x) => headerOf(x.headers, lower) || null;
  }
  return (x) => {
    if (x.query === '') return null;
    const pairs = parseQuery(x.query);
    // The last of several, as in the event of a function.
    for (let i = pairs.length - 2; i >= 0; i -= 2) if (pairs[i] === name) return pairs[i + 1]!;
    return null;
  };
}
