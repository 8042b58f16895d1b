import type { Reason } from '../../../base/decision.ts';
import type { Exchange } from '../../../base/exchange.ts';
import type { Answer } from '../../../base/wire.ts';
import { contextReader } from '../../decide/context.ts';
import type { Site } from '../../decide/layer.ts';
import { compileSource, variableOf } from '../../dispatch/request/source.ts';

/** What a refusal is written from. */
export interface Said {
  readonly x: Exchange;
  readonly reason: Reason;
  /** The answer that it would be by itself. */
  readonly own: Answer;
}

/** Writes a part of an answer. */
export interface Write {
  (said: Said): string;
  /** True when it comes out the same whatever the request. */
  readonly constant: boolean;
}

const NAME = '(?:context|stageVariables|method\\.request\\.(?:header|path|querystring))(?:\\.[\\w-]+)+';
const VARIABLE = new RegExp(`\\$(?:\\{(${NAME})\\}|(${NAME}))`, 'g');

/**
 * Compiles a body template: a text in which `$context.…`, `$stageVariables.…` and `$method.request.…` are put in
 * place; there is no more to its language ("Set up a gateway response"). Unlike AWS, what is put into JSON or
 * HTML is escaped: a caller cannot write other keys, or scripts, into an answer.
 */
export function compileBody(template: string, mediaType: string, site: Site): Write {
  const safe = escapeFor(mediaType);
  const pieces: (string | Write)[] = [];
  let from = 0;
  for (const found of template.matchAll(VARIABLE)) {
    pieces.push(template.slice(from, found.index));
    from = found.index + found[0].length;
    const name = found[1] ?? found[2]!;
    const read = reader(name, site);
    // It brings its quotes along, and what is in them is escaped already.
    pieces.push(name === 'context.error.messageString' ? read : escaped(read, safe));
  }
  pieces.push(template.slice(from));
  return joined(pieces);
}

/** Compiles the value of a header: one source, as in a mapping. */
export function compileHeader(source: string, site: Site): Write {
  const literal = /^'(.*)'$/s.exec(source);
  return literal === null ? reader(source, site) : constant(literal[1]!);
}

function reader(name: string, site: Site): Write {
  if (name.startsWith('stageVariables.'))
    return constant(variableOf(site, name.slice('stageVariables.'.length)));
  if (name.startsWith('method.')) {
    const read = compileSource(name, site);
    return varying(({ x }) => read?.(x) ?? '');
  }
  const variable = name.replace(/^context\./, '');
  const own = Object.hasOwn(ofRefusals, variable) ? ofRefusals[variable]! : null;
  if (own !== null) return varying(own);
  if (variable === 'resourceId') return varying(({ x }) => resourceId(x, site));
  const read = contextReader(variable, site);
  return read === null ? constant('') : varying(({ x }) => read(x) ?? '');
}

const ofRefusals: Readonly<Record<string, (said: Said) => string>> = {
  'error.message': messageOf,
  'error.messageString': (said) => JSON.stringify(messageOf(said)),
  'error.responseType': ({ reason }) => reason,
  'error.validationErrorString': ({ x }) => x.complaint,
  resourcePath: ({ x }) => x.resourcePath,
  status: ({ own }) => String(own.status),
};

/** The message of the answer that the gateway would give: '' for one that has none (`null`). */
function messageOf({ own }: Said): string {
  if (typeof own.body !== 'string' || !own.body.startsWith('{')) return '';
  const { message, Message } = JSON.parse(own.body) as { message?: string | null; Message?: string };
  return message ?? Message ?? '';
}

const resourceId = (x: Exchange, { api }: Site): string =>
  api.resources.find((resource) => resource.path === x.resourcePath)?.resourceId ?? '';

const varying = (write: (said: Said) => string): Write =>
  Object.assign(write.bind(null), { constant: false });
const constant = (text: string): Write => Object.assign(() => text, { constant: true });

function escaped(write: Write, safe: ((text: string) => string) | null): Write {
  if (safe === null) return write;
  return Object.assign((said: Said) => safe(write(said)), { constant: write.constant });
}

function joined(pieces: readonly (string | Write)[]): Write {
  const writes = pieces.filter((piece) => typeof piece !== 'string');
  const write = (said: Said): string => {
    let text = '';
    for (const piece of pieces) text += typeof piece === 'string' ? piece : piece(said);
    return text;
  };
  return Object.assign(write, { constant: writes.every((one) => one.constant) });
}

function escapeFor(mediaType: string): ((text: string) => string) | null {
  if (/[/+]json$/.test(mediaType)) return (text) => JSON.stringify(text).slice(1, -1);
  if (/[/+](?:html|xml)$/.test(mediaType))
    return (text) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
  return null;
}
