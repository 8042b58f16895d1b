import { fromBase64, sextet } from '../texts/base64.ts';
import { transform } from '../transform.ts';

/**
 * Decodes base64 (RFC 4648 4) when the whole text is that, its padding there or left out; any other text stays
 * as it is, so that nothing is hidden from the statement by half of it being decoded.
 */
export default transform({
  name: 'BASE64_DECODE',
  about: 'Decodes a text that is base64 throughout; another one stays as it is.',
  apply(text) {
    let end = text.length;
    while (end > 0 && end > text.length - 2 && text.charCodeAt(end - 1) === 61) end--;
    if (end % 4 === 1 || (end < text.length && text.length % 4 !== 0)) return text;
    for (let i = 0; i < end; i++) if (sextet(text.charCodeAt(i)) < 0) return text;
    return fromBase64(text, end);
  },
});
