import { isName, nameEnd } from '../text/characters.ts';

/** MongoDB’s operators in a query or an update, without those that OData and JSON Schema have by the same name. */
const operators = new Set(
  (
    'eq ne gt gte lt lte in nin and or nor not exists mod regex where all elemMatch size expr jsonSchema ' +
    'function accumulator geoWithin geoIntersects near nearSphere text options set unset inc push pull pop addToSet ' +
    'rename currentDate setOnInsert pullAll pushAll bitsAllSet bitsAllClear bitsAnySet bitsAnyClear lookup graphLookup ' +
    'merge out unionWith func'
  ).split(' '),
);

/** Those that run code or read other collections. */
const running = new Set([
  'where',
  'function',
  'accumulator',
  'expr',
  'lookup',
  'graphLookup',
  'unionWith',
  'merge',
  'out',
]);

const updates = new Set(
  (
    'set unset inc push pull pop addToSet rename currentDate setOnInsert min max mul bit pullAll pushAll each position ' +
    'slice sort'
  ).split(' '),
);

/** True for an operator that changes a document, without its `$`. */
export const isOfUpdate = (name: string): boolean => updates.has(name);

/** What an operator (without its `$`) is to an intruder: 0 when MongoDB has none of that name. */
export const weightOf = (name: string): number => {
  if (running.has(name)) return 85;
  if (!operators.has(name)) return 0;
  // What equals a value is no more than the value itself.
  if (name === 'eq') return 40;
  // Filters that public APIs take from their callers: age[$gte]=18.
  return name === 'ne' ||
    name === 'gt' ||
    name === 'regex' ||
    name === 'nin' ||
    name === 'exists' ||
    name === 'or' ||
    name === 'nor'
    ? 75
    : 60;
};

/** The operator that begins with the `$` at `at`, without it; '' when none does. */
export function operatorAt(text: string, at: number): string {
  if (text.charCodeAt(at) !== 36 || (at > 0 && isName(text.charCodeAt(at - 1)))) return '';
  const end = nameEnd(text, at + 1);
  return end - at > 16 ? '' : text.slice(at + 1, end);
}
