/** Who calls, as an authorizer found out. Of one of them at most: a method has one authorizer. */
export interface Caller {
  /** The id of the element that vouches for it: an authorizer, or a policy. */
  readonly by: string;
  /** `$context.authorizer.principalId`, or the subject of a token. */
  readonly principalId: string;
  /** What a Lambda authorizer handed on: `$context.authorizer.{name}`. */
  readonly context: Readonly<Record<string, string | number | boolean>>;
  /** The claims of a verified token; null when there was none. */
  readonly claims: Readonly<Record<string, unknown>> | null;
  /** The scopes of the token, in its order. */
  readonly scopes: readonly string[];
  /** The API key an authorizer named (`usageIdentifierKey`); '' when none. */
  readonly usageKey: string;
  /** Of a request signed with IAM credentials (`$context.identity`); null otherwise. */
  readonly iam: {
    readonly accessKey: string;
    readonly accountId: string;
    readonly caller: string;
    readonly user: string;
    readonly userArn: string;
    /** What policies may ask of it, by condition key in lower case (`aws:username`). */
    readonly keys: Readonly<Record<string, string>>;
  } | null;
}
