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

/** Names alone are looked at; what a service hands on of the headers, and so the limit, goes by their values as well. */
function order(headers: readonly string[]): { names: string; whole: boolean } {
  let names = '';
  let bytes = 0;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!.toLowerCase();
    bytes += name.length;
    if (i / 2 === mostItems || bytes > mostBytes) return { names, whole: false };
    names += i === 0 ? name : `:${name}`;
    bytes += headers[i + 1]!.length;
  }
  return { names, whole: bytes <= mostBytes };
}
