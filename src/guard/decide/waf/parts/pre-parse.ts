import urlDecode from '../transforms/url-decode.ts';
import urlDecodeUni from '../transforms/url-decode-uni.ts';

const turns: Readonly<Record<string, (query: string) => string>> = {
  URL_DECODE: urlDecode.compile(),
  URL_DECODE_UNI: urlDecodeUni.compile(),
  COMBINE_DUPLICATE_QUERY_ARGS_BY_COMMA: combined,
  REPLACE_SEMICOLONS_WITH_AMPERSANDS: (query) => query.replaceAll(';', '&'),
};

/** Transformations of a query as a whole, before its arguments are told apart. */
export const preParseNames: readonly string[] = ['NONE', ...Object.keys(turns)];

/** They, one after the other. */
export const preParse =
  (names: readonly string[]): ((query: string) => string) =>
  (query) =>
    names.reduce((turned, name) => turns[name]!(turned), query);

/** `a=1&b=2&a=3` becomes `a=1,3&b=2`; names are told apart by case. */
function combined(query: string): string {
  if (!query.includes('&')) return query;
  const values = new Map<string, string[]>();
  const bare = new Set<string>();
  for (const part of query.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    const list = values.get(name);
    if (equals < 0 && list === undefined) bare.add(name);
    else if (equals >= 0) bare.delete(name);
    const value = equals < 0 ? '' : part.slice(equals + 1);
    if (list === undefined) values.set(name, [value]);
    else list.push(value);
  }
  return [...values].map(([name, list]) => (bare.has(name) ? name : `${name}=${list.join(',')}`)).join('&');
}
