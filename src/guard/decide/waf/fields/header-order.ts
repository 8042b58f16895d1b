import { z } from 'zod';
import { oversize } from '../../../../base/match-detail.ts';
import { field } from '../field.ts';
import { mostBytes, mostItems, oversizeShape, tooMany } from '../limits.ts';

/** The names of the headers in small letters, in the order received, with `:` between them. */
export default field({
  name: 'HeaderOrder',
  shape: z
    .strictObject({ OversizeHandling: oversizeShape })
    .describe('The names of the headers, in small letters and in order: `host:user-agent:accept`.'),
  compile:
    ({ OversizeHandling }) =>
    (x) => {
      const { names, whole } = order(x.headers);
      if (!whole) {
        x.oversize |= oversize.headers;
        if (OversizeHandling !== 'CONTINUE') return OversizeHandling === 'MATCH';
      }
      return names === '' ? false : names;
    },
  flaw: () => (x) => (order(x.headers).whole ? '' : tooMany),
});

function order(headers: readonly string[]): { names: string; whole: boolean } {
  let names = '';
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!.toLowerCase();
    if (i / 2 === mostItems || names.length + name.length + 1 > mostBytes) return { names, whole: false };
    names += i === 0 ? name : `:${name}`;
  }
  return { names, whole: true };
}
