import type { LocalAnswer, LocalRequest } from '../local-server.ts';
import type { Action, Answered } from './action.ts';
import { AwsError } from './aws-error.ts';
import { type Named, named, runNamed } from './run-named.ts';
import type { ControlState } from './state.ts';

/**
 * The AWS Query protocol: a form with `Action`, `Version` and members such as `Dimensions.member.1.Name`. Every value
 * arrives as text, so the shapes of its actions take text where they want numbers.
 */
export class Query {
  readonly #version: string;
  readonly #actions: Named;

  /** `version` tells the service: `2010-08-01` is CloudWatch's. */
  constructor(version: string, actions: readonly Action<unknown>[]) {
    this.#version = version;
    this.#actions = named(actions);
  }

  answers(request: LocalRequest): boolean {
    return isForm(request) && new URLSearchParams(request.body).get('Version') === this.#version;
  }

  async run(request: LocalRequest, state: ControlState): Promise<Answered> {
    const form = new URLSearchParams(request.body);
    const name = form.get('Action') ?? '';
    const { status, answer } = await runNamed(this.#actions, name, membersOf(form), state);
    return { status, answer: { [`${name}Response`]: { [`${name}Result`]: answer } } };
  }
}

/** Whether a request has the form of the Query protocol. */
export const isForm = (request: LocalRequest): boolean =>
  (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');

export const queryHeaders = (requestId: string): Record<string, string> => ({
  'Content-Type': 'text/xml',
  'x-amzn-RequestId': requestId,
});

/** An answer as XML: lists as their members, times as ISO 8601. `namespace` stands at its root. */
export const xmlOf =
  (namespace: string) =>
  (answer: object): string => {
    const [[root, result]] = Object.entries(answer) as [[string, object]];
    return `<${root} xmlns="${namespace}">${inside(result)}</${root}>`;
  };

/** The error of the Query protocol (CloudWatch, STS, CloudFormation, IAM, …). */
export function queryError(error: AwsError, requestId: string): LocalAnswer {
  const code = error.code === 'ValidationException' ? 'ValidationError' : error.code;
  return {
    status: error.status,
    headers: queryHeaders(requestId),
    body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  };
}

function inside(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((one) => `<member>${inside(one)}</member>`).join('');
  if (typeof value !== 'object') return escaped(String(value));
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => `<${name}>${inside(member)}</${name}>`)
    .join('');
}

const escaped = (text: string): string => text.replace(/[<&>"]|[^\P{Cc}\t\n]/gu, reference);

/** Control characters may not stand in XML at all. */
const reference = (c: string): string => (c < ' ' || c > '~' ? '\ufffd' : `&#${c.charCodeAt(0)};`);

/** A tree of members; a list is one whose names are numbers. */
interface Tree {
  [name: string]: Tree | string;
}

const deepest = 10;
const longestList = 1_000;

/** The members of a form: `Dimensions.member.2.Name=Rule` → `{ Dimensions: [, { Name: 'Rule' }] }`. */
function membersOf(form: URLSearchParams): object {
  const tree: Tree = Object.create(null);
  for (const [path, value] of form) {
    const names = path.split('.');
    if (names.length > deepest) throw malformed(path);
    let at = tree;
    for (const name of names.slice(0, -1)) {
      at[name] ??= Object.create(null) as Tree;
      const next: Tree | string = at[name];
      if (typeof next === 'string') throw malformed(path);
      at = next;
    }
    const last = names.at(-1)!;
    if (at[last] !== undefined) throw malformed(path);
    at[last] = value;
  }
  return Object.fromEntries(Object.entries(tree).map(([name, member]) => [name, read(member)]));
}

function read(member: Tree | string): unknown {
  if (typeof member === 'string') return member;
  const { member: list } = member;
  if (typeof list === 'object') return listOf(list);
  return Object.fromEntries(Object.entries(member).map(([name, inner]) => [name, read(inner)]));
}

function listOf(list: Tree): unknown[] {
  const places = Object.keys(list).map(Number);
  if (!places.every((n) => Number.isSafeInteger(n) && n >= 1) || places.length > longestList) {
    throw malformed('member');
  }
  return places.sort((a, b) => a - b).map((n) => read(list[n]!));
}

const malformed = (path: string): AwsError =>
  new AwsError(
    'MalformedQueryString',
    400,
    `The form holds a member that cannot be read: ${path.slice(0, 200)}.`,
  );
