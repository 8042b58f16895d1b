import { createHash } from 'node:crypto';
import { transform } from '../transform.ts';

/** The MD5 digest of the text (RFC 1321), as 16 bytes. */
export default transform({
  name: 'MD5',
  about: 'The MD5 digest, as 16 raw bytes.',
  apply: (text) => createHash('md5').update(text, 'latin1').digest().toString('latin1'),
});
