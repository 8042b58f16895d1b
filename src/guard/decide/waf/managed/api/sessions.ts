import type { Exchange } from '../../../../../base/exchange.ts';
import { isForeign, isSessionName } from '../../detect/session/session.ts';
import { finds, inspectionOf, type Piece, type Place } from '../../inspect/inspect.ts';
import type { Test, WafGiven } from '../../statement.ts';
import { anyOf } from '../aws-rule.ts';
import { blocks, counts } from './api-rule.ts';
import { sees } from './sees.ts';

const named = ({ where, text }: Piece): boolean =>
  (where === 'query-name' || where === 'form-name' || where === 'matrix-name') && isSessionName(text);

const foreign = (x: Exchange): boolean =>
  isForeign(x.header('origin') || x.header('referer'), x.header('host'));

/** True for a request with the id of a session among its arguments, and what `also` asks besides. */
const carries =
  (also: (x: Exchange) => boolean) =>
  (given: WafGiven): Test => {
    const inspected = inspectionOf(given);
    const places: readonly Place[] = ['query', 'path', 'body'];
    return sees(given, 'session', 'No argument there is the id of a session that is not its own.', (x) => {
      for (let i = 0; i < places.length; i++) {
        const place = places[i]!;
        if (place === 'path' && !x.path.includes(';')) continue;
        if (inspected(x).isJsonAlone(place)) continue;
        const piece = inspected(x).pieces(place).find(named);
        if (piece !== undefined && also(x))
          return {
            location: place === 'body' ? 'BODY' : place === 'path' ? 'URI' : 'ALL_QUERY_ARGS',
            field: piece.text,
            family: 'session',
            text: piece.text,
            because: `has the id of a session as its argument ${piece.text.slice(0, 60)}`,
          };
      }
      return null;
    });
  };

/** Sessions that somebody else has chosen. */
export const sessionRules = [
  counts(
    'SessionIdentifierInArguments',
    'The id of a session among the arguments: `?PHPSESSID=…`, `;jsessionid=…`.',
    carries(() => true),
  ),
  blocks(
    'SessionFixation',
    'The same from a page of another site; and script or markup that sets the cookie of a session.',
    (given) =>
      anyOf(
        finds(given, { places: ['query', 'body', 'path'], families: ['session'] }),
        carries(foreign)(given),
      ),
  ),
];
