import { DOT } from '../../inspect/characters.ts';
import { holds, type Piece } from '../../inspect/inspect.ts';
import type { WafGiven } from '../../statement.ts';
import { blocks } from './api-rule.ts';

const token = /^(?:Bearer\s{1,4})?([\w-]{8,2048})\.[\w-]{2,16384}\.[\w-]{0,1024}$/i;

/** True for a JSON Web Token whose header says that nobody signed it (RFC 7519 6.1). */
function isUnsigned({ where, how, text }: Piece): boolean {
  if (how.length > 0 || where.endsWith('-name')) return false;
  const head = token.exec(text)?.[1];
  if (head === undefined) return false;
  const said = Buffer.from(head, 'base64url').toString();
  return /^\s*\{/.test(said) && /"alg"\s*:\s*"none"/i.test(said);
}

/** Tokens that no issuer has made. */
export const tokenRules = [
  blocks(
    'UnsignedToken',
    'A JSON Web Token that says of itself that nobody signed it (`"alg":"none"`), in a header, a cookie or the query.',
    (given: WafGiven) =>
      holds(given, {
        places: ['header', 'cookie', 'query'],
        asked: 'is a token that nobody signed',
        needs: DOT,
        test: isUnsigned,
      }),
  ),
];
