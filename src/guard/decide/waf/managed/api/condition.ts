import type { Finding } from '../../detect/finding.ts';
import type { Neighbours, Piece } from '../../inspect/inspect.ts';

/**
 * True for the name `$where` of an argument whose every value is a condition in the words of SQL, as open data are asked for
 * (Socrata): `$where=date between '2026-01-01' and '2026-02-01'`. JavaScript, which `$where` is to MongoDB, it cannot be:
 * behind an operand stands a word, and no line break, comment or second statement; or a field is less or more than a number.
 */
export function isCondition({ what }: Finding, piece: Piece, near: Neighbours): boolean {
  const { where, text, how } = piece;
  if (where !== 'query-name' || how.length > 0 || text !== '$where' || what !== text) return false;
  const values = near.valuesOf(text);
  return values.length > 0 && values.every((value) => value.length < 2048 && isInWords(value));
}

function isInWords(value: string): boolean {
  const bare = value.replace(/'[^'\\\n\r]*'/g, ' 0 ');
  return allowed.test(bare) && !program.test(bare) && (worded.test(bare) || bounded.test(bare));
}

const allowed = /^[\w .,()=<>!:-]+$/;
/** What an operand may stand behind in JavaScript, and no list is. */
const program =
  /\b(?:typeof|void|new|delete|return|throw|var|let|const|function|class|this|await|async|yield|instanceof|else|do|case|of|if|for|while)\b|\bin\b(?! *\()/i;
const worded = /[\w)] +(?:not +)?(?:between|and|or|like|is) +[\w(]/i;
const bounded = /^ *(?!infinity\b)[a-z_]\w* *[<>]=? *-?\d[\d.]* *$/i;
