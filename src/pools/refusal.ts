/** What a user pool answers instead of a result: Cognito’s code and message. */
export class Refusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
  }
}

/** Cognito’s answer to wrong proof of who one is, and to no such user alike. */
export const notAuthorized = (message = 'Incorrect username or password.'): Refusal =>
  new Refusal('NotAuthorizedException', message);

/** To who may know that there is no such user. */
export const unknownUser = (): Refusal => new Refusal('UserNotFoundException', 'User does not exist.');

/** To a code that is wrong, or no longer good. */
export const expiredCode = (): Refusal =>
  new Refusal('ExpiredCodeException', 'Invalid code provided, please request a code again.');

/** To a code that was not the one sent, and to a step of signing in that nobody waits at. */
export const codeMismatch = (): Refusal =>
  new Refusal('CodeMismatchException', 'Invalid verification code provided, please try again.');

/** To the name of a group that the pool has not. */
export const noGroup = (): Refusal => new Refusal('ResourceNotFoundException', 'Group not found.');

/** To a parameter that cannot be, with why. */
export const invalid = (message: string): Refusal => new Refusal('InvalidParameterException', message);
