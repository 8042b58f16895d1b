import { z } from 'zod';
import type { Exchange } from '../../../../base/exchange.ts';
import { oversize } from '../../../../base/match-detail.ts';
import { field } from '../field.ts';
import { tooMany } from '../limits.ts';
import { eachCookie } from '../parts/each-cookie.ts';
import { chosenBy, Gathering, type Selection, selectionShape } from '../parts/selection.ts';

/** Cookies, each by itself: the first 8 192 bytes and 200 of them. */
export default field({
  name: 'Cookies',
  shape: selectionShape(
    'Cookies',
    z.string().min(1).max(60),
    'Each of the first 200 cookies, up to 8 192 bytes of them together. The case of their names matters.',
  ),
  compile(settings) {
    const gather = gatherer(settings);
    return (x) => {
      const found = gather(x);
      if (found.oversize) x.oversize |= oversize.cookies;
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
  const chosen = chosenBy(settings.MatchPattern, 'Cookies', (name) => name);
  return ({ headers }) => {
    const found = new Gathering(settings, chosen);
    eachCookie(headers, (name, value) => found.add(name, value));
    return found;
  };
}
