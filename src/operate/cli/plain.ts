/**
 * A text without anything that steers a terminal: control characters, marks that turn the direction of
 * writing, and characters that cannot be seen. What is explained is often what somebody sent on purpose.
 */
export const plain = (text: string): string =>
  text.replace(
    /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    escaped,
  );

/**
 * What is printed in all, without what steers a terminal beyond our own colours: names and messages may hold what
 * somebody sent, or wrote into a definition that is only to be checked. In JSON such a character stands in a string,
 * where what takes its place means the same. Lines stay lines.
 */
export const printable = (text: string): string =>
  text.replace(
    /\u001b\[(?:1|2|22|3[1-3]|36|39)m|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (c) => (c.length > 1 ? c : escaped(c)),
  );

const escaped = (c: string): string => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
