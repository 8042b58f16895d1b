import type { Node } from 'constructs';

/** What may be chosen with `--context`, or in `cdk.json`. */
export interface ContextValues {
  /** Requests a second that the secure stage admits in the long run; any number above 0. */
  readonly rate: number;
  /** Requests that the secure stage admits at once; a whole number from 1. */
  readonly burst: number;
  /** Requests that one address may make in five minutes; WAF takes whole numbers from 10 to 2 000 000 000. */
  readonly limit: number;
  /** Tags that every resource carries. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Some context values cannot be used; the message has a line for each of them. */
export class ContextError extends Error {}

/** Reads the context of an app, and finds all that is wrong with it in one go. */
export function contextValues(node: Node): ContextValues {
  const wrong: string[] = [];
  const values = {
    rate: number(node, 'rate', 10, wrong, (n) => n > 0, 'a number above 0'),
    burst: number(node, 'burst', 100, wrong, whole(1, 2_147_483_647), 'a whole number from 1 to 2147483647'),
    limit: number(
      node,
      'limit',
      133,
      wrong,
      whole(10, 2_000_000_000),
      'a whole number from 10 to 2000000000',
    ),
    tags: tags(node, wrong),
  };
  if (wrong.length > 0) throw new ContextError(wrong.join('\n'));
  return values;
}

const whole =
  (least: number, most: number) =>
  (n: number): boolean =>
    Number.isInteger(n) && n >= least && n <= most;

/** A value is text when it comes from the command line, a number when it comes from `cdk.json`. */
function number(
  node: Node,
  key: string,
  otherwise: number,
  wrong: string[],
  fits: (n: number) => boolean,
  wanted: string,
): number {
  const given: unknown = node.tryGetContext(key) ?? otherwise;
  const text = typeof given === 'number' ? String(given) : given;
  const value = typeof text === 'string' && text.trim() !== '' ? Number(text) : Number.NaN;
  if (!Number.isFinite(value) || !fits(value)) {
    wrong.push(`context value "${key}" must be ${wanted}, not ${JSON.stringify(given)}`);
  }
  return value;
}

/** AWS, "Tag naming limits": keys of 1 to 128 characters that do not begin with `aws:`, values of at most 256. */
function tags(node: Node, wrong: string[]): Record<string, string> {
  const given: unknown = node.tryGetContext('tags') ?? {};
  const value = typeof given === 'string' ? parsed(given) : given;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    wrong.push(`context value "tags" must be an object of names and texts, not ${JSON.stringify(given)}`);
    return {};
  }
  const found: Record<string, string> = {};
  for (const [key, text] of Object.entries(value)) {
    if (key === '' || key.length > 128 || /^aws:/i.test(key)) {
      wrong.push(
        `context value "tags": ${JSON.stringify(key)} must have 1 to 128 characters and not begin with aws:`,
      );
    } else if (typeof text !== 'string' || text.length > 256) {
      wrong.push(`context value "tags": ${JSON.stringify(key)} must be a text of at most 256 characters`);
    } else found[key] = text;
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
