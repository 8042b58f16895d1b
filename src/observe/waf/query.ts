import { isNamed } from '../../guard/decide/waf/parts/query-arguments.ts';
import { type Mask, masked, type Protection } from './masks.ts';

/** A query with its protected parts masked: of QUERY_STRING names and values alike, of arguments their values. */
export function maskedQuery(query: string, { query: whole, parameters }: Protection): string {
  if (query === '' || (whole === null && parameters.size === 0)) return query;
  // API Gateway parts arguments at `;` as it does at `&`: each sign stays where it was.
  return query
    .split(/([&;])/)
    .map((part) => {
      if (part === '' || part === '&' || part === ';') return part;
      const equals = part.indexOf('=');
      const name = equals < 0 ? part : part.slice(0, equals);
      const value = equals < 0 ? null : part.slice(equals + 1);
      if (whole !== null) return joined(masked(whole, name), maskedOr(whole, value));
      return joined(name, maskedOr(maskFor(name, parameters), value));
    })
    .join('');
}

const joined = (name: string, value: string | null): string => (value === null ? name : `${name}=${value}`);

const maskedOr = (mask: Mask | undefined, value: string | null): string | null =>
  mask === undefined || value === null ? value : masked(mask, value);

/** `p%61ss`, `pass[]` and `pass[0]` are `pass` to an application, and protected as such. */
function maskFor(written: string, parameters: Protection['parameters']): Mask | undefined {
  const own = parameters.get(written.toLowerCase());
  if (own !== undefined) return own;
  for (const [name, mask] of parameters) if (isNamed(written, name)) return mask;
  return undefined;
}
