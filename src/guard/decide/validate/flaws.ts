import type { ErrorObject } from 'ajv';
import { type Flaw, mostFlaws } from '../../../base/flaw.ts';
import { repeatedMember, repeatsMembers } from '../../../base/json-members.ts';
import { overflowAt } from '../../../base/json-numbers.ts';
import { pointerPart } from '../../../base/json-pointer.ts';
import { short, typeOf } from './wording.ts';

/** What is wrong, for callers and for `explain`: the path, the rule, what was found, and what would be right. */
export function flawsOf(errors: readonly ErrorObject[], place: Flaw['place'], at = ''): Flaw[] {
  const leaves = errors.filter((e) => e.keyword !== 'if' && !isSummary(e, errors));
  return leaves.slice(0, mostFlaws).map((error) => flawOf(error, place, at));
}

/** Whether readers differ on what a JSON text says: a member comes twice, or no double holds a number. */
export const isAmbiguous = (body: Buffer, value: unknown): boolean =>
  repeatsMembers(body, value) || overflowAt(value) !== null;

/** What is wrong with such a body, as a flaw and as a sentence for `$context.error.validationErrorString`. */
export function ambiguity(body: Buffer, value: unknown): { readonly flaw: Flaw; readonly words: string } {
  const at = overflowAt(value);
  if (at === null) {
    const path = shortPath(repeatedMember(body));
    const flaw = {
      place: 'body',
      path,
      rule: 'json',
      found: 'a member twice',
      message: 'must be there once',
    } as const;
    return { flaw, words: `[the body has the member ${short(path)} twice]` };
  }
  const path = shortPath(at);
  const flaw = {
    place: 'body',
    path,
    rule: 'type',
    found: 'a number that is not representable',
    message: 'must be a number that is finite as a double',
  } as const;
  return { flaw, words: `[the body has a number at ${short(path)} that is not representable]` };
}

/** That no alternative fits is said by what is wrong with them, unless there is nothing else to say. */
const isSummary = ({ keyword, schemaPath }: ErrorObject, all: readonly ErrorObject[]): boolean =>
  (keyword === 'anyOf' || keyword === 'allOf') && all.some((e) => e.schemaPath.startsWith(`${schemaPath}/`));

function flawOf(
  { keyword, instancePath, params, data, message }: ErrorObject,
  place: Flaw['place'],
  at: string,
): Flaw {
  const lacking = keyword === 'required' ? `/${pointerPart(String(params.missingProperty))}` : '';
  const extra = keyword === 'additionalProperties' || keyword === 'unevaluatedProperties';
  const named = extra
    ? `/${pointerPart(String(params.additionalProperty ?? params.unevaluatedProperty))}`
    : '';
  const path = `${at}${instancePath}${lacking}${named}`;
  const found = lacking !== '' ? 'nothing' : foundIn(keyword, data);
  return { place, path: shortPath(path), rule: keyword, found, message: sentence(keyword, params, message) };
}

function foundIn(keyword: string, data: unknown): string {
  if (keyword === 'type') return typeOf(data);
  return typeof data === 'object' && data !== null ? typeOf(data) : short(data);
}

function sentence(keyword: string, params: Readonly<Record<string, unknown>>, message = ''): string {
  switch (keyword) {
    case 'required':
      return 'must be given';
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'must not be there';
    case 'enum':
      return `must be one of ${short(params.allowedValues)}`;
    case 'const':
      return `must be ${short(params.allowedValue)}`;
    case 'pattern':
      return `must match the pattern ${short(params.pattern)}`;
    case 'format':
      return `must be of the format ${String(params.format)}`;
    default:
      return message.replace('NOT', 'not');
  }
}

const shortPath = (path: string): string =>
  path.length > 200 ? `${path.slice(0, 197).toWellFormed()}...` : path;
