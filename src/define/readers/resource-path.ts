import { partName } from '../../base/json-pointer.ts';

/**
 * The path of a resource as a setting names it, from any of the spellings that API Gateway and its tools write:
 * `/pets/{id}`, `pets/{id}`, `/pets/{id}/`, `/~1pets~1{id}`; `''`, `/`, `~1` for the root.
 */
export function resourcePathOf(written: string): string {
  const path = partName(written);
  let from = 0;
  let to = path.length;
  while (path[from] === '/') from++;
  while (to > from && path[to - 1] === '/') to--;
  return `/${path.slice(from, to)}`;
}
