import type { Exchange } from '../../../base/exchange.ts';
import type { Kind } from '../../../base/kind.ts';
import type { MatchDetail } from '../../../base/match-detail.ts';
import type { Given } from '../given.ts';
import type { IpRanges } from './addresses/ip-ranges.ts';
import type { Places } from './addresses/places.ts';
import type { Gate } from './gates/gate.ts';
import type { Lens, LensSettings, Stage } from './lens/lens.ts';
import type { Tokens } from './tokens/tokens.ts';

/**
 * What a statement says of a request: true when it matches, false when it does not, null when it does not
 * apply (the header with the client's address is missing), which a NOT around it does not turn into a match.
 */
export type Test = (x: Exchange) => boolean | null;

/** What a statement found, for the log; the rule it stands in is added later. */
export type Told = Omit<MatchDetail, 'rule' | 'within'>;
export type Teller = (x: Exchange) => Told | null;

/** A statement as the WAFv2 API writes it: `{ ByteMatchStatement: {…} }`, with exactly one member. */
export type StatementSettings = Readonly<Record<string, unknown>>;

/** What compiling a statement is handed. */
export interface WafGiven extends Given {
  /** The id of the rule that is being compiled: behind the one that refers to its group, when it is in one. */
  readonly ruleId: string;
  /** The prefix of labels that rules of this web ACL, or of this group, give. */
  readonly labelNamespace: string;
  readonly places: Places;
  /** Bytes of a body that are looked at, by the web ACL’s AssociationConfig. */
  readonly bodyBytes: number;
  /** Compiles a statement within a statement. */
  statement(settings: StatementSettings): Test;
  /** What a statement looks at, taken out of a request once however many statements look at it. */
  lens(settings: LensSettings): Lens;
  /** The field and each of its transformations by itself, for a trace. */
  stages(settings: LensSettings): Stage[];
  /** What requests prove by their tokens; who asks for it, gives every request labels that tell of its token. */
  tokens(): Tokens;
  /** What is found out once for a request, under a name that all who find out the same give. */
  kept<V>(name: string, read: (x: Exchange) => V): (x: Exchange) => V;
  /** The addresses of an IP set, by its ARN. */
  ipSet(arn: string): IpRanges;
  /** The expressions of a set of them, by its ARN. */
  patterns(arn: string): readonly string[];
  /** A place on the exchange (`x.seen`) that no one else uses, until the web ACL has decided. */
  place(): number;
  /** The names that belong to the texts of a field (of arguments, headers, cookies); null when it has none. */
  names(settings: LensSettings): ((x: Exchange) => readonly string[]) | null;
  /** Why a field cannot be read as a whole, for a trace; null when it always can. */
  flaw(settings: LensSettings): ((x: Exchange) => string) | null;
  /** Takes what tells, of a request that the rule has matched, what the statement found in it; null: nothing. */
  tells(teller: Teller): void;
  /** Told by a rate-based statement how the key that it counts a request under is written. */
  limitsBy(key: (x: Exchange) => string): void;
}

/** One of the statements that AWS WAF has. */
export interface Statement<S> extends Kind<S> {
  /** True for a statement that may stand only at the top of a rule: of any rule, or of a web ACL’s. */
  readonly top?: 'rule' | 'web ACL';
  /** Web ACL capacity units; `of` gives those of a statement within. */
  capacity(settings: S, of: CapacityOf): number;
  compile(settings: S, given: WafGiven): Test;
  /**
   * What a request must have for the statement to match; absent: there is no telling. `of` gives that of a statement
   * within.
   */
  gate?(settings: S, given: WafGiven, of: (nested: StatementSettings) => Gate): Gate;
}

/** Units of a statement within; and of a rule group, by its ARN. */
export interface CapacityOf {
  (nested: StatementSettings): number;
  group(arn: string): number;
}

export const statement = <S>(kind: Statement<S>): Statement<S> => Object.freeze(kind);
