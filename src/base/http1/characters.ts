/** By byte: 1 where RFC 9110 5.6.2 allows it in a token (a method, the name of a header). */
export const TOKEN = table("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

/** By byte: 1 where RFC 9110 5.5 allows it in the value of a header: visible, obs-text, space and tab. */
export const VALUE = new Uint8Array(256).fill(1, 0x20).fill(0, 0x7f, 0x80).fill(1, 0x09, 0x0a);

/** By byte: 1 where it may stand in a request target: visible ASCII without `#` (RFC 9112 3.2 knows no fragment). */
export const TARGET = new Uint8Array(256).fill(1, 0x21, 0x7f).fill(0, 0x23, 0x24);

/** By byte: 1 where it may stand in the `Host` of a request: a name or address with a port (RFC 3986 3.2.2). */
export const HOST = table("-._~%!$&'()*+;=:[]0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

/** By byte: what a hexadecimal digit is worth; 255 for any other. */
export const HEX = new Uint8Array(256).fill(255);
for (let i = 0; i < 16; i++) {
  const digit = i.toString(16);
  HEX[digit.charCodeAt(0)] = i;
  HEX[digit.toUpperCase().charCodeAt(0)] = i;
}

export const TAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;
export const COLON = 0x3a;

/** Whether every character of a text is in the table; true for ''. A character past U+00FF is in none. */
export function allIn(allowed: Uint8Array, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (allowed[text.charCodeAt(i)] !== 1) return false;
  return true;
}

function table(members: string): Uint8Array {
  const made = new Uint8Array(256);
  for (const member of members) made[member.charCodeAt(0)] = 1;
  return made;
}
