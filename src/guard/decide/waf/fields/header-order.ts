import { z } from 'zod';
import { oversize } from '../../../../base/match-detail.ts';
import { field } from '../field.ts';
import { mostBytes, mostItems, oversizeShape } from '../limits.ts';

/** The names of the headers in small letters, in the order received, with `:` between them. */
export default field({
  name: 'HeaderOrder',
  shape: z
    .strictObject({ OversizeHandling: oversizeShape })
    .describe('The names of the headers, in small letters and in order: `host:user-agent:accept`.'),
  compile:
    ({ OversizeHandling }) =>
    (x) => {
      const { headers } = x;
      let names = '';
      for (let i = 0; i < headers.length; i += 2) {
        const name = headers[i]!.toLowerCase();
        if (i / 2 === mostItems || names.length + name.length + 1 > mostBytes) {
          x.oversize |= oversize.headers;
          if (OversizeHandling === 'CONTINUE') break;
          return OversizeHandling === 'MATCH';
        }
        names += i === 0 ? name : `:${name}`;
      }
      return names === '' ? false : names;
    },
});
