import { unescape as decode } from 'node:querystring';
import type { Exchange } from '../../../../base/exchange.ts';
import type { Value } from '../field.ts';

/** The query as received. */
export const received = (x: Exchange): string => x.query;

/** Fields that are read from the query’s arguments. */
export const queryFields: ReadonlySet<string> = new Set(['SingleQueryArgument', 'AllQueryArguments']);

/**
 * The values of a query's arguments, not decoded: of those with a name (given in lower case), or of all when
 * it is null. False when there is none.
 *
 * A name may be written with escapes (`%69d`), and `;` parts arguments too, in the events of functions and on many a
 * server: what is an argument of that name behind the gateway is looked at in front of it, beside the whole value.
 */
export function queryArguments(query: string, name: string | null): Value {
  if (query === '') return false;
  const found: string[] = [];
  const parted = name !== null && query.includes(';');
  // Each sign is looked for once, however many arguments there are that have none.
  let equals = query.indexOf('=');
  for (let from = 0; from <= query.length; ) {
    let to = query.indexOf('&', from);
    if (to < 0) to = query.length;
    if (to > from) {
      if (equals >= 0 && equals < from) equals = query.indexOf('=', from);
      gather(query, from, to, equals < 0 || equals > to ? to : equals, name, found);
      if (parted) gatherParted(query.slice(from, to), name, found);
    }
    from = to + 1;
  }
  if (found.length === 0) return false;
  return found.length === 1 ? found[0]! : found;
}

/** Takes the value of one argument, whose name ends where `nameEnd` says. */
function gather(
  query: string,
  from: number,
  to: number,
  nameEnd: number,
  name: string | null,
  found: string[],
): void {
  if (name === null || isNamed(query.slice(from, nameEnd), name))
    found.push(nameEnd === to ? '' : query.slice(nameEnd + 1, to));
}

function gatherParted(argument: string, name: string, found: string[]): void {
  if (!argument.includes(';')) return;
  for (const part of argument.split(';')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    gather(part, 0, part.length, equals < 0 ? part.length : equals, name, found);
  }
}

/** Whether a name as it stands in a query is that one (in lower case) to an application behind. */
export function isNamed(written: string, name: string): boolean {
  if (written.toLowerCase() === name) return true;
  if (!/[%+[]/.test(written)) return false;
  const read = decode(written.replaceAll('+', ' ')).toLowerCase();
  // As PHP, Rails and Express read names: no blanks around them, an end at NUL, `id[]` and `id[x]` are parts of `id`.
  return read.replace(/\0.*$/s, '').trim() === name || read.replace(/(?<=.)[[\0].*$/s, '').trim() === name;
}

/** The names of all of a query's arguments, in the order of their values. */
export const argumentNames = (query: string): string[] =>
  query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => part.split('=', 1)[0]!);
