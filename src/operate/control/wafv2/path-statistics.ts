import type { BotVisits } from '../../../observe/waf/bot-traffic.ts';

/** Which visits are asked for; what is absent, all have. */
export interface BotFilter {
  readonly BotCategory?: string | undefined;
  readonly BotOrganization?: string | undefined;
  readonly BotName?: string | undefined;
}

/** A path, as `GetTopPathStatisticsByTraffic` gives it. */
export interface PathStatistics {
  readonly Source?: BotFilter;
  readonly Path: string;
  readonly RequestCount: number;
  readonly Percentage: number;
  readonly TopBots?: readonly {
    readonly BotName: string;
    readonly RequestCount: number;
    readonly Percentage: number;
  }[];
}

/** Those that a filter leaves, below a prefix; without a prefix, all. */
export const visitsOf = (
  visits: readonly BotVisits[],
  filter: BotFilter,
  below: string | undefined,
): readonly BotVisits[] =>
  visits.filter(
    ({ path, name, category, organization }) =>
      (below === undefined || path.startsWith(below)) &&
      alike(filter.BotCategory, category) &&
      alike(filter.BotOrganization, organization) &&
      alike(filter.BotName, name),
  );

const alike = (wanted: string | undefined, is: string): boolean =>
  wanted === undefined || wanted.toLowerCase() === is.toLowerCase();

/**
 * Visits by path, the most visited first: by whole paths below a prefix, and without one by their first segment
 * (`/api/` for `/api/v1/users`).
 */
export function byPath(
  visits: readonly BotVisits[],
  asked: { readonly bots: number; readonly whole: boolean; readonly source: BotFilter | null },
): readonly PathStatistics[] {
  const total = sum(visits);
  const paths = grouped(visits, ({ path }) => (asked.whole ? path : topOf(path)));
  return ranked(paths).map(([path, of, count]) => ({
    ...(asked.source === null ? {} : { Source: asked.source }),
    Path: path,
    RequestCount: count,
    Percentage: share(count, total),
    TopBots: ranked(grouped(of, ({ name }) => name))
      .slice(0, asked.bots)
      .map(([BotName, , n]) => ({ BotName, RequestCount: n, Percentage: share(n, count) })),
  }));
}

/** Visits by category of bot and path. */
export const byCategory = (visits: readonly BotVisits[], whole: boolean): readonly PathStatistics[] =>
  ranked(grouped(visits, ({ category }) => category)).flatMap(([category, of]) =>
    byPath(of, { bots: 0, whole, source: { BotCategory: category } }).map(({ TopBots: _, ...line }) => line),
  );

export const sum = (visits: readonly BotVisits[]): number => visits.reduce((n, { count }) => n + count, 0);

/** In percent, to two decimals. */
const share = (part: number, whole: number): number => Math.round((part / whole) * 10_000) / 100;

function topOf(path: string): string {
  const end = path.indexOf('/', 1);
  return end < 0 ? path : path.slice(0, end + 1);
}

function grouped(
  visits: readonly BotVisits[],
  by: (visit: BotVisits) => string,
): ReadonlyMap<string, BotVisits[]> {
  return Map.groupBy(visits, by);
}

const ranked = (groups: ReadonlyMap<string, BotVisits[]>): readonly [string, BotVisits[], number][] =>
  [...groups]
    .map(([key, of]): [string, BotVisits[], number] => [key, of, sum(of)])
    .sort((a, b) => b[2] - a[2] || (a[0] < b[0] ? -1 : 1));
