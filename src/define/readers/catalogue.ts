import type { z } from 'zod';
import type { Settings } from '../model/settings.ts';
import type { SchemaSet } from '../model/validation.ts';

/** The shapes of what the rooms below enforce: handed up to the readers, which cannot import them. */
export interface Catalogue {
  /** A rule of a web ACL, in the form the WAFv2 API has (`SearchString` in base64). */
  readonly rule: z.ZodType;
  /** The same for a rule of a rule group. */
  readonly groupRule: z.ZodType;
  /** A regular expression of a set of them. */
  readonly pattern: z.ZodType<string>;
  /** The web ACL capacity units that rules in that form take together; rule groups they refer to count as nothing. */
  capacity(rules: readonly unknown[]): number;
  /** What is missing for a rule that refers to a managed group to do what it says, in sentences. */
  lacks(statement: Readonly<Record<string, unknown>>, settings: Settings): readonly string[];
  /** The names of the rules of a managed group, as of its latest version; none when there is no such group here. */
  managedRules(vendor: string, name: string): readonly string[];
  /** Why rules cannot tell countries or autonomous systems, and what would help; '' when they can. */
  lacksPlaces(of: 'countries' | 'autonomous systems', settings: Settings): string;
  /** The settings of an integration by its type (`AWS_PROXY`); undefined when there is no such integration here. */
  integration(type: string): z.ZodType | undefined;
  /** The settings of an authorizer by its type (`TOKEN`); undefined when there is no such authorizer here. */
  authorizer(type: string): z.ZodType | undefined;
  /** The schemas of a set that cannot be compiled, and why, in words that follow the schema's name. */
  schemaFlaws(set: SchemaSet): readonly { readonly uri: string; readonly message: string }[];
}
