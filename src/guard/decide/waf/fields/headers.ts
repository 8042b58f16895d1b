import { z } from 'zod';
import type { Exchange } from '../../../../base/exchange.ts';
import { oversize } from '../../../../base/match-detail.ts';
import { field } from '../field.ts';
import { tooMany } from '../limits.ts';
import { chosenBy, Gathering, type Selection, selectionShape } from '../parts/selection.ts';

/** Headers, each by itself: the first 8 192 bytes and 200 of them. */
export default field({
  name: 'Headers',
  shape: selectionShape(
    'Headers',
    z.string().min(1).max(64),
    'Each of the first 200 headers, cookies among them, up to 8 192 bytes of them together.',
  ),
  compile(settings) {
    const gather = gatherer(settings);
    return (x) => {
      const found = gather(x);
      if (found.oversize) x.oversize |= oversize.headers;
      return found.value;
    };
  },
  names(settings) {
    const gather = gatherer(settings);
    return (x) => gather(x).names;
  },
  flaw(settings) {
    const gather = gatherer(settings);
    return (x) => (gather(x).oversize ? tooMany : '');
  },
});

function gatherer(settings: Selection): (x: Exchange) => Gathering {
  const chosen = chosenBy(settings.MatchPattern, 'Headers', (name) => name.toLowerCase());
  return ({ headers }) => {
    const found = new Gathering(settings, chosen);
    for (let i = 0; i < headers.length; i += 2) if (!found.add(headers[i]!, headers[i + 1]!)) break;
    return found;
  };
}
