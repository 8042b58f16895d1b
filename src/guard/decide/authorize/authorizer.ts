import type { Decision } from '../../../base/decision.ts';
import type { Exchange } from '../../../base/exchange.ts';
import type { Kind } from '../../../base/kind.ts';
import type { Said } from '../../../base/trace.ts';
import type { Given } from '../given.ts';
import type { Site } from '../layer.ts';

/**
 * What an authorizer makes of a caller, when it does not refuse outright:
 * - `known`: it knows who calls and says nothing of what that one may do (a token, a password). With a resource
 *   policy the call is then the policy's to allow;
 * - `allow`, `deny`, `neither`: its own policy allows the call, denies it explicitly, or says nothing of it. A
 *   resource policy is combined with that ("How API Gateway resource policies affect authorization workflow").
 */
export type Grant = 'known' | 'allow' | 'deny' | 'neither';

/** A refusal made at compile time, or a grant; `x.caller` is set by then. */
export type Verdict = Decision | Grant;

/** Asks about one request. A promise only where one waits. */
export type Ask = (x: Exchange) => Verdict | Promise<Verdict>;

/** An authorizer as the methods of a stage share it. */
export interface AuthorizerAt {
  /** The id of the element: what refusals name. */
  readonly by: string;
  readonly name: string;
  /** The API and the stage; no method. */
  readonly site: Site;
}

/** What an authorizer is compiled to. */
export interface Compiled {
  /** The question for one method (`site.method` is there, with its scopes). */
  of(site: Site): Ask;
  /** In `explain`: what it looked at and why it answered so; called behind the question. */
  say?(x: Exchange, verdict: Verdict): Said;
}

/**
 * A way to find out who calls: a function, a token, a password.
 *
 * To add one: write `kinds/{name}.ts` with `export default authorizer({ name, shape, compile })`, run
 * `npm run index`, and read its settings somewhere (`define/readers/authorizer.ts` takes CloudFormation,
 * OpenAPI and the short form to the shape by the kind's name). `compile` is called once for each stage that has
 * the authorizer, so caches and keys live in its closure; `of` once for each method. It sets `x.caller` before it
 * gives a grant, and `x.refusalHeaders` (`WWW-Authenticate`) or `x.complaint` (the message in place of the
 * reason's own) before it gives a refusal. Refusals are made when compiling (`refuse('UNAUTHORIZED', at.by)`).
 * Caches are bounded, and nothing that a caller sent is logged.
 */
export interface AuthorizerKind<S> extends Kind<S> {
  /**
   * True: it brings a policy of its own, which a resource policy is combined with; what that denies explicitly is
   * then refused before it is asked. Absent: it only tells who calls.
   */
  readonly judges?: true;
  compile(settings: S, at: AuthorizerAt, given: Given): Compiled;
}

export const authorizer = <S>(kind: AuthorizerKind<S>): AuthorizerKind<S> => Object.freeze(kind);
