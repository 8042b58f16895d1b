import { transform } from '../transform.ts';

/** Makes a byte of every `%` with two hexadecimal digits, and a space of every `+`; what is neither stays. */
export default transform({
  name: 'URL_DECODE',
  about: 'Makes a byte of every `%HH` and a space of every `+`, once.',
  apply: (text) =>
    text.replace(/%[0-9a-fA-F]{2}|\+/g, (part) =>
      part === '+' ? ' ' : String.fromCharCode(Number.parseInt(part.slice(1), 16)),
    ),
});
