import { type Judged, judged } from '../text/judged.ts';

const everyday =
  /^(ActionDispatch::Flash|ActionController::Flash|ActiveSupport::HashWithIndifferentAccess|ActiveSupport::SafeBuffer|Set|Time|Date|DateTime|BigDecimal|Symbol|String|Rack::Session::SessionId$)/;

/**
 * A stream of Ruby's Marshal, format 4.8: an attack when it makes an object of a class that plain sessions do not
 * hold. Looks at the first 2 KB for the type bytes that carry a class name.
 */
export function judgeMarshal(bytes: Buffer): Judged | null {
  if (bytes[0] !== 4 || bytes[1] !== 8 || bytes.length < 4) return null;
  if (!'[{oIUueCcm:"i0TFSlf/'.includes(String.fromCharCode(bytes[2]!))) return null;
  const stop = Math.min(bytes.length - 4, 2048);
  for (let at = 2; at < stop; at++) {
    // o, U, u, C, e, c, m: each followed by a symbol (':' and its length) or, for classes, a string.
    const type = bytes[at]!;
    if (type !== 0x6f && type !== 0x55 && type !== 0x75 && type !== 0x43 && type !== 0x65 && type !== 0x63)
      continue;
    const symbol = bytes[at + 1] === 0x3a;
    if (!symbol && type !== 0x63) continue;
    const sized = at + (symbol ? 2 : 1);
    const length = bytes[sized]! - 5;
    if (length < 2 || length > 100) continue;
    const name = bytes.toString('latin1', sized + 1, sized + 1 + length);
    if (/^[A-Z]\w*(::[A-Z]\w*)*$/.test(name) && !everyday.test(name))
      return judged(85, `Ruby object ${name}`);
  }
  return null;
}
