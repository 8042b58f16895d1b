import type { LocalAnswer, LocalRequest } from '../local-server.ts';
import type { Action, Answered } from './action.ts';
import { AwsError } from './aws-error.ts';
import { decoded, encoded } from './cbor.ts';
import { type Named, named, runNamed } from './run-named.ts';
import type { ControlState } from './state.ts';

/**
 * AWS's rpc-v2 protocol with CBOR: `POST /service/{service}/operation/{Operation}`. New SDKs speak it with CloudWatch.
 */
export class RpcCbor {
  readonly #prefix: string;
  readonly #actions: Named;

  constructor(service: string, actions: readonly Action<unknown>[]) {
    this.#prefix = `/service/${service}/operation/`;
    this.#actions = named(actions);
  }

  answers(request: LocalRequest): boolean {
    return request.path.startsWith(this.#prefix);
  }

  async run(request: LocalRequest, state: ControlState): Promise<Answered> {
    const name = request.path.slice(this.#prefix.length);
    return runNamed(this.#actions, name, membersOf(request.body), state);
  }
}

export const rpcCborHeaders = (requestId: string): Record<string, string> => ({
  'Content-Type': 'application/cbor',
  'smithy-protocol': 'rpc-v2-cbor',
  'x-amzn-RequestId': requestId,
});

export const rpcCborBody = (answer: object): string => encoded(answer).toString('latin1');

/** An error in the protocol rpcv2Cbor. */
export function rpcCborError(error: AwsError, requestId: string): LocalAnswer {
  return {
    status: error.status,
    headers: { ...rpcCborHeaders(requestId), ...asInQuery(error) },
    body: rpcCborBody({ __type: error.code, message: error.message, ...error.members }),
  };
}

/** The code that clients know from the Query protocol: a service that changed its protocol goes on telling it. */
export const asInQuery = ({ code }: AwsError): Record<string, string> => ({
  'x-amzn-query-error': `${code};Sender`,
});

function membersOf(body: string): object {
  try {
    const input = body === '' ? {} : decoded(Buffer.from(body, 'latin1'));
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input;
  } catch (fault) {
    if (!(fault instanceof RangeError)) throw fault;
  }
  throw new AwsError('SerializationException', 400, 'The body must be a map in CBOR.');
}
