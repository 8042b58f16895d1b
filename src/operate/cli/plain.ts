/**
 * A text without anything that steers a terminal: control characters, and marks that turn the direction of
 * writing. What is explained is often what somebody sent on purpose.
 */
export const plain = (text: string): string =>
  text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
