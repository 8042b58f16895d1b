import { z } from 'zod';
import { badRequest } from './patch.ts';

/** The members that `TestInvokeMethod` and `TestInvokeAuthorizer` share. */
export const trialFields = {
  pathWithQueryString: z
    .string()
    .default('')
    .describe('The path below the stage, and the query: `/pets/7?full=1`.'),
  body: z.string().default('').describe('The body of the request.'),
  headers: z.record(z.string(), z.string()).default({}).describe('Its headers.'),
  multiValueHeaders: z
    .record(z.string(), z.array(z.string()))
    .default({})
    .describe('Its headers, each with all its values; they go before `headers` of the same name.'),
  clientCertificateId: z.string().default('').describe('The certificate that the server behind is shown.'),
  stageVariables: z.record(z.string(), z.string()).default({}).describe('The variables of the stage.'),
};

/** The headers of a request as names and values in turn. */
export function trialHeaders(input: {
  readonly headers: Readonly<Record<string, string>>;
  readonly multiValueHeaders: Readonly<Record<string, readonly string[]>>;
}): string[] {
  const several = new Set(Object.keys(input.multiValueHeaders).map((name) => name.toLowerCase()));
  return [
    ...Object.entries(input.headers)
      .filter(([name]) => !several.has(name.toLowerCase()))
      .flat(),
    ...Object.entries(input.multiValueHeaders).flatMap(([name, values]) => values.flatMap((v) => [name, v])),
  ];
}

/** The target of a request; `otherwise` where none is written. */
export function pathOf(written: string, otherwise: string): string {
  if (written === '') return otherwise;
  if (written.startsWith('?')) return otherwise + written;
  if (!written.startsWith('/')) throw badRequest('Invalid pathWithQueryString: it must begin with a slash');
  return written;
}

/** By name: the last value. */
export const lastOf = (headers: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(allOf(headers)).map(([name, values]) => [name, values.at(-1)!]));

/** By name: all values. Names are told apart as they are written. */
export function allOf(headers: readonly string[]): Record<string, string[]> {
  const all = new Map<string, string[]>();
  for (let i = 0; i < headers.length; i += 2)
    all.set(headers[i]!, [...(all.get(headers[i]!) ?? []), headers[i + 1]!]);
  return Object.fromEntries(all);
}
