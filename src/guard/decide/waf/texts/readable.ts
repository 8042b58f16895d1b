/**
 * A text to be read by people. Fields hold one character for each byte, so that what is UTF-8 there is read as such,
 * without what was cut off at its ends; a text of characters, and one whose bytes are no UTF-8, stays as it is.
 */
export function readable(bytes: string): string {
  if (!high.test(bytes) || /[^\u0000-\u00ff]/.test(bytes)) return bytes;
  const text = decoded(bytes);
  if (text !== null) return text;
  const whole = bytes
    .replace(/^[\u0080-\u00bf]{1,3}/, '')
    .replace(/[\u00c2-\u00f4][\u0080-\u00bf]{0,2}$/, cut);
  return high.test(whole) ? (decoded(whole) ?? bytes) : bytes;
}

const high = /[\u0080-\u00ff]/;

function decoded(bytes: string): string | null {
  const text = Buffer.from(bytes, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? null : text;
}

/** The last sequence when it is whole, and nothing when it is not. */
const cut = (last: string): string => {
  const lead = last.charCodeAt(0);
  return last.length === (lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4) ? last : '';
};
