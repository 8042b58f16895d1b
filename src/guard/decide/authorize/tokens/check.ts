import type { Caller } from '../../../../base/caller.ts';
import type { Claims } from './claims.ts';
import type { Told } from './decrypt.ts';
import type { Flaw } from './flaw.ts';

/** A token that holds. */
export interface Known {
  readonly caller: Caller;
  readonly claims: Claims;
  /** Until when, in milliseconds since the epoch. */
  readonly untilMs: number;
}

/** Finds out what a token stands for. A promise only where one waits. */
export interface TokenCheck {
  /** `digest` is that of the token, where it is known already. */
  verify(token: string, digest?: string): Known | Flaw | Promise<Known | Flaw>;
  /** Why the issuer could not be asked the last time; '' when it could. */
  readonly failing: string;
  /** In `explain`: how decrypting a token went that was verified. */
  told?(token: string): Told | undefined;
}
