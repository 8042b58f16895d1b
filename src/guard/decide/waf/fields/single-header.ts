import { z } from 'zod';
import type { Exchange } from '../../../../base/exchange.ts';
import { field, type Value } from '../field.ts';
import { named } from '../parts/named.ts';
import { written } from '../parts/seen-headers.ts';

/** One header, however often it is there; what CGI and its heirs read as it (`X_Tenant`) is one of its values too. */
export default field({
  name: 'SingleHeader',
  shape: named(
    z.string().min(1).max(64).describe('Its name, in any case.'),
    'One header; of `X-Forwarded-For`, `-Proto`, `-Port` and `X-Amzn-Trace-Id` what API Gateway writes there.',
  ),
  compile({ Name }) {
    const name = Name.toLowerCase();
    return written.get(name) ?? ((x) => values(x, name));
  },
});

function values({ headers }: Exchange, name: string): Value {
  let found: string | string[] | false = false;
  for (let i = 0; i < headers.length; i += 2) {
    const candidate = headers[i]!;
    if (candidate.length !== name.length) continue;
    if (candidate !== name && !reads(candidate, name)) continue;
    const value = headers[i + 1]!;
    if (found === false) found = value;
    else if (typeof found === 'string') found = [found, value];
    else found.push(value);
  }
  return found;
}

/** Of one length. RFC 3875 4.1.18: what is neither a letter nor a digit reads the same. */
function reads(candidate: string, name: string): boolean {
  const lower = candidate.toLowerCase();
  return lower === name || (/[^a-z0-9-]/.test(lower) && plain(lower) === plain(name));
}

const plain = (name: string): string => name.replace(/[^a-z0-9]/g, '-');
