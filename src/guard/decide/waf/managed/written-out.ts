import type { Finding } from '../detect/finding.ts';
import { wordsAround } from '../detect/text/surroundings.ts';
import type { Piece } from '../inspect/inspect.ts';

const sentence = 6;

/**
 * False for script that only shows once character references are undone, and that does little or stands in a
 * sentence: editors write out what a text is about (`<p>Use &lt;script&gt;</p>`), and a browser shows it as it is.
 */
export const isNotWrittenOut = ({ score, from, to }: Finding, { how, text }: Piece): boolean =>
  how.at(-1) !== 'entities' || (score >= 60 && wordsAround(text, from, to) < sentence);
