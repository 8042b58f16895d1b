import { info, type Note, warning } from '../../../base/note.ts';
import type { Rule } from '../../model/web-acl.ts';
import { keepsOut, statementsOf } from './walk.ts';

interface BodyField {
  readonly OversizeHandling?: string;
  readonly InvalidFallbackBehavior?: string;
}

const looksWithin = ['SqliMatchStatement', 'XssMatchStatement', 'ByteMatchStatement', 'RegexMatchStatement'];

/** Rules that keep out what a body holds, and let through what they do not look at. */
export function lintOversize(rule: Rule): Note[] {
  if (!keepsOut(rule)) return [];
  return statementsOf(rule).flatMap(({ kind, of, negated }) => {
    if (negated || !looksWithin.includes(kind)) return [];
    const field = of.FieldToMatch as { readonly Body?: BodyField; readonly JsonBody?: BodyField };
    const body = field.Body ?? field.JsonBody;
    if (body === undefined) return [];
    const notes: Note[] = [];
    if (body.OversizeHandling === 'NO_MATCH') {
      const message = `rule ${rule.name} lets every body through that is longer than what is looked at: OversizeHandling NO_MATCH; CONTINUE looks at its beginning, MATCH refuses it`;
      notes.push(warning('waf.oversize-passes', message, rule.origin));
    }
    if (body.InvalidFallbackBehavior === 'NO_MATCH') {
      const message = `rule ${rule.name} lets every body through that is no valid JSON: InvalidFallbackBehavior NO_MATCH; EVALUATE_AS_STRING looks at it as a text`;
      notes.push(info('waf.invalid-json-passes', message, rule.origin));
    }
    return notes;
  });
}
