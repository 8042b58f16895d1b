/** What a user pool answers instead of a result: Cognito’s code and message. */
export class Refusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
  }
}

export const notAuthorized = (message = 'Incorrect username or password.'): Refusal =>
  new Refusal('NotAuthorizedException', message);

export const unknownUser = (): Refusal => new Refusal('UserNotFoundException', 'User does not exist.');

export const expiredCode = (): Refusal =>
  new Refusal('ExpiredCodeException', 'Invalid code provided, please request a code again.');

export const noGroup = (): Refusal => new Refusal('ResourceNotFoundException', 'Group not found.');

export const invalid = (message: string): Refusal => new Refusal('InvalidParameterException', message);
