import type { z } from 'zod';

/** The shapes of what the rooms below enforce: handed up to the readers, which cannot import them. */
export interface Catalogue {
  /** A rule of a web ACL, in the form the WAFv2 API has (`SearchString` in base64). */
  readonly rule: z.ZodType;
  /** The web ACL capacity units that rules in that form take together. */
  capacity(rules: readonly unknown[]): number;
  /** The settings of an integration by its type (`AWS_PROXY`); undefined when there is no such integration here. */
  integration(type: string): z.ZodType | undefined;
}
