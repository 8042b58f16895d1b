import type { Pieces } from './pieces.ts';

/** Arguments that are joined, and texts among which others of their name are looked for. */
const mostJoined = 8;
const mostAmong = 256;

/**
 * Adds the values of an argument that stands several times as one, where one leaves a comment open and another ends
 * it: `id=1 union/…&id=…/select 2`, with a `*` in place of each `…`. ASP.NET hands them on with a comma between, and
 * so does what makes a text of a list.
 */
export function addRepeated(to: Pieces): void {
  const { doubtful, list } = to;
  if (to.jsonAlone || list.length < 4) return;
  const among = Math.min(list.length, mostAmong);
  const names: string[] = [];
  for (let i = 0; i < doubtful.length && names.length < mostJoined; i++) {
    const { name, where, how, text } = doubtful[i]!;
    if ((where !== 'query' && where !== 'form') || how.length > 0) continue;
    const open = text.lastIndexOf('/*');
    if (open < 0 || text.includes('*/', open) || names.includes(name)) continue;
    names.push(name);
    let joined = '';
    for (let j = 0; j < among; j++) {
      const other = list[j]!;
      if (other.name !== name || other.where !== where || other.how.length > 0) continue;
      joined = joined === '' ? other.text : `${joined},${other.text}`;
    }
    if (joined.includes('*/')) to.add(name, joined, where, repeated);
  }
}

const repeated = Object.freeze(['repeated' as const]);
