import type { LocalAnswer } from '../local-server.ts';
import type { AwsError } from './aws-error.ts';
import { json11Error } from './json11.ts';
import { asInQuery } from './rpc-cbor.ts';

/** The AWS JSON 1.0 protocol differs from 1.1 in its content type; CloudWatch's times are seconds since the epoch. */
export const json10Headers = (requestId: string): Record<string, string> => ({
  'Content-Type': 'application/x-amz-json-1.0',
  'x-amzn-RequestId': requestId,
});

export const json10Body = (answer: object): string =>
  JSON.stringify(answer, function (this: Record<string, unknown>, name, value: unknown) {
    const own = this[name];
    return own instanceof Date ? own.getTime() / 1000 : value;
  });

/** An error in the protocol awsJson1_0. */
export function json10Error(error: AwsError, requestId: string): LocalAnswer {
  const { status, body } = json11Error(error, requestId);
  return { status, headers: { ...json10Headers(requestId), ...asInQuery(error) }, body };
}
