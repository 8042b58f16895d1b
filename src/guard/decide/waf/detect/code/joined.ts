import { spelled } from './words.ts';

// Members that nobody puts together of pieces but to hide them.
const hidden = new Set(
  'constructor binding require mainModule process execSync spawnSync spawn execFile fromCharCode __proto__ prototype alert Function'.split(
    ' ',
  ),
);

/** The member that a subscript from `from` to `to` puts together of literals to hide it: `'bin'+'ding'`; '' for none. */
export function joinedName(text: string, from: number, to: number): string {
  if (to - from > 80 || to - from < 8) return '';
  const inside = text.slice(from, to);
  if (!inside.includes('+')) return '';
  if (!/^\s*(?:["'`][\w$]{0,24}["'`]\s*\+\s*){1,12}["'`][\w$]{0,24}["'`]\s*$/.test(inside)) return '';
  const name = inside.replace(/["'`+\s]/g, '');
  return hidden.has(name) || spelled.has(name) ? name : '';
}
