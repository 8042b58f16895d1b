import { z } from 'zod';
import type { Exchange } from '../../../../base/exchange.ts';
import { oversize } from '../../../../base/match-detail.ts';
import { field } from '../field.ts';
import { mostBytes, mostItems, oversizeShape, tooMany } from '../limits.ts';
import { eachSeenHeader } from '../parts/seen-headers.ts';

/** The names of the headers in small letters, in the order in which a web ACL sees them, with `:` between them. */
export default field({
  name: 'HeaderOrder',
  shape: z
    .strictObject({ OversizeHandling: oversizeShape })
    .describe(
      'The names of the headers, in small letters and in order, those that API Gateway writes first: `x-forwarded-for:x-forwarded-proto:x-forwarded-port:host:x-amzn-trace-id:user-agent:accept`.',
    ),
  compile:
    ({ OversizeHandling }) =>
    (x) => {
      const { names, whole } = order(x);
      if (!whole) {
        x.oversize |= oversize.headers;
        if (OversizeHandling !== 'CONTINUE') return OversizeHandling === 'MATCH';
      }
      return names;
    },
  flaw: () => (x) => (order(x).whole ? '' : tooMany),
});

/** Names alone are looked at; what a service hands on of the headers, and so the limit, goes by their values as well. */
function order(x: Exchange): { names: string; whole: boolean } {
  let names = '';
  let bytes = 0;
  let items = 0;
  let whole = true;
  eachSeenHeader(x, (name, value) => {
    bytes += name.length;
    whole = items++ < mostItems && bytes <= mostBytes;
    if (!whole) return false;
    names += names === '' ? name.toLowerCase() : `:${name.toLowerCase()}`;
    bytes += value.length;
    return true;
  });
  return { names, whole: whole && bytes <= mostBytes };
}
