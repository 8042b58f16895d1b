import type { Finding } from '../../detect/finding.ts';
import type { Piece } from '../../inspect/inspect.ts';

// Arguments out of which programs make command lines: what is pinged, looked up, started, opened.
const handedOn =
  /^(?:host(?:_?name)?|ip(?:_?addr(?:ess)?)?|domain|target|server|ping|trace|dns|lookup|cmd|command|exec(?:ute)?|run|daemon|process|pid|dir|folder|file(?:_?name)?|branch|repo|device|iface|interface|port|args?)$/i;
/** One word, a line end, and a command with nothing behind it but what takes off the rest of the line. */
const wordAndCommand = /^\S{1,64}\r?\n[ \t]{0,4}[a-z_]{1,16}(?:[ \t]*[;#])?\s{0,8}$/;

/** `a;id;.png` */
const nameAndCommand = /^[\w-]{1,64}[;|&`][^\s.]{2,64}[;|&`]?\.\w{1,8}$/;

/**
 * True for `host=x%0Aid`: a command that would be a word of a list elsewhere (`name⏎id`), on the second and last line
 * of an argument that is one word by its name; and for a command within the name of a file that is sent.
 */
export const isHandedOn = ({ what }: Finding, { where, name, text }: Piece): boolean =>
  (where === 'file-name' && nameAndCommand.test(text)) ||
  (what.endsWith(' behind a line break') &&
    handedOn.test(name.slice(name.search(/[^/?]{0,64}$/))) &&
    wordAndCommand.test(text));
