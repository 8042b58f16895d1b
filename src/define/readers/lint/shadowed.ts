import { type Note, warning } from '../../../base/note.ts';
import { place } from '../../../base/origin.ts';
import type { Rule } from '../../model/web-acl.ts';
import { actionOf, ends } from './walk.ts';

type Written = Readonly<Record<string, unknown>>;

/** Rules that are compared one with each other; of more only the same statements are found. */
const mostCompared = 200;

/** Rules that are never asked for what they match, since one before them has allowed or blocked it. */
export function lintShadowed(all: readonly Rule[]): Note[] {
  const rules = all.toSorted((a, b) => a.priority - b.priority);
  const compares = rules.length <= mostCompared ? implies : same;
  const before: Rule[] = [];
  const notes: Note[] = [];
  for (const rule of rules) {
    const asked = scopeOf(rule);
    const first =
      asked === null ? undefined : before.find((earlier) => compares(asked, earlier.statement as Written));
    if (first !== undefined) {
      const verb = actionOf(first) === 'Allow' ? 'allows' : 'blocks';
      const message = `rule ${rule.name} is never asked for what it matches: rule ${first.name} (${place(first.origin)}) comes before it and ${verb} all of that; give ${rule.name} a lower Priority, or take it out`;
      notes.push(warning('waf.shadowed', message, rule.origin));
    } else if (ends(rule) && !('RateBasedStatement' in rule.statement)) before.push(rule);
  }
  return notes;
}

/** What a request must be for a rule to match at all; null when that is not told by its statement. */
function scopeOf(rule: Rule): Written | null {
  const { statement } = rule;
  if ('RuleGroupReferenceStatement' in statement) return null;
  const limited = (statement.RateBasedStatement ?? statement.ManagedRuleGroupStatement) as
    | Written
    | undefined;
  if (limited === undefined) return statement as Written;
  return (limited.ScopeDownStatement as Written | undefined) ?? null;
}

/** True when whatever matches `a` matches `b` as well, as far as can be seen from how they are written. */
function implies(a: Written, b: Written): boolean {
  if (same(a, b)) return true;
  const [kindB, ofB] = Object.entries(b)[0] as [string, Written];
  const within = (of: Written): readonly Written[] => of.Statements as readonly Written[];
  if (kindB === 'OrStatement') return within(ofB).some((part) => implies(a, part));
  if (kindB === 'AndStatement') return within(ofB).every((part) => implies(a, part));
  const [kindA, ofA] = Object.entries(a)[0] as [string, Written];
  if (kindA === 'AndStatement') return within(ofA).some((part) => implies(part, b));
  if (kindA === 'OrStatement') return within(ofA).every((part) => implies(part, b));
  return kindA === 'ByteMatchStatement' && kindB === kindA && narrower(ofA, ofB);
}

/** A text that begins with more, or is exactly one, of the same field. */
function narrower(a: Written, b: Written): boolean {
  const rest = (of: Written): string =>
    JSON.stringify([of.FieldToMatch, of.TextTransformations, of.PreParseTextTransformations ?? null]);
  if (rest(a) !== rest(b)) return false;
  const [long, short] = [a, b].map((of) => Buffer.from(String(of.SearchString), 'base64').toString('latin1'));
  const [from, to] = [a.PositionalConstraint, b.PositionalConstraint];
  if (to === 'CONTAINS') return long!.includes(short!);
  if (to === 'STARTS_WITH') return (from === 'STARTS_WITH' || from === 'EXACTLY') && long!.startsWith(short!);
  if (to === 'ENDS_WITH') return (from === 'ENDS_WITH' || from === 'EXACTLY') && long!.endsWith(short!);
  return false;
}

const same = (a: Written, b: Written): boolean => JSON.stringify(a) === JSON.stringify(b);
