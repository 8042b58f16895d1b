import { z } from 'zod';
import { Fault } from '../../../base/fault.ts';
import { allIn, TOKEN, VALUE } from '../../../base/http1/characters.ts';
import { firstMediaType } from '../../../base/media-types.ts';
import { traceAnswer } from '../../../base/trace-id.ts';
import type { Answer } from '../../../base/wire.ts';
import type { Read } from '../../decide/context.ts';
import type { Site } from '../../decide/layer.ts';
import { headerText } from '../headers.ts';
import { integration } from '../integration.ts';
import { wholeBody } from '../request/body.ts';
import { compileSource } from '../request/source.ts';
import { mockStatus, needsTemplateLanguage } from '../request/template.ts';

const responseShape = z
  .strictObject({
    statusCode: z
      .string()
      .regex(/^[2-5]\d\d$/, 'must be a status from 200 to 599')
      .describe('The status the caller gets.'),
    selectionPattern: z
      .string()
      .optional()
      .describe('A regular expression that the mock’s status must match as a whole; absent: the default.'),
    responseParameters: z
      .record(z.string(), z.string())
      .default({})
      .describe(
        "Headers, as `method.response.header.{name}` to `'literal'`, a stage variable or a context value.",
      ),
    responseTemplates: z.record(z.string(), z.string()).default({}).describe('The body, by content type.'),
  })
  .describe('One answer a mock can give.');

type Response = z.infer<typeof responseShape>;

/** Answers by itself, without asking anybody: what CORS preflights are answered with. */
export default integration({
  name: 'MOCK',
  shape: z
    .strictObject({
      requestTemplates: z
        .record(z.string(), z.string())
        .default({})
        .describe('By content type, an object whose `statusCode` chooses the answer.'),
      passthroughBehavior: z
        .enum(['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'])
        .default('WHEN_NO_MATCH')
        .describe('What becomes of a request whose content type has no template.'),
      responses: z.array(responseShape).default([]).describe('The answers it can give.'),
    })
    .describe('A fixed answer (mock integration).'),
  compile({ requestTemplates, passthroughBehavior, responses }, site) {
    const templates = new Map(
      Object.entries(requestTemplates).map(([type, text]) => [firstMediaType(type), mockStatus(text)]),
    );
    const passes =
      passthroughBehavior === 'WHEN_NO_MATCH' ||
      (passthroughBehavior === 'WHEN_NO_TEMPLATES' && templates.size === 0);
    const choices = responses.map((response) => choiceOf(response, site));
    return async (x) => {
      let status = templates.get(firstMediaType(x.header('content-type')) || 'application/json');
      if (status === undefined) {
        if (!passes)
          throw new Fault('client.media-type', 'client', 'no request template for this content type');
        status = mockStatus((await wholeBody(x)).toString('utf8'));
      }
      if (status === 0)
        throw new Fault('gateway.configuration', 'gateway', 'the mock’s template gives no statusCode');
      x.integrationStatus = status;
      x.integrationMs = 0;
      const found = choose(choices, String(status));
      if (found === null || found.answer === null) {
        const why = found === null ? `no integration response for ${status}` : found.flaw;
        throw new Fault('gateway.configuration', 'gateway', why);
      }
      const headers = found.answer.headers.slice();
      for (const { name, read } of found.mapped) {
        const value = headerText(read(x) ?? '');
        if (value !== '' && allIn(VALUE, value)) headers.push(name, value);
      }
      headers.push('X-Amzn-Trace-Id', traceAnswer(x));
      return { ...found.answer, headers };
    };
  },
});

interface Choice {
  readonly statusCode: string;
  /** Null: the default. */
  readonly pattern: RegExp | null;
  /** Null when the response needs what a mock has not got; `flaw` says what. */
  readonly answer: Answer | null;
  readonly mapped: readonly { readonly name: string; readonly read: Read }[];
  readonly flaw: string;
}

function choiceOf(response: Response, site: Site): Choice {
  const { statusCode, selectionPattern } = response;
  const pattern = selectionPattern ? wholePattern(selectionPattern) : null;
  const types = Object.keys(response.responseTemplates);
  const type = types.find((t) => firstMediaType(t) === 'application/json') ?? types[0] ?? 'application/json';
  const body = response.responseTemplates[type] ?? '';
  let flaw = needsTemplateLanguage(body) ? 'the response template needs a template language' : '';
  const mapped: { name: string; read: Read }[] = [];
  for (const [target, source] of Object.entries(response.responseParameters)) {
    const name = target.replace(/^method\.response\.header\./, '');
    const read = compileSource(source, site);
    if (read === null || name === '' || !allIn(TOKEN, name)) flaw ||= `cannot map ${target} from ${source}`;
    else mapped.push({ name, read });
  }
  const named = mapped.some(({ name }) => name.toLowerCase() === 'content-type');
  const headers = named ? [] : ['Content-Type', type];
  const answer = flaw === '' ? { status: Number(statusCode), headers, body, length: -1 } : null;
  return { statusCode, pattern, answer, mapped, flaw };
}

/** A pattern that cannot be read matches nothing: a request for it finds no response, and gets 500. */
function wholePattern(text: string): RegExp {
  try {
    return new RegExp(`^(?:${text})$`);
  } catch {
    return /^(?!)/;
  }
}

/** apigateway.md 8.4: of several that match, the one whose own status it is; without any, the default. */
function choose(choices: readonly Choice[], status: string): Choice | null {
  const matching = choices.filter((c) => c.pattern?.test(status));
  return (
    matching.find((c) => c.statusCode === status) ??
    matching[0] ??
    choices.find((c) => c.pattern === null) ??
    null
  );
}
