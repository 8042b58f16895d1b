import type { Kind } from '../../base/kind.ts';
import type { ControlState } from './state.ts';

/**
 * One operation of an AWS API, by AWS's name. Its shape is what may be asked; members it does not name are ignored, as
 * AWS does.
 */
export interface Action<S> extends Kind<S> {
  /** Gives the answer as it goes over the wire. Throws an `AwsError`, or rejects with one, when there is none. */
  run(input: S, state: ControlState): object | Promise<object>;
}

/** What an operation came to. */
export interface Answered {
  readonly status: number;
  readonly answer: object;
}

export const action = <S>(kind: Action<S>): Action<S> => Object.freeze(kind);

/**
 * An operation of a REST API: its method and path, whose `{names}` are members of its input beside the query
 * and the members of a JSON body.
 */
export interface RestAction<S> extends Action<S> {
  /** `GET /restapis/{restapi_id}`; `POST /apikeys?mode=import` where the query tells it from another. */
  readonly route: string;
  /** The status of its answer: 200, unless it is written. */
  readonly status?: number;
  /** True: the body is no JSON, and is the member `body` as it came. */
  readonly rawBody?: boolean;
}

export const restAction = <S>(kind: RestAction<S>): RestAction<S> => Object.freeze(kind);
