import type { Api } from '../../../define/model/api.ts';
import type { Contract } from '../../../define/model/contract.ts';
import type { Settings } from '../../../define/model/settings.ts';

/** What is checked at a method, and whom a refusal names. */
export type Check = {
  readonly by: string;
  readonly api: Api;
  readonly messages: Settings['validationMessages'];
} & (
  | { readonly of: 'parameters'; readonly required: readonly string[] }
  /** By media type, or `$default`: the URI of the schema. */
  | { readonly of: 'body'; readonly schemas: Readonly<Record<string, string>> }
  | { readonly of: 'contract-parameters'; readonly contract: Contract }
  | { readonly of: 'contract-body'; readonly contract: Contract }
  | { readonly of: 'contract-no-body'; readonly contract: Contract }
);
