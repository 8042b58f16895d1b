import type { Exchange } from '../../../base/exchange.ts';
import type { Kind } from '../../../base/kind.ts';
import type { WebAcl } from '../../../define/model/web-acl.ts';
import type { Given } from '../given.ts';
import type { IpRanges } from './ip-ranges.ts';
import type { Lens, LensSettings } from './lens.ts';

/**
 * What a statement says of a request: true when it matches, false when it does not, null when it does not
 * apply (the header with the client's address is missing), which a NOT around it does not turn into a match.
 */
export type Test = (x: Exchange) => boolean | null;

/** A statement as the WAFv2 API writes it: `{ ByteMatchStatement: {…} }`, with exactly one member. */
export type StatementSettings = Readonly<Record<string, unknown>>;

/** What compiling a statement is handed. */
export interface WafGiven extends Given {
  readonly acl: WebAcl;
  /** The id of the rule that is being compiled. */
  readonly ruleId: string;
  /** Compiles a statement within a statement. */
  statement(settings: StatementSettings): Test;
  /** What a statement looks at, taken out of a request once however many statements look at it. */
  lens(settings: LensSettings): Lens;
  /** The addresses of an IP set, by its ARN. */
  ipSet(arn: string): IpRanges;
  /** Told by a rate-based statement how the key that it counts a request under is written. */
  limitsBy(key: (x: Exchange) => string): void;
}

/** One of the statements that AWS WAF has. */
export interface Statement<S> extends Kind<S> {
  /** Web ACL capacity units; `of` gives those of a statement within. */
  capacity(settings: S, of: (nested: StatementSettings) => number): number;
  compile(settings: S, given: WafGiven): Test;
}

export const statement = <S>(kind: Statement<S>): Statement<S> => Object.freeze(kind);
