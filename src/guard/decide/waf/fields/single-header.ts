import { z } from 'zod';
import type { Exchange } from '../../../../base/exchange.ts';
import { field, type Value } from '../field.ts';
import { named } from '../named.ts';

/** One header, however often it is there. */
export default field({
  name: 'SingleHeader',
  shape: named(z.string().min(1).max(64).describe('Its name, in any case.'), 'One header.'),
  compile({ Name }) {
    const name = Name.toLowerCase();
    return (x) => values(x, name);
  },
});

function values({ headers }: Exchange, name: string): Value {
  let found: string | string[] | false = false;
  for (let i = 0; i < headers.length; i += 2) {
    const candidate = headers[i]!;
    if (candidate.length !== name.length) continue;
    if (candidate !== name && candidate.toLowerCase() !== name) continue;
    const value = headers[i + 1]!;
    if (found === false) found = value;
    else if (typeof found === 'string') found = [found, value];
    else found.push(value);
  }
  return found;
}
