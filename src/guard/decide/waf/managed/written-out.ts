import type { Finding } from '../detect/finding.ts';
import type { Piece } from '../inspect/inspect.ts';

/**
 * False for script that only shows once character references are undone, and that does little: editors write out what a
 * text is about (`<p>Use &lt;script&gt;</p>`), and a browser shows it as it is.
 */
export const isNotWrittenOut = ({ score }: Finding, { how }: Piece): boolean =>
  score >= 60 || how.at(-1) !== 'entities';
