import type { Finding } from '../detect/finding.ts';
import type { Piece } from '../inspect/inspect.ts';

const passwords = /pass(?:word|wd|phrase|code)?(?:_?(?:again|confirm(?:ation)?|repeat|[12]))?\]?$|pwd\]?$/i;
// A letter and something that is none, before the quote that seems to end a string.
const strong = /^(?=[^\s'"]{0,64}[a-z])(?=[^\s]{0,64}[^\sa-z'"])[^\s]{4,96}$/i;
// What a program made, before a quote and `#`: letters of both cases, and something else.
const made = /^(?=\S{0,64}[a-z])(?=\S{0,64}[A-Z])(?=\S{0,64}[^\sA-Za-z'"])\S{7,96}$/;
const none = /$^/;

/**
 * True for a password that only ends as an injection would (`r0ub4dor&3';--`): a quote, perhaps a semicolon, and two
 * dashes, or `#`. It is a password by its name and by what stands before: `admin'--` and `1'--` are none.
 */
export const isPassword = ({ what, from, to }: Finding, { where, name, text }: Piece): boolean =>
  (what === 'sc' || what === 's;c') &&
  (where === 'json' || where === 'form' || where === 'multipart' || where === 'xml') &&
  to === text.length &&
  text.length >= 8 &&
  passwords.test(name) &&
  (text.endsWith('--') ? strong : text.endsWith('#') ? made : none).test(text.slice(0, from));
