import { z } from 'zod';
import type { Origin } from '../../base/origin.ts';
import type { Element } from './element.ts';

/** What finds out who calls an API; its methods name it by `authorizerId`. */
export interface Authorizer extends Element {
  /** Six lower-case letters and digits, derived from the element's id. */
  readonly authorizerId: string;
  readonly name: string;
  /** The kind in `guard/decide/authorize/kinds/` that compiles it: `TOKEN`, `REQUEST`, … */
  readonly type: string;
  /** What the kind's shape gave. */
  readonly settings: unknown;
  /** Where each key of the key store is named that it decrypts with (`encryption.keys`). */
  readonly keyOrigins?: readonly Origin[];
}

/** What callers of HTTP Basic are told they sign in to: a quoted string (RFC 7617 2) that needs no escapes. */
export const realmShape = z
  .string()
  .regex(/^[\x20-\x21\x23-\x5b\x5d-\x7e]{1,128}$/, 'must be printable ASCII without quotes and backslashes')
  .default('portcullis')
  .describe('What callers are told they sign in to.');
