import { Fault } from '../../../base/fault.ts';
import { allIn, TARGET, VALUE } from '../../../base/http1/characters.ts';
import { traceRoot } from '../../../base/trace-id.ts';
import type { Site } from '../../decide/layer.ts';
import { headerText } from '../headers.ts';
import { withVariables } from '../request/source.ts';
import { type Origin, parseOrigin } from '../upstream/origin.ts';
import { checked } from '../upstream/target.ts';
import type { Body } from './body.ts';
import type { Mapping } from './mapping.ts';
import { isSettable } from './parameter-text.ts';
import { requestSource, type Source } from './parameters.ts';
import { Run } from './vtl/run.ts';
import { type Fields, fieldOf, textOf } from './vtl/values.ts';

/** Where mapped requests go, and how their heads are written. */
export interface MappedTarget {
  readonly origin: Origin;
  /** The whole head of a request with a body of so many bytes, as latin1 text. */
  head(mapping: Mapping, came: Body, method: string, length: number): string;
}

interface Parameter {
  readonly name: string;
  readonly read: Source;
  /** True for what takes all segments that follow: its slashes stay. */
  readonly greedy: boolean;
}

type Parameters = Readonly<Record<'path' | 'querystring' | 'header', readonly Parameter[]>>;

/** Compiles the URI and the parameters of an HTTP integration that maps; a sentence that says what is wrong. */
export function compileMappedTarget(
  uri: string,
  parameters: Readonly<Record<string, string>>,
  site: Site,
): MappedTarget | string {
  const parts = /^(https?):\/\/([^/?#]+)([^?#]*)(\?[^#]*)?$/i.exec(withVariables(uri, site));
  if (parts === null) return `${uri} is not a URI of http or https`;
  const origin = parseOrigin(parts[1]!, parts[2]!);
  if (origin === null) return `${uri} names no server`;
  const path = parts[3] === '' ? '/' : parts[3]!;
  const query = parts[4] ?? '';
  if (!allIn(TARGET, (path + query).replace(/[{}]/g, '')))
    return `${uri} has a character that must be percent-encoded`;
  const mapped = compileParameters(parameters, site);
  if (typeof mapped === 'string') return mapped;
  const lack = [...(path + query).matchAll(PLACEHOLDER)].find(
    ([, name]) => !mapped.path.some((parameter) => parameter.name === name),
  );
  if (lack !== undefined) return `{${lack[1]}} has no mapping integration.request.path.${lack[1]}`;
  return {
    origin,
    head(mapping, came, method, length) {
      const filled = (text: string): string => fill(text, mapped.path, mapping, came);
      const target = checked(filled(path)) + queryOf(filled(query), mapped.querystring, mapping, came);
      return `${method} ${target} HTTP/1.1\r\nHost: ${origin.authority}\r\n${headersOf(mapped.header, mapping, came, site)}${
        length > 0 || method === 'POST' || method === 'PUT' || method === 'PATCH'
          ? `Content-Length: ${length}\r\n`
          : ''
      }\r\n`;
    },
  };
}

const PLACEHOLDER = /\{([^{}]+?)\+?\}/g;

function compileParameters(parameters: Readonly<Record<string, string>>, site: Site): Parameters | string {
  const found = { path: [] as Parameter[], querystring: [] as Parameter[], header: [] as Parameter[] };
  for (const [target, source] of Object.entries(parameters)) {
    const named = /^integration\.request\.(path|querystring|header)\.(.+)$/.exec(target);
    if (named === null) return `${target} is no parameter of a request`;
    const place = named[1] as keyof typeof found;
    const name = named[2]!;
    if (place === 'header' && !isSettable(name)) return `${target} cannot be set`;
    const read = requestSource(source, site);
    if (typeof read === 'string') return `${target}: ${read}`;
    const from = /^method\.request\.path\.(.+)$/.exec(source)?.[1];
    const greedy = from !== undefined && site.resource?.path.endsWith(`{${from}+}`) === true;
    found[place].push({ name, read, greedy });
  }
  return found;
}

/** A parameter fills one segment, or what an override says; it never brings a slash of its own. */
function fill(text: string, parameters: readonly Parameter[], mapping: Mapping, came: Body): string {
  if (!text.includes('{')) return text;
  const overrides = fieldOf(mapping.requestOverride, 'path') as Fields;
  return text.replace(PLACEHOLDER, (_, name: string) => {
    const parameter = parameters.find((p) => p.name === name);
    const value = overrideOf(overrides, name) ?? parameter?.read(mapping, came, []) ?? '';
    const text = encodeURIComponent(value.toWellFormed());
    return parameter?.greedy === true ? text.replaceAll('%2F', '/') : text;
  });
}

function queryOf(own: string, parameters: readonly Parameter[], mapping: Mapping, came: Body): string {
  const overrides = fieldOf(mapping.requestOverride, 'querystring') as Fields;
  let text = own;
  const add = (name: string, value: string | null): void => {
    if (value === null) return;
    const pair = `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(value.toWellFormed())}`;
    text += text === '' ? `?${pair}` : `&${pair}`;
  };
  for (const { name, read } of parameters)
    if (!Object.hasOwn(overrides, name)) add(name, read(mapping, came, []));
  for (const name of Object.keys(overrides)) add(name, overrideOf(overrides, name));
  return text;
}

/** What is mapped, what overrides that, and what API Gateway adds by itself where nothing is mapped. */
function headersOf(parameters: readonly Parameter[], mapping: Mapping, came: Body, site: Site): string {
  const { x } = mapping;
  const headers = new Map<string, readonly [name: string, value: string]>();
  const set = (name: string, value: string | null): void => {
    if (value === null) return;
    const text = headerText(value);
    if (!allIn(VALUE, text))
      throw new Fault(
        'client.malformed',
        'client',
        `the value for the header ${name} has a control character`,
      );
    headers.set(name.toLowerCase(), [name, text]);
  };
  set('Accept', 'application/json');
  set('Content-Type', x.header('content-type') || 'application/json');
  set('User-Agent', `AmazonAPIGateway_${site.api.apiId}`);
  set('X-Amzn-Trace-Id', traceRoot(x));
  set('x-amzn-apigateway-api-id', site.api.apiId);
  for (const { name, read } of parameters) set(name, read(mapping, came, []));
  const overrides = fieldOf(mapping.requestOverride, 'header') as Fields;
  for (const name of Object.keys(overrides)) if (isSettable(name)) set(name, overrideOf(overrides, name));
  for (let i = 0; i < (x.inserted?.length ?? 0); i += 2) set(x.inserted![i]!, x.inserted![i + 1]!);
  let text = '';
  for (const [name, value] of headers.values()) text += `${name}: ${value}\r\n`;
  return text;
}

const overrideOf = (overrides: Fields, name: string): string | null =>
  Object.hasOwn(overrides, name) ? textOf(overrides[name], new Run(new Map())) : null;
