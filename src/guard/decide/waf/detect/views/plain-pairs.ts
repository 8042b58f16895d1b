import { type Bounds, type Outcome, type Take, bounds as usual } from './part.ts';

const line = /^[\w.[\]$-]{1,64}=/;

/**
 * True for a form as browsers write it as `text/plain` (WHATWG HTML 4.10.21.7): each line a name and a value,
 * unencoded.
 */
export function isPlainForm(text: string): boolean {
  if (!text.includes('\r\n')) return false;
  return text.split('\r\n', mostLines).every((each) => each === '' || line.test(each));
}

/** Lines that are asked for what they are. */
const mostLines = 64;

/** The names and values of such a form. */
export function plainPairs(text: string, take: Take, bounds: Bounds = usual): Outcome {
  let left = bounds.parts;
  for (let from = 0; from < text.length; ) {
    if (left <= 0) return 'truncated';
    const end = text.indexOf('\r\n', from);
    const to = end < 0 ? text.length : end;
    const each = text.slice(from, to);
    const equals = each.indexOf('=');
    const name = equals < 0 ? each : each.slice(0, equals);
    if (name !== '') take(name, name, 'form-name');
    if (equals >= 0 && equals + 1 < each.length) take(name, each.slice(equals + 1), 'form');
    left -= 2;
    from = to + 2;
  }
  return 'whole';
}
