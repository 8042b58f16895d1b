import { z } from 'zod';
import { Fault } from '../../../base/fault.ts';
import type { Invocation } from '../../../functions/invocation.ts';
import { integration, timeoutShape } from '../integration.ts';
import { checkEvent, invoke, uninvoked } from '../lambda/invoke.ts';
import { mayInvoke } from '../lambda/permission.ts';
import { Mapping } from '../mapping/mapping.ts';
import { requestSource } from '../mapping/parameters.ts';
import { compileRequest } from '../mapping/request.ts';
import { compileResponses, type Outcome } from '../mapping/response.ts';
import { mappedShape } from '../mapping/shape.ts';
import { misconfigured } from '../misconfigured.ts';
import { withVariables } from '../request/source.ts';

const EMPTY = Buffer.alloc(0);
const INVOCATION_TYPE = 'integration.request.header.x-amz-invocation-type';

/** Hands a function what a template makes of the request, and answers with what a template makes of its result. */
export default integration({
  name: 'AWS',
  shape: z
    .strictObject({
      functionArn: z
        .string()
        .describe('The function, by its ARN. `${stageVariables.name}` stands for a stage variable.'),
      timeoutMs: timeoutShape.describe(
        'Milliseconds after which the caller gets 504, whatever the function does.',
      ),
      ...mappedShape,
    })
    .describe('A Lambda function behind templates (Lambda custom integration).'),
  compile(settings, site, given) {
    const functionArn = withVariables(settings.functionArn, site);
    if (!mayInvoke(functionArn, site)) {
      return () => {
        throw new Fault('function.forbidden', 'gateway', `API Gateway has no permission for ${functionArn}`);
      };
    }
    const map = compileRequest(settings, site);
    if (typeof map === 'string') return misconfigured(map);
    const written = Object.entries(settings.requestParameters).find(
      ([name]) => name.toLowerCase() === INVOCATION_TYPE,
    );
    const type = written === undefined ? () => null : requestSource(written[1], site);
    if (typeof type === 'string') return misconfigured(type);
    const respond = compileResponses(settings.responses, site);
    return async (x) => {
      const mapping = new Mapping(x);
      const { body, came } = await map(mapping);
      const event = eventOf(body);
      checkEvent(event);
      if (type(mapping, came, [])?.toLowerCase() === 'event') {
        // Nobody waits for it: Lambda itself has answered 202 by now.
        void given.invoke(functionArn, event);
        x.integrationStatus = 202;
        x.integrationMs = 0;
        return respond(mapping, { match: '', headers: [], body: EMPTY, passes: true });
      }
      const invocation = await invoke(x, event, functionArn, settings.timeoutMs, given);
      x.integrationStatus = 200;
      return respond(mapping, outcomeOf(invocation) ?? thrown(uninvoked(x, invocation)!));
    };
  },
});

/** An event is JSON; no body at all is an event without anything in it. */
function eventOf(body: Buffer): string {
  if (body.length === 0) return '{}';
  const text = body.toString('utf8');
  try {
    JSON.parse(text);
  } catch (reason) {
    const why = `the event for the function is no JSON: ${(reason as Error).message}`;
    throw new Fault('gateway.configuration', 'gateway', why);
  }
  return text;
}

/** What a function's end comes to: what it returned, or the message of its error. Null when it was not run. */
function outcomeOf(invocation: Invocation): Outcome | null {
  const of = (payload: string, match: string): Outcome => ({
    match,
    headers: [],
    body: Buffer.from(payload, 'utf8'),
    passes: true,
  });
  switch (invocation.outcome) {
    case 'answered':
      return of(invocation.payload, '');
    case 'error':
    case 'timeout':
      return of(invocation.payload, messageOf(invocation.payload));
    default:
      return null;
  }
}

function messageOf(payload: string): string {
  try {
    const { errorMessage } = JSON.parse(payload) as { errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : payload;
  } catch {
    return payload;
  }
}

function thrown(fault: Fault): never {
  throw fault;
}
