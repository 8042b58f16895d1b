import type { Element } from './element.ts';

/** A Lambda function that runs on this machine. */
export interface LambdaFunction extends Element {
  readonly name: string;
  readonly arn: string;
  /** `nodejs24.x`, `python3.13`, … */
  readonly runtime: string;
  /** `index.handler` */
  readonly handler: string;
  /** A folder (absolute) that holds the code, a ZIP archive of it, or the text of an inline `ZipFile`. */
  readonly code: { readonly folder: string } | { readonly zip: string } | { readonly inline: string };
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** Null: no limit of its own. 0: every call is throttled. */
  readonly reservedConcurrency: number | null;
  readonly logGroup: string;
  /** `name → version or qualifier` of its aliases; an alias ARN invokes the function itself. */
  readonly aliases: readonly string[];
  /** Who may invoke it (`mayInvoke`); absent: everyone, as in the short form. */
  readonly permissions?: readonly InvokePermission[];
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Lets a principal invoke a function: one statement of the function's resource policy. */
export interface InvokePermission {
  /** A service (`apigateway.amazonaws.com`), an account, or `*`. */
  readonly principal: string;
  /** What it may be invoked for, with `*` and `?`; '' for anything. */
  readonly sourceArn: string;
  /** The alias or version it is for; '' for the function itself. */
  readonly qualifier: string;
}
