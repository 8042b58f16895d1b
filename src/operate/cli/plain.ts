/**
 * A text without anything that steers a terminal: control characters, marks that turn the direction of
 * writing, and characters that cannot be seen. What is explained is often what somebody sent on purpose.
 */
export const plain = (text: string): string =>
  text.replace(
    /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
