import { createHash } from 'node:crypto';
import { transform } from '../transform.ts';

/** The SHA-256 digest of the text (FIPS 180-4), as 32 bytes. */
export default transform({
  name: 'SHA256',
  about: 'The SHA-256 digest, as 32 raw bytes.',
  apply: (text) => createHash('sha256').update(text, 'latin1').digest().toString('latin1'),
});
