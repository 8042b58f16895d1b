import { intrinsic } from '../intrinsic.ts';
import { scalar } from '../scalar.ts';

/** A text in base64 (RFC 4648), from its UTF-8. */
export default intrinsic({
  name: 'Fn::Base64',
  shape: scalar.describe('The text.'),
  resolve: (source) => Buffer.from(source, 'utf8').toString('base64'),
});
