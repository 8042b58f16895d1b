/** What an operation answers instead of its result: AWS's code, a message, and the status it goes with. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Members besides the message: `Field`, `Parameter`, `Reason`. */
  readonly members: Readonly<Record<string, string>>;

  constructor(code: string, status: number, message: string, members: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** WAFv2: there is no such thing. */
export const nonexistent = (what: string): AwsError =>
  new AwsError(
    'WAFNonexistentItemException',
    400,
    `AWS WAF couldn’t perform the operation because your resource doesn’t exist: ${what}.`,
  );

/** WAFv2: more than there may be. */
export const limitsExceeded = (what: string): AwsError =>
  new AwsError(
    'WAFLimitsExceededException',
    400,
    `AWS WAF couldn’t perform the operation because you exceeded your resource limit: ${what}.`,
  );

/** WAFv2: there is one already. */
export const duplicateItem = (what: string): AwsError =>
  new AwsError(
    'WAFDuplicateItemException',
    400,
    `AWS WAF couldn’t perform the operation because some resource in your request is a duplicate of an existing one: ${what}.`,
  );

/** WAFv2: something else needs it. */
export const associatedItem = (what: string): AwsError =>
  new AwsError(
    'WAFAssociatedItemException',
    400,
    `AWS WAF couldn’t perform the operation because your resource is being used by another resource or it’s associated with another resource: ${what}.`,
  );

/** WAFv2: a member that cannot be. `field` is one of AWS's names: WEB_ACL, SCOPE_VALUE, … */
export const invalidParameter = (reason: string, field: string, parameter: string): AwsError =>
  new AwsError(
    'WAFInvalidParameterException',
    400,
    `Error reason: ${reason}, field: ${field}, parameter: ${parameter}`,
    { Field: field, Parameter: parameter, Reason: reason },
  );

/** API Gateway: there is no such thing. */
export const notFound = (message: string): AwsError => new AwsError('NotFoundException', 404, message);
