import { z } from 'zod';
import type { Exchange } from '../../../base/exchange.ts';
import { Fault } from '../../../base/fault.ts';
import { binaryTypes, firstMediaType } from '../../../base/media-types.ts';
import { traceAnswer } from '../../../base/trace-id.ts';
import type { Answer } from '../../../base/wire.ts';
import type { Invocation } from '../../../functions/invocation.ts';
import { integration, timeoutShape } from '../integration.ts';
import { type FunctionAnswer, readAnswer } from '../lambda/answer.ts';
import { eventText } from '../lambda/event.ts';
import { checkEvent, invoke, uninvoked } from '../lambda/invoke.ts';
import { mayInvoke } from '../lambda/permission.ts';
import { wholeBody } from '../request/body.ts';
import { withVariables } from '../request/source.ts';

/** Hands the whole request to a function as an event, and answers with what it returns. */
export default integration({
  name: 'AWS_PROXY',
  shape: z
    .strictObject({
      functionArn: z
        .string()
        .describe(
          'The function, by its ARN; one of a version or an alias too. `${stageVariables.name}` stands for a stage variable.',
        ),
      timeoutMs: timeoutShape.describe(
        'Milliseconds after which the caller gets 504, whatever the function does.',
      ),
    })
    .describe('A Lambda function behind a method (Lambda proxy integration).'),
  compile(settings, site, given) {
    const { timeoutMs } = settings;
    const functionArn = withVariables(settings.functionArn, site);
    if (!mayInvoke(functionArn, site)) {
      return () => {
        throw new Fault('function.forbidden', 'gateway', `API Gateway has no permission for ${functionArn}`);
      };
    }
    const isBinary = binaryTypes(site.api.binaryMediaTypes);
    return async (x) => {
      const event = eventText(x, await wholeBody(x), site, isBinary);
      checkEvent(event);
      const invocation = await invoke(x, event, functionArn, timeoutMs, given);
      return answer(x, read(x, invocation), isBinary);
    };
  },
});

/** The function's answer; throws the fault that stands for any other outcome. */
function read(x: Exchange, invocation: Invocation): FunctionAnswer {
  // What Lambda, not the function, would have answered the call with: `$context.integrationStatus`.
  x.integrationStatus = 200;
  switch (invocation.outcome) {
    case 'answered': {
      const found = readAnswer(invocation.payload);
      if (typeof found === 'string')
        throw new Fault('function.malformed', 'upstream', `Malformed Lambda proxy response: ${found}`);
      return found;
    }
    case 'error':
      throw new Fault(
        'function.error',
        'upstream',
        `the function failed: ${invocation.payload.slice(0, 500)}`,
      );
    case 'timeout':
      throw new Fault('function.timeout', 'upstream', 'the function ran into its own timeout');
    default:
      throw uninvoked(x, invocation)!;
  }
}

function answer(x: Exchange, found: FunctionAnswer, isBinary: (type: string) => boolean): Answer {
  const { status, headers } = found;
  headers.push('X-Amzn-Trace-Id', traceAnswer(x));
  // API Gateway, "Content type conversions": decoded only for a caller whose Accept names a binary type first; else the text goes out.
  const decode = found.base64 && isBinary(firstMediaType(x.header('accept')) || 'application/json');
  const body = decode ? Buffer.from(found.body, 'base64') : found.body;
  return { status, headers, body, length: -1 };
}
