import { COLON_MARK, type GraphqlLexer, NAME } from './lexer.ts';

const secret =
  '(?:encrypted_?|hashed_?)?(?:password|passwd|pwd)(?:_?(?:hash|digest))?|pass_?hash|(?:reset|access|refresh|session|auth|verification|api)_?(?:password_?)?token|(?:mfa_?|otp_?|totp_?|client_?)?secret|otp|totp|api_?key|private_?key';
const operator =
  '_?(?:n?regex|n?iregex|n?i?like|n?similar|gte?|lte?|starts_?with|ends_?with|contains|i_?contains|matches)';

const secrets = new RegExp(`^(?:${secret})$`, 'i');
const operators = new RegExp(`^${operator}$`, 'i');
const joined = new RegExp(`^(?:${secret})_(?:not_)?${operator}$`, 'i');

/**
 * True for a name by which a secret is looked for otherwise than as a whole, which is how it is guessed letter by letter:
 * `_regex` within `password`, or `password_starts_with`.
 */
export const guesses = (within: string, name: string): boolean =>
  (operators.test(name) && secrets.test(within)) || joined.test(name);

/** Follows the names and brackets of arguments. */
export class Guesses {
  /** What guesses, as it stands: `password: {_regex`; '' while nothing does. */
  found = '';
  #within = '';
  #last = '';
  /** 1 behind a name, 2 behind its colon, 3 behind the brace that follows. */
  #state = 0;

  /** The next token of an argument. */
  see(token: GraphqlLexer): void {
    if (this.found !== '') return;
    if (token.is(NAME)) {
      const name = token.word();
      if (guesses(this.#state === 3 ? this.#within : '', name))
        this.found = this.#state === 3 ? `${this.#within}: {${name}` : name;
      this.#last = name;
      this.#state = 1;
    } else if (token.is(COLON_MARK)) this.#state = this.#state === 1 ? 2 : 0;
    else if (token.is(BRACE) && this.#state === 2) {
      this.#within = this.#last;
      this.#state = 3;
    } else this.#state = 0;
  }
}

const BRACE = 123;
