import { isBlank, isQuote } from '../text/characters.ts';

/**
 * True when what stands before `at` leaves the string, call or block the value was put into and begins something
 * new: `';`, `")."`, `});`, `'+`, `1;`.
 */
export function breaksOut(text: string, at: number): boolean {
  let i = at;
  const first = Math.max(0, at - 24);
  while (i > first && (isBlank(text.charCodeAt(i - 1)) || text.charCodeAt(i - 1) === 64)) i--;
  const separator = text.charCodeAt(i - 1);
  // `;` `.` `+` `,` `|` `&` `{` `(`
  if (!';.+,|&{'.includes(String.fromCharCode(separator || 32))) return false;
  while (i > first && ';.+,|&{$'.includes(text[i - 1]!)) i--;
  if (i === 0) return separator === 59 || separator === 123;
  if (separator === 123) return text.charCodeAt(i) === 36 || text.charCodeAt(i + 1) === 36;
  const before = text.charCodeAt(i - 1);
  if (isQuote(before) || before === 41 || before === 125 || before === 93) return unopened(text, i - 1);
  return i <= 4 && separator === 59;
}

/** The quote or bracket at `at` closes nothing that the text itself has opened. */
function unopened(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  let count = 0;
  const first = Math.max(0, at - 512);
  const pair = c === 41 ? 40 : c === 125 ? 123 : c === 93 ? 91 : 0;
  for (let i = at - 1; i >= first; i--) {
    const d = text.charCodeAt(i);
    if (pair === 0 ? d === c : d === pair) count++;
    else if (pair !== 0 && d === c) count--;
  }
  return pair === 0 ? count % 2 === 0 : count <= 0;
}
