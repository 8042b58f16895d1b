import type { Exchange } from '../../../base/exchange.ts';
import { parseQuery } from '../../../base/query.ts';
import { headersBehindWebAcl } from '../../decide/behind-web-acl.ts';
import { contextReader, type Read } from '../../decide/context.ts';
import type { Site } from '../../decide/layer.ts';
import type { Body } from './body.ts';
import { compileJsonPath, type JsonPath, PathRefused } from './json-path.ts';
import type { Mapping } from './mapping.ts';
import { util } from './util.ts';
import { type Host, host, type Run, refused } from './vtl/run.ts';
import { type Fields, fieldOf, newFields, setField, textOf } from './vtl/values.ts';

/** Makes what a template of a site can name: `$input`, `$context`, `$stageVariables`, `$util`. */
export function compileScope(site: Site): (mapping: Mapping, body: Body) => Map<string, unknown> {
  const context = contextOf(site);
  const paths = new Map<string, JsonPath>();
  return (mapping, body) =>
    new Map<string, unknown>([
      ['input', input(mapping.x, body, paths)],
      ['context', context(mapping)],
      ['stageVariables', fieldsOf(Object.entries(site.stage.variables).flat())],
      ['util', util],
    ]);
}

function input(x: Exchange, body: Body, paths: Map<string, JsonPath>): Host {
  let params: Fields | null = null;
  const all = (): Fields => {
    params ??= paramsOf(x);
    return params;
  };
  return host({
    property: (name) => (name === 'body' ? body.text : null),
    method(name, args, run) {
      const text = args.length === 0 ? '' : textOf(args[0], run);
      switch (name) {
        case 'json':
          return run.made(jsonText(found(text || '$', body, paths, run)));
        case 'path':
          return found(text || '$', body, paths, run) ?? null;
        case 'params':
          return args.length === 0 ? all() : param(all(), text);
        default:
          return null;
      }
    },
  });
}

/** Nothing where a path leads nowhere; a list where it may lead to many. */
function found(text: string, body: Body, paths: Map<string, JsonPath>, run: Run): unknown {
  run.work(1 + (body.bytes.length >>> 10));
  try {
    let path = paths.get(text);
    if (path === undefined) {
      path = compileJsonPath(text);
      if (paths.size < 500) paths.set(text, path);
    }
    const values = path.find(body.json);
    run.work(values.length);
    return path.definite ? values[0] : [...values];
  } catch (reason) {
    if (!(reason instanceof PathRefused)) throw reason;
    throw refused(`cannot be run: ${reason.message}`);
  }
}

/** What is not there is written as empty text, so that what comes out stays JSON. */
const jsonText = (value: unknown): string => (value === undefined ? '""' : JSON.stringify(value));

function paramsOf(x: Exchange): Fields {
  const params = newFields();
  setField(params, 'path', fieldsOf(Object.entries(x.params ?? {}).flat()));
  setField(params, 'querystring', fieldsOf(parseQuery(x.query)));
  setField(params, 'header', fieldsOf(headersBehindWebAcl(x)));
  return params;
}

/** Of a name that comes twice the last value counts. */
function fieldsOf(pairs: readonly string[]): Fields {
  const fields = newFields();
  for (let i = 0; i < pairs.length; i += 2) setField(fields, pairs[i]!, pairs[i + 1]!);
  return fields;
}

/** Path, then query, then headers, whose names are the same in any case; empty text where there is none. */
function param(params: Fields, name: string): string {
  for (const place of ['path', 'querystring', 'header']) {
    const value = fieldOf(fieldOf(params, place) as Fields, name);
    if (typeof value === 'string') return value;
  }
  const headers = fieldOf(params, 'header') as Fields;
  const lower = name.toLowerCase();
  const own = Object.keys(headers).find((header) => header.toLowerCase() === lower);
  return own === undefined ? '' : String(headers[own]);
}

/** Names that have others behind them. */
const PREFIXES: ReadonlySet<string> = new Set([
  'authorizer',
  'authorizer.claims',
  'error',
  'identity',
  'identity.clientCert',
  'identity.clientCert.validity',
]);

const MOST_NAMES = 500;

function contextOf(site: Site): (mapping: Mapping) => Host {
  const readers = new Map<string, Read | null>();
  const reader = (name: string): Read | null => {
    let read = readers.get(name);
    if (read === undefined) {
      read = contextReader(name, site);
      if (readers.size < MOST_NAMES) readers.set(name, read);
    }
    return read;
  };
  const below = (prefix: string, mapping: Mapping): Host => {
    const property = (name: string): unknown => {
      if (prefix === '' && name === 'requestOverride') return mapping.requestOverride;
      if (prefix === '' && name === 'responseOverride') return mapping.responseOverride;
      const whole = prefix + name;
      if (PREFIXES.has(whole)) return below(`${whole}.`, mapping);
      return reader(whole)?.(mapping.x) ?? null;
    };
    return host({
      property,
      method(name, args, run) {
        const names = namesOf(prefix, mapping.x);
        if (name === 'get') return property(textOf(args[0], run));
        if (name === 'containsKey') return names.includes(textOf(args[0], run));
        if (name === 'keySet') return [...names];
        return null;
      },
    });
  };
  return (mapping) => below('', mapping);
}

function namesOf(prefix: string, { caller }: Exchange): string[] {
  if (prefix === 'authorizer.') return Object.keys(caller?.context ?? {});
  return prefix === 'authorizer.claims.' ? Object.keys(caller?.claims ?? {}) : [];
}
