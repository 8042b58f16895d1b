import type { LocalAnswer, LocalRequest } from '../local-server.ts';
import type { Action, Answered } from './action.ts';
import { AwsError } from './aws-error.ts';
import { type Named, named, runNamed } from './run-named.ts';
import type { ControlState } from './state.ts';

/** The AWS JSON 1.1 protocol: one path, the operation in `X-Amz-Target: {prefix}.{Operation}`. */
export class Json11 {
  readonly #prefix: string;
  readonly #actions: Named;

  constructor(prefix: string, actions: readonly Action<unknown>[]) {
    this.#prefix = `${prefix}.`;
    this.#actions = named(actions);
  }

  answers(request: LocalRequest): boolean {
    return targetOf(request).startsWith(this.#prefix);
  }

  async run(request: LocalRequest, state: ControlState): Promise<Answered> {
    const name = targetOf(request).slice(this.#prefix.length);
    return runNamed(this.#actions, name, jsonOf(request.body), state);
  }
}

/** WAFv2 says `Message`, but for the few exceptions whose model says `message`. */
const lowerCase = new Set(['WAFInvalidParameterException', 'WAFServiceLinkedRoleErrorException']);

/** An error in the protocol awsJson1_1. */
export function json11Error(error: AwsError, requestId: string): LocalAnswer {
  const member = error.code.startsWith('WAF') && !lowerCase.has(error.code) ? 'Message' : 'message';
  return {
    status: error.status,
    headers: { ...json11Headers(requestId), 'x-amzn-ErrorType': error.code },
    body: JSON.stringify({ __type: error.code, [member]: error.message, ...error.members }),
  };
}

export const json11Headers = (requestId: string): Record<string, string> => ({
  'Content-Type': 'application/x-amz-json-1.1',
  'x-amzn-RequestId': requestId,
});

function targetOf(request: LocalRequest): string {
  const target = request.headers['x-amz-target'];
  return typeof target === 'string' ? target : '';
}

/**
 * The members of a JSON body; none when there is no body. A member that is null is none, as AWS's protocols have it. Throws
 * what AWS answers to a body that is no object.
 */
export function jsonOf(body: string): object {
  try {
    const input: unknown = body === '' ? {} : JSON.parse(body, withoutNull);
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input;
  } catch {
    // Falls through: what is no JSON and what is no object are one mistake.
  }
  throw new AwsError('SerializationException', 400, 'The body must be a JSON object.');
}

function withoutNull(this: unknown, _name: string, value: unknown): unknown {
  return value === null && !Array.isArray(this) ? undefined : value;
}
