import type { Exchange } from '../../../../../base/exchange.ts';
import { type Said, traced } from '../../../../../base/trace.ts';
import { isForeign, isSessionName } from '../../detect/session/session.ts';
import { finds, inspectionOf, type Piece } from '../../inspect/inspect.ts';
import type { Test, WafGiven } from '../../statement.ts';
import { anyOf } from '../aws-rule.ts';
import { blocks, counts } from './api-rule.ts';

const named = ({ where, text }: Piece): boolean =>
  (where === 'query-name' || where === 'form-name' || where === 'matrix-name') && isSessionName(text);

const foreign = (x: Exchange): boolean =>
  isForeign(x.header('origin') || x.header('referer'), x.header('host'));

/** True for a request with the id of a session among its arguments, and what `also` asks besides. */
const carries =
  (also: (x: Exchange) => boolean) =>
  (given: WafGiven): Test => {
    const inspected = inspectionOf(given);
    const find = (x: Exchange): Piece | undefined => {
      if (!also(x)) return undefined;
      const inspection = inspected(x);
      return (
        inspection.pieces('query').find(named) ??
        (x.path.includes(';') ? inspection.pieces('path').find(named) : undefined) ??
        inspection.pieces('body').find(named)
      );
    };
    return traced(
      given.tracing,
      'inspection',
      'session',
      '',
      (x) => find(x) !== undefined,
      (x): Said => {
        const piece = find(x);
        return piece === undefined
          ? { looked: {}, outcome: 'no match', because: 'No argument there is the id of a session.' }
          : {
              looked: {
                where: piece.where,
                name: piece.text,
                from: x.header('origin') || x.header('referer'),
              },
              outcome: 'match',
              because: `The argument ${piece.text} is the id of a session.`,
            };
      },
    );
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
