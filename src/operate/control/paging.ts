/** One page of a list, and the marker the next one begins behind; undefined at the end. */
export function paged<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  marker: string | undefined,
  limit: number,
): { page: readonly T[]; next: string | undefined } {
  const from = marker === undefined ? 0 : items.findIndex((item) => nameOf(item) === marker) + 1;
  const page = items.slice(from, from + limit);
  return { page, next: from + limit < items.length ? nameOf(page.at(-1)!) : undefined };
}
