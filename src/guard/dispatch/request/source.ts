import { clfTime } from '../../../base/clf-time.ts';
import { type Exchange, headerOf } from '../../../base/exchange.ts';
import { parseQuery } from '../../../base/query.ts';
import { extendedRequestId } from '../../../base/request-id.ts';
import { domainName } from '../../decide/address.ts';
import type { Site } from '../../decide/layer.ts';

/** Reads one mapped value off a request; null when the request has none. */
export type Read = (x: Exchange) => string | null;

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
  return named === null ? null : contextSource(named[1]!, site);
}

/** A stage variable; '' for one that the stage has not. */
export const variableOf = (site: Site, name: string): string =>
  Object.hasOwn(site.stage.variables, name) ? site.stage.variables[name]! : '';

const constant = (value: string): Read => {
  return () => value;
};

function requestSource(place: string, name: string): Read {
  if (place === 'path') return (x) => (x.params === null ? null : (x.params[name] ?? null));
  if (place === 'header') {
    const lower = name.toLowerCase();
    return (x) => headerOf(x.headers, lower) || null;
  }
  return (x) => {
    if (x.query === '') return null;
    const pairs = parseQuery(x.query);
    // The last of several, as in the event of a function.
    for (let i = pairs.length - 2; i >= 0; i -= 2) if (pairs[i] === name) return pairs[i + 1]!;
    return null;
  };
}

function contextSource(name: string, site: Site): Read | null {
  const { api, stage, resource, definition } = site;
  switch (name) {
    case 'accountId':
      return constant(definition.settings.accountId);
    case 'apiId':
      return constant(api.apiId);
    case 'stage':
      return constant(stage.name);
    case 'deploymentId':
      return constant(stage.deploymentId);
    case 'resourceId':
      return constant(resource?.resourceId ?? '');
    case 'resourcePath':
      return constant(resource?.path ?? '');
    case 'domainName':
      return domainName;
    case 'extendedRequestId':
      return (x) => extendedRequestId(x.id);
    case 'httpMethod':
      return (x) => x.method;
    case 'identity.sourceIp':
      return (x) => x.client.text;
    case 'identity.userAgent':
      return (x) => x.header('user-agent') || null;
    case 'path':
      return (x) => x.stagePath;
    case 'protocol':
      return (x) => x.protocol;
    case 'requestId':
      return (x) => x.id;
    case 'requestTime':
      return (x) => clfTime(x.at);
    case 'requestTimeEpoch':
      return (x) => String(Math.floor(x.at));
    default:
      return null;
  }
}
