import type { Action, Answered } from './action.ts';
import { AwsError } from './aws-error.ts';
import type { ControlState } from './state.ts';
import { validated } from './validation.ts';

/** The operations of a service, by name. */
export type Named = ReadonlyMap<string, Action<unknown>>;

export const named = (actions: readonly Action<unknown>[]): Named =>
  new Map(actions.map((kind) => [kind.name, kind]));

/**
 * Does what an operation is asked for. Rejects with an `AwsError` when it cannot, or when there is no such operation
 * here.
 */
export async function runNamed(
  actions: Named,
  name: string,
  input: object,
  state: ControlState,
): Promise<Answered> {
  const kind = actions.get(name);
  if (kind === undefined) {
    const known = [...actions.keys()].join(', ');
    throw new AwsError(
      'UnknownOperationException',
      400,
      `${name} is not answered here; these are: ${known}.`,
    );
  }
  return { status: 200, answer: await kind.run(validated(kind.shape, input), state) };
}
