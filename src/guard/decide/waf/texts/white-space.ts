/** C's isspace: space, tab, line feed, vertical tab, form feed, carriage return. */
export const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

/** Where the text begins behind its leading white space. A loop, for a regular expression would go back and forth. */
export function leading(text: string): number {
  let at = 0;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** Where the text ends before its trailing white space. */
export function trailing(text: string): number {
  let at = text.length;
  while (at > 0 && isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}
