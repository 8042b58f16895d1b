/** Lets a principal invoke a function: one statement of the function's resource policy. */
export interface InvokePermission {
  /** A service (`apigateway.amazonaws.com`), an account, or `*`. */
  readonly principal: string;
  /** What it may be invoked for, with `*` and `?`; '' for anything. */
  readonly sourceArn: string;
  /** The alias or version it is for; '' for the function itself. */
  readonly qualifier: string;
}

/**
 * Whether a resource policy lets API Gateway invoke a function for a request, whose ARN is
 * `arn:aws:execute-api:{region}:{account}:{api}/{stage}/{METHOD}/{path}`. Without it AWS answers 500.
 */
export function permitsApiGateway(
  permissions: readonly InvokePermission[],
  qualifier: string,
  sourceArn: string,
): boolean {
  return permissions.some(
    (p) =>
      (p.principal === '*' || p.principal === 'apigateway.amazonaws.com') &&
      p.qualifier === qualifier &&
      (p.sourceArn === '' || wildcard(p.sourceArn).test(sourceArn)),
  );
}

/** `*` stands for any text, `?` for one character (IAM's ArnLike). */
function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/[\\^$.+()|[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}
