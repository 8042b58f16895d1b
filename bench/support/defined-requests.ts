// Requests as OpenAPI definitions show them: what their authors gave as examples, and nobody chose for what it looks like.
import { globSync, readFileSync } from 'node:fs';
import { exampleOf, isThing, list, resolved, type Thing, thing } from './example.ts';
import type { Posted } from './refused.ts';

export interface Defined {
  /** How many definitions they are from. */
  readonly definitions: number;
  readonly requests: readonly Posted[];
  /** What the definitions say of their operations, as texts. */
  readonly texts: readonly string[];
}

const methods = ['get', 'post', 'put', 'patch', 'delete'];
/** Headers that a client sets by itself, or that say how a body is sent. */
const ofClient =
  /^(?:host|user-agent|accept|content-.*|digest|authorization|transfer-encoding|connection|expect)$/i;
const longest = { target: 6_000, body: 15_000 };

/**
 * Of each definition in JSON below `folder` (OpenAPI 2 and 3) up to `most` requests with examples, evenly spread; and
 * what is given as an example of an answer, sent back, as clients do that change what they got.
 */
export function definedRequests(folder: string, most: number): Defined {
  const requests: Posted[] = [];
  const texts = new Set<string>();
  let definitions = 0;
  for (const file of globSync(`${folder}/**/*.json`).sort()) {
    const api = definition(file);
    if (api === null) continue;
    definitions++;
    const made = new Map<string, Posted>();
    for (const [path, item] of Object.entries(thing(api.paths)))
      for (const one of ofPath(api, path, resolved(api, item), texts))
        made.set(`${one.method} ${one.target}\n${one.body}`, one);
    const all = [...made.values()];
    const step = Math.max(1, all.length / most);
    for (let at = 0; at < all.length; at += step) requests.push(all[Math.floor(at)]!);
  }
  return { definitions, requests, texts: [...texts] };
}

function definition(file: string): Thing | null {
  try {
    const api = thing(JSON.parse(readFileSync(file, 'utf8')));
    return isThing(api.paths) ? api : null;
  } catch {
    return null;
  }
}

function* ofPath(api: Thing, path: string, item: Thing, texts: Set<string>): Generator<Posted> {
  for (const method of methods) {
    if (!isThing(item[method])) continue;
    const operation = item[method];
    const { description } = operation;
    if (typeof description === 'string' && description.length >= 40 && description.length <= 6_000)
      texts.add(description);
    const shared = list(item.parameters).concat(list(operation.parameters));
    const asked = new Asked(api, path, method);
    for (const parameter of shared) asked.give(resolved(api, parameter));
    asked.giveBody(thing(resolved(api, operation.requestBody).content));
    const target = asked.target();
    if (target === null) continue;
    if (asked.shown > 0 && asked.body.length <= longest.body) yield asked.sent(target);
    for (const answer of Object.values(thing(operation.responses))) {
      const back = answered(api, resolved(api, answer));
      if (back !== undefined) yield* sentBack(target.replace(/\?.*/s, ''), back);
    }
  }
}

/** The example of an answer: of OpenAPI 2 by its media type, of 3 within it. */
function answered(api: Thing, answer: Thing): unknown {
  if (isThing(answer.examples)) return Object.values(answer.examples)[0];
  const content = thing(Object.values(thing(answer.content))[0]);
  return content.example ?? resolved(api, Object.values(thing(content.examples))[0]).value;
}

function* sentBack(target: string, back: unknown): Generator<Posted> {
  const body = typeof back === 'string' ? back : JSON.stringify(back);
  if (body.length < 20 || body.length > longest.body) return;
  const type = typeof back === 'string' && !/^\s*[[{]/.test(back) ? 'text/plain' : 'application/json';
  yield { method: 'PUT', target, body, type };
}

/** One operation’s request while what is shown of it is put together. */
class Asked {
  readonly #api: Thing;
  readonly #path: string;
  readonly #method: string;
  readonly #inPath = new Map<string, string>();
  readonly #query: string[] = [];
  readonly #form: string[] = [];
  readonly #headers: Record<string, string> = {};
  #type = 'application/json';
  body = '';
  /** How many of its values are shown. */
  shown = 0;

  constructor(api: Thing, path: string, method: string) {
    this.#api = api;
    this.#path = path;
    this.#method = method;
  }

  give(parameter: Thing): void {
    const name = String(parameter.name);
    const value = exampleOf(this.#api, parameter);
    if (value === undefined || value === null) return;
    const text = inOne(value);
    if (text.length > 3_000) return;
    this.shown++;
    const pair = `${encodeURIComponent(name)}=${encoded(text)}`;
    if (parameter.in === 'path') this.#inPath.set(name, encoded(text));
    else if (parameter.in === 'query') this.#query.push(pair);
    else if (parameter.in === 'formData') this.#form.push(pair);
    else if (parameter.in === 'body') this.#give(value, 'application/json');
    else if (parameter.in === 'header' && !ofClient.test(name) && /^[\w-]+$/.test(name))
      if (/^[\x20-\x7e]*$/.test(text)) this.#headers[name] = text;
  }

  giveBody(content: Thing): void {
    for (const [type, of] of Object.entries(content)) {
      const value = exampleOf(this.#api, thing(of));
      // What is said of several files is no body of several parts.
      if (value === undefined || type.startsWith('multipart/')) continue;
      this.shown++;
      this.#give(value, type);
      return;
    }
  }

  #give(value: unknown, type: string): void {
    if (this.#method === 'get') return;
    const form = type === 'application/x-www-form-urlencoded' && isThing(value);
    this.#type =
      form || typeof value === 'string' ? type : /[/+]json\b/.test(type) ? type : 'application/json';
    if (form)
      this.body = Object.entries(value)
        .map(([name, one]) => `${encodeURIComponent(name)}=${encoded(inOne(one))}`)
        .join('&');
    else this.body = typeof value === 'string' ? value : JSON.stringify(value);
    if (!/^[\w.+-]+\/[\w.+-]+(?:; ?[\w-]+=[\w.-]+)*$/.test(this.#type)) this.#type = 'application/json';
  }

  /** Null where it is none that can be asked for. */
  target(): string | null {
    const path = this.#path.replace(/\{([^}]*)\}/g, (_, name: string) => this.#inPath.get(name) ?? '42');
    const bare = `/${path.replace(/#.*/s, '').replaceAll(' ', '%20').replace(/^\/+/, '')}`;
    const query = this.#query.join('&');
    const target = query === '' ? bare : `${bare}${bare.includes('?') ? '&' : '?'}${query}`;
    return target.length <= longest.target && /^[\x21-\x7e]+$/.test(target) ? target : null;
  }

  sent(target: string): Posted {
    const form = this.body === '' && this.#form.length > 0 && this.#method !== 'get';
    const body = form ? this.#form.join('&') : this.body;
    const type = form ? 'application/x-www-form-urlencoded' : this.#type;
    const method = this.#method.toUpperCase();
    return { method, target, headers: this.#headers, body: body === '' ? null : body, type };
  }
}

const inOne = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(inOne).join(',')
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);

/** As clients of JavaScript encode it; a lone half of a pair of surrogates is none. */
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());
