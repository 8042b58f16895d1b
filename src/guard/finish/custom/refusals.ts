import type { Reason } from '../../../base/decision.ts';
import type { Exchange, Refusals } from '../../../base/exchange.ts';
import { allIn, VALUE } from '../../../base/http1/characters.ts';
import { firstMediaType } from '../../../base/media-types.ts';
import type { Answer } from '../../../base/wire.ts';
import type { GatewayResponse } from '../../../define/model/gateway-response.ts';
import type { Site } from '../../decide/layer.ts';
import { headerText } from '../../dispatch/headers.ts';
import { compact } from '../reasons.ts';
import { compileBody, compileHeader, type Said, type Write } from './template.ts';

/** Compiles the gateway responses of an API at a stage; null when it has none. */
export function compileRefusals(site: Site): Refusals | null {
  const responses = site.api.gatewayResponses ?? [];
  if (responses.length === 0) return null;
  const forms = new Map(
    responses.map((response) => [response.responseType as string, formOf(response, site)]),
  );
  const clients = forms.get('DEFAULT_4XX') ?? null;
  const servers = forms.get('DEFAULT_5XX') ?? null;
  return Object.freeze({
    answer(x: Exchange, reason: Reason, own: Answer): Answer {
      // A type that is set is not merged with the one for its family; a status of 499 nobody reads.
      const family = own.status >= 500 ? servers : own.status >= 400 && own.body !== '' ? clients : null;
      const form = forms.get(reason) ?? family;
      if (form === null) return own;
      try {
        return form(x, reason, own);
      } catch {
        // A refusal stays one, whatever becomes of its form.
        return own;
      }
    },
  });
}

type Form = (x: Exchange, reason: Reason, own: Answer) => Answer;

interface Header {
  readonly name: string;
  readonly write: Write;
}

function formOf(response: GatewayResponse, site: Site): Form {
  const headers = Object.entries(response.responseParameters).map(
    ([target, source]): Header => ({
      name: target.replace(/^gatewayresponse\.header\./, ''),
      write: compileHeader(source, site),
    }),
  );
  const bodies = Object.entries(response.responseTemplates).map(
    ([type, text]) => [firstMediaType(type), type, compileBody(text, firstMediaType(type), site)] as const,
  );
  const standard = bodies.find(([type]) => type === 'application/json') ?? bodies[0];
  const replaced = new Set(headers.map(({ name }) => name.toLowerCase()));
  const make = (x: Exchange, reason: Reason, own: Answer): Answer => {
    const said: Said = { x, reason, own };
    const accepted = bodies.length < 2 ? '' : firstMediaType(x.header('accept'));
    const chosen = bodies.find(([type]) => type === accepted) ?? standard;
    const out: string[] = [];
    for (let i = 0; i < own.headers.length; i += 2) {
      const name = own.headers[i]!;
      const lower = name.toLowerCase();
      if (replaced.has(lower)) continue;
      out.push(name, lower === 'content-type' && chosen !== undefined ? chosen[1] : own.headers[i + 1]!);
    }
    for (const { name, write } of headers) {
      const value = headerText(write(said));
      // What a caller sent can begin no header line of its own; without a value there is no header.
      if (value !== '' && allIn(VALUE, value)) out.push(name, value);
    }
    const body = chosen === undefined ? standardBody(own) : chosen[2](said);
    return { status: response.statusCode ?? own.status, headers: out, body, length: -1 };
  };
  const isConstant =
    bodies.length < 2 &&
    [...headers.map((h) => h.write), ...bodies.map((b) => b[2])].every((write) => write.constant);
  return isConstant ? remembered(make) : make;
}

/** Where nothing depends on the request, the answer is made once for each that it is made from. */
function remembered(make: Form): Form {
  const made = new WeakMap<Answer, Answer>();
  return (x, reason, own) => {
    if (!Object.isFrozen(own)) return make(x, reason, own);
    let answer = made.get(own);
    if (answer === undefined) {
      answer = make(x, reason, own);
      answer = Object.freeze({ ...answer, headers: Object.freeze(answer.headers) });
      made.set(own, answer);
    }
    return answer;
  };
}

/** `{"message":$context.error.messageString}`: the capital letter of a denial stands only while nothing is chosen. */
function standardBody({ body }: Answer): Answer['body'] {
  return typeof body === 'string' && body.startsWith('{"Message":')
    ? compact((JSON.parse(body) as { Message: string }).Message)
    : body;
}
