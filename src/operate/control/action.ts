import type { Kind } from '../../base/kind.ts';
import type { ControlState } from './state.ts';

/** One operation of an AWS API, by AWS's name. Its shape is what may be asked; members it does not name are ignored, as AWS does. */
export interface Action<S> extends Kind<S> {
  /** Gives the answer as it goes over the wire. Throws an `AwsError` when there is none. */
  run(input: S, state: ControlState): object;
}

export const action = <S>(kind: Action<S>): Action<S> => Object.freeze(kind);

/** An operation of a REST API: its method and path, whose `{names}` are members of its input beside the query. */
export interface RestAction<S> extends Action<S> {
  /** `GET /restapis/{restapi_id}` */
  readonly route: string;
}

export const restAction = <S>(kind: RestAction<S>): RestAction<S> => Object.freeze(kind);
