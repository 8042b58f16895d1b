import { info, type Note, warning } from '../../../base/note.ts';
import type { Rule } from '../../model/web-acl.ts';
import { type Found, keepsOut, statementsOf } from './walk.ts';

const decoding = ['URL_DECODE', 'URL_DECODE_UNI'];
const folding = ['LOWERCASE', 'UPPERCASE'];

/** Rules that keep out what a path or a text of it says, and can be talked past by writing it in another way. */
export function lintSidestepped(rule: Rule): Note[] {
  if (!keepsOut(rule)) return [];
  return statementsOf(rule).flatMap((found) => {
    if (found.negated || !asksText(found)) return [];
    const field = Object.keys(found.of.FieldToMatch as object)[0] ?? '';
    const done = transformsOf(found);
    const limit = found.scoping && 'RateBasedStatement' in rule.statement;
    if (field !== 'UriPath') return [];
    const missing = [
      ...(done.some((t) => decoding.includes(t)) ? [] : ['URL_DECODE']),
      ...(done.some((t) => folding.includes(t)) || !hasLetters(found) ? [] : ['LOWERCASE']),
    ];
    if (missing.length === 0) return [];
    const how = missing.map((t) => (t === 'URL_DECODE' ? 'with %6c for l' : 'in other letters')).join(' or ');
    const where = limit ? 'its ScopeDownStatement' : 'it';
    const message = `rule ${rule.name} can be sidestepped: ${where} looks at the path as it was sent, and what is written ${how} reaches a server that reads it as the same; add ${missing.join(' and ')} to its TextTransformations`;
    return [
      (limit ? warning : info)(limit ? 'waf.limit-sidestepped' : 'waf.path-as-sent', message, rule.origin),
    ];
  });
}

const asksText = ({ kind }: Found): boolean =>
  ['ByteMatchStatement', 'RegexMatchStatement', 'RegexPatternSetReferenceStatement'].includes(kind);

function transformsOf({ of }: Found): string[] {
  return ((of.TextTransformations as readonly { readonly Type: string }[] | undefined) ?? []).map(
    (t) => t.Type,
  );
}

/** Whether it makes a difference how letters are written. */
function hasLetters({ kind, of }: Found): boolean {
  if (kind === 'ByteMatchStatement')
    return /[a-z]/i.test(Buffer.from(String(of.SearchString), 'base64').toString('latin1'));
  return kind === 'RegexMatchStatement' && !String(of.RegexString).startsWith('(?i)');
}
