import { z } from 'zod';
import { headerOf } from '../../../base/exchange.ts';
import { Fault } from '../../../base/fault.ts';
import { allIn, TOKEN, VALUE } from '../../../base/http1/characters.ts';
import { binaryTypes, firstMediaType } from '../../../base/media-types.ts';
import { compileEcma } from '../../../base/regex/ecma.ts';
import { traceAnswer } from '../../../base/trace-id.ts';
import type { Answer } from '../../../base/wire.ts';
import type { Site } from '../../decide/layer.ts';
import { DROP, headerText, toClient } from '../headers.ts';
import { responsePayload } from './binary.ts';
import { Body } from './body.ts';
import type { Mapping } from './mapping.ts';
import { responseParameters } from './parameter-text.ts';
import { responseSource, type Source } from './parameters.ts';
import { compileTemplate, type Template } from './template.ts';
import { selectionText, templateText } from './template-text.ts';
import { Run } from './vtl/run.ts';
import { type Fields, fieldOf, textOf } from './vtl/values.ts';

/** One answer that an integration can lead to. */
export const responseShape = z
  .strictObject({
    statusCode: z
      .string()
      .regex(/^[2-5]\d\d$/, 'must be a status from 200 to 599')
      .describe('The status the caller gets.'),
    selectionPattern: selectionText
      .optional()
      .describe(
        'A regular expression that the status of a server or a mock, or the error message of a function, must match as a whole; absent: the default.',
      ),
    responseParameters: responseParameters
      .default({})
      .describe(
        "Headers, as `method.response.header.{name}` to `integration.response.header.{name}`, `integration.response.body.{path}`, `'literal'`, a stage variable or a context value.",
      ),
    responseTemplates: z
      .record(z.string(), templateText)
      .default({})
      .describe('The mapping template of the body, by content type.'),
    contentHandling: z
      .enum(['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'])
      .optional()
      .describe('How the body is converted.'),
  })
  .describe('One answer an integration can lead to.');

export type Response = z.infer<typeof responseShape>;

/** What an integration came back with. */
export interface Outcome {
  /** What patterns are matched against. */
  readonly match: string;
  readonly headers: readonly string[];
  readonly body: Buffer;
  /** Of a mock there is no body to pass on. */
  readonly passes: boolean;
}

/** Makes an answer of what an integration came back with. */
export type Respond = (mapping: Mapping, outcome: Outcome) => Answer;

interface Choice {
  readonly statusCode: string;
  /** Null: the default. */
  readonly matches: ((text: string) => boolean) | null;
  answer(mapping: Mapping, outcome: Outcome): Answer;
}

/** Compiles the integration responses of a method. What cannot be read answers 500 when it is chosen. */
export function compileResponses(responses: readonly Response[], site: Site): Respond {
  const isBinary = binaryTypes(site.api.binaryMediaTypes);
  const choices = responses.map((response) => choiceOf(response, site, isBinary));
  return (mapping, outcome) => {
    const found = choose(choices, outcome.match);
    if (found === null)
      throw new Fault(
        'gateway.configuration',
        'gateway',
        `no integration response matches ${outcome.match.slice(0, 200)}`,
      );
    return found.answer(mapping, outcome);
  };
}

/** Of several that match, the one whose own status it is; without any, the default. */
function choose(choices: readonly Choice[], text: string): Choice | null {
  const matching = choices.filter((choice) => choice.matches?.(text) === true);
  return (
    matching.find((choice) => choice.statusCode === text) ??
    matching[0] ??
    choices.find((choice) => choice.matches === null) ??
    null
  );
}

function choiceOf(response: Response, site: Site, isBinary: (type: string) => boolean): Choice {
  const { statusCode, selectionPattern, contentHandling } = response;
  const templates = Object.entries(response.responseTemplates).map(
    ([type, text]) => [firstMediaType(type), type, compileTemplate(text, site)] as const,
  );
  const standard = templates.find(([type]) => type === 'application/json') ?? templates[0];
  const headers = compileHeaders(response.responseParameters, site);
  return {
    statusCode,
    matches: selectionPattern ? wholePattern(selectionPattern) : null,
    answer(mapping, outcome) {
      if (typeof headers === 'string') throw new Fault('gateway.configuration', 'gateway', headers);
      const { x } = mapping;
      const accepted = firstMediaType(x.header('accept'));
      const came = firstMediaType(headerOf(outcome.headers, 'content-type')) || 'application/json';
      const payload = responsePayload(
        outcome.body,
        isBinary(came),
        isBinary(accepted || 'application/json'),
        contentHandling,
      );
      const chosen = templates.find(([type]) => type === accepted) ?? standard;
      const body = new Body(payload.bytes, 'response');
      const out: string[] = [];
      for (const { name, read } of headers)
        add(out, name, read(mapping, new Body(outcome.body, 'response'), outcome.headers));
      const bytes =
        chosen === undefined || payload.raw
          ? outcome.passes || payload.raw
            ? payload.bytes
            : ''
          : rendered(chosen[2], mapping, body);
      override(out, mapping);
      const type = chosen === undefined ? (payload.raw ? came : 'application/json') : chosen[1];
      if (headerOf(out, 'content-type') === '') out.unshift('Content-Type', type);
      out.push('X-Amzn-Trace-Id', traceAnswer(x));
      return { status: statusOf(mapping, Number(statusCode)), headers: out, body: bytes, length: -1 };
    },
  };
}

function rendered(template: Template | string, mapping: Mapping, body: Body): string {
  if (typeof template === 'string')
    throw new Fault('gateway.configuration', 'gateway', `the response template: ${template}`);
  return template.render(mapping, body);
}

interface Header {
  readonly name: string;
  readonly read: Source;
}

function compileHeaders(parameters: Readonly<Record<string, string>>, site: Site): Header[] | string {
  const headers: Header[] = [];
  for (const [target, source] of Object.entries(parameters)) {
    const name = target.replace(/^method\.response\.(?:multivalue)?header\./, '');
    const read = responseSource(source, site);
    if (typeof read === 'string' || name === '' || !allIn(TOKEN, name))
      return `cannot map ${target} from ${source}`;
    headers.push({ name, read });
  }
  return headers;
}

/** A header with a value that no header can have is left out: nothing mapped begins another line. */
function add(out: string[], name: string, value: string | null): void {
  const text = headerText(value ?? '');
  if (text !== '' && allIn(VALUE, text)) out.push(name, text);
}

/** `$context.responseOverride.header`: in the place of what parameters map. Framing stays the wire's. */
function override(out: string[], { responseOverride }: Mapping): void {
  const headers = fieldOf(responseOverride, 'header') as Fields;
  for (const name of Object.keys(headers)) {
    if (!allIn(TOKEN, name) || name === '' || toClient.of(name) === DROP) continue;
    const lower = name.toLowerCase();
    for (let i = out.length - 2; i >= 0; i -= 2) if (out[i]!.toLowerCase() === lower) out.splice(i, 2);
    add(out, name, textOf(headers[name], new Run(new Map())));
  }
}

function statusOf({ responseOverride }: Mapping, status: number): number {
  const chosen = Number(fieldOf(responseOverride, 'status') ?? status);
  if (Number.isInteger(chosen) && chosen >= 200 && chosen <= 599) return chosen;
  throw new Fault(
    'gateway.configuration',
    'gateway',
    '$context.responseOverride.status must be from 200 to 599',
  );
}

/** Linear in time, whatever message a function gives. A pattern that cannot be read matches nothing. */
function wholePattern(text: string): (value: string) => boolean {
  try {
    return compileEcma(`^(?:${text})$`).test;
  } catch {
    return () => false;
  }
}
