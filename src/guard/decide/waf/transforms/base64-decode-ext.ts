import { fromBase64 } from '../texts/base64.ts';
import { transform } from '../transform.ts';

/** Decodes base64 and forgives all: what is outside the alphabet is skipped, wherever it stands. */
export default transform({
  name: 'BASE64_DECODE_EXT',
  about: 'Decodes base64, skipping what is outside the alphabet.',
  apply: (text) => fromBase64(text, text.length),
});
