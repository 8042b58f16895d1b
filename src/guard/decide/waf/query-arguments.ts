import type { Exchange } from '../../../base/exchange.ts';
import type { Value } from './field.ts';

/** The query as received. */
export const received = (x: Exchange): string => x.query;

/** Fields that are read from the query’s arguments. */
export const queryFields: ReadonlySet<string> = new Set(['SingleQueryArgument', 'AllQueryArguments']);

/**
 * The values of a query's arguments, not decoded: of those with a name (given in lower case), or of all when
 * it is null. False when there is none.
 */
export function queryArguments(query: string, name: string | null): Value {
  if (query === '') return false;
  const found: string[] = [];
  for (let from = 0; from <= query.length; ) {
    let to = query.indexOf('&', from);
    if (to < 0) to = query.length;
    if (to > from) {
      const equals = query.indexOf('=', from);
      const nameEnd = equals < 0 || equals > to ? to : equals;
      if (name === null || query.slice(from, nameEnd).toLowerCase() === name) {
        found.push(nameEnd === to ? '' : query.slice(nameEnd + 1, to));
      }
    }
    from = to + 1;
  }
  if (found.length === 0) return false;
  return found.length === 1 ? found[0]! : found;
}

/** The names of all of a query's arguments, in the order of their values. */
export const argumentNames = (query: string): string[] =>
  query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => part.split('=', 1)[0]!);
