import type { Exchange } from '../../../../base/exchange.ts';
import type { Finding } from '../detect/finding.ts';
import type { LensSettings } from '../lens/lens.ts';
import type { Told, WafGiven } from '../statement.ts';
import { readable } from '../texts/readable.ts';

/** What a statement says of the one text that it matched. */
export interface Matched {
  readonly condition: Told['condition'];
  readonly sensitivity?: Told['sensitivity'];
  readonly family?: string;
  /** From inclusive, to exclusive; null for the text as a whole. */
  readonly span: readonly [number, number] | null;
}

/** Where AWS WAF says that a match was; what has no name there is `UNKNOWN`. */
const locations: Readonly<Record<string, string>> = {
  AllQueryArguments: 'ALL_QUERY_ARGS',
  Body: 'BODY',
  Cookies: 'COOKIE',
  HeaderOrder: 'HEADER_ORDER',
  Headers: 'HEADER',
  Method: 'METHOD',
  QueryString: 'QUERY_STRING',
  SingleHeader: 'HEADER',
  SingleQueryArgument: 'SINGLE_QUERY_ARG',
  UriFragment: 'URI_FRAGMENT',
  UriPath: 'URI',
};

/** Where a statement looks, in the words of AWS WAF’s log. */
const locationOf = (settings: LensSettings): string =>
  locations[Object.keys(settings.FieldToMatch)[0] ?? ''] ?? 'UNKNOWN';

/** The number of the text that matched, and what a detector understood of it. */
export interface Which {
  readonly which: number;
  readonly finding: Finding | null;
}

/**
 * Lets a statement that looks through a lens tell what it found. Gives the place (on `x.seen`) where its test
 * leaves which text matched (`Which`): telling costs nothing until then.
 */
export function tellsOf(
  settings: LensSettings,
  given: WafGiven,
  matched: (text: string, finding: Finding | null) => Matched | null,
): number {
  const place = given.place();
  const lens = given.lens(settings);
  const names = given.names(settings);
  const location = locationOf(settings);
  const [of] = Object.values(settings.FieldToMatch) as [{ readonly Name?: string }];
  given.tells((x) => {
    const kept = x.seen?.[place] as Which | undefined;
    if (kept === undefined) return null;
    const { which, finding } = kept;
    const value = lens(x);
    if (typeof value === 'boolean') return null;
    const text = typeof value === 'string' ? value : value[which]!;
    const found = matched(text, finding);
    if (found === null) return null;
    return {
      condition: found.condition,
      sensitivity: found.sensitivity ?? '',
      location,
      field: of.Name ?? readable(names?.(x)[which] ?? ''),
      family: found.family ?? '',
      data: found.condition === 'REGEX' ? wholePart(text, found.span) : piecesOf(text, found.span),
    };
  });
  return place;
}

/** Leaves at a place what was found, for whoever tells of it. */
export function remember(x: Exchange, place: number, found: object): void {
  x.seen ??= [];
  x.seen[place] = found;
}

const mostPieces = 16;
const longestPiece = 64;
const longestPart = 256;

/** The part that matched as AWS WAF writes it: its words and signs one by one (`10`, `AND`, `1`), the first 16. */
export function piecesOf(text: string, span: readonly [number, number] | null): string[] {
  const [from, to] = span ?? [0, text.length];
  const pieces = text.slice(from, Math.min(to, from + 1024)).match(/[\w\u0080-\uffff]+|[^\s\w]/g) ?? [];
  return pieces.slice(0, mostPieces).map((piece) => readable(piece.slice(0, longestPiece)));
}

/** The part that matched, in one piece; nothing where it is not known. */
function wholePart(text: string, span: readonly [number, number] | null): string[] {
  if (span === null) return [];
  return [readable(text.slice(span[0], Math.min(span[1], span[0] + longestPart)))];
}
