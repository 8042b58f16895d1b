import type { Piece } from '../../inspect/inspect.ts';

// CouchDB’s selector, Parse’s and LoopBack’s where, Strapi’s filters: what a caller filters by where the API says so.
// Parse asks of another class within: `{"where": {"post": {"$inQuery": {"where": …}}}}`.
const declared =
  /^(?:\/|\/variables\/)?(?:where\/[\w.-]{1,64}\/\$(?:notI|i)nQuery\/)?(?:where|filters?|selector|query)\/(.{0,400})$/s;
const joins = /(?:^|\/)\$(?:or|and|nor|not)$/;
const compares =
  /^(?:\$(?:or|and)\/\d{1,3}\/)?[\w.-]{1,64}\/\$(?:in|nin|all|exists|regex|options|eq|elemMatch)$/;
const bracketed =
  /^(?:filters?|where)(?:\[\$(?:or|and)\]\[\d{1,3}\])?(?:\[[a-z][\w.-]{0,40}\]){1,4}\[\$(?:eqi?|in|notIn|contains?i?|notContainsi?|startsWithi?|endsWithi?|n?null|notNull|between|[gl]te?)\](?:\[\d{0,3}\])?$/i;
/** `status[$in][]`: one of a list, of what is no secret, as `{"status": {"$in": […]}}` is. */
const listed = /^[a-z][\w.-]{0,64}\[\$in\]\[\d{0,3}\]$/i;
const secret =
  /pass|pwd|secret|token|otp|cvv|pin\b|auth(?!ors?\b)|session|api_?key|hash|role|admin|login|user|e_?mail/i;

/**
 * True for the name of an operator within what is a filter by its name: `{"selector": {"$or": […]}}`,
 * `filters[title][$contains]=`. None of a secret or of who somebody is, none of the filter as a whole, and none that
 * runs script.
 */
export function isDeclared({ where, name, how }: Piece): boolean {
  if (where === 'query-name' || where === 'form-name')
    return how.length === 0 && (bracketed.test(name) || listed.test(name)) && !secret.test(name);
  if (where !== 'json-key') return false;
  const [, rest = ''] = declared.exec(name) ?? [];
  return rest !== '' && !secret.test(rest) && (joins.test(rest) || compares.test(rest));
}

/** True for a field within a filter by its name, at any depth; none of a secret or of who somebody is. */
export function isOfFilter(pointer: string): boolean {
  const [, rest = ''] = declared.exec(pointer) ?? [];
  return fieldwise.test(rest) && !secret.test(rest);
}
const fieldwise = /^(?:\$(?:or|and)\/\d{1,3}\/)*[\w.-]{1,64}\/\$\w{1,8}$/;

const foreign =
  /\$(?!(?:or|and|nor|not|in|nin|all|exists|regex|options|eq|ne|elemMatch|[gl]te?|near|nearSphere|geoWithin|geoIntersects)")/;

/** True for an argument that is a filter by its name, as JSON: it is looked at by its keys. */
export const isFilterDocument = ({ where, name, text, how }: Piece): boolean =>
  where === 'query' && how.length === 0 && /^(?:where|filters?|selector|query)$/.test(name) && isObject(text);

function isObject(text: string): boolean {
  if (text.length > 8192 || text[0] !== '{' || text.at(-1) !== '}') return false;
  // By its keys as far as they are read; these are none that need to be, but for those that escapes spell.
  if (text.includes('\\u') || foreign.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
