import type { z } from 'zod';
import { error } from '../../../base/note.ts';
import { type ApiRule, ruleFrom } from '../../model/api-rule.ts';
import type { Rule } from '../../model/web-acl.ts';
import type { Path } from '../document.ts';
import { type At, shaped } from '../shaped.ts';
import type { Parts } from './parts.ts';
import type { Self, Standing } from './resource.ts';

/** The rules of a web ACL, and in the form the API has; those that do not fit are noted and left out. */
export interface Rules {
  readonly rules: readonly Rule[];
  readonly api: readonly unknown[];
}

/** Reads rules as a template writes them; what is wrong with one is noted, and it is left out. */
export function rulesOf(
  written: readonly unknown[],
  parts: Parts,
  self: Self,
  shape: z.ZodType = parts.draft.catalogue.rule,
): Rules {
  const rules: Rule[] = [];
  const api: unknown[] = [];
  written.forEach((raw, i) => {
    const at = atRule(self, i);
    const { value, notes } = shaped(shape, apiForm(raw), at);
    parts.draft.note(...notes);
    if (notes.length > 0) return;
    const rule = value as ApiRule;
    api.push(rule);
    rules.push(ruleFrom(rule, self.id, self.at('Rules', i)));
  });
  unique(written, 'Name', parts, self);
  unique(written, 'Priority', parts, self);
  return { rules, api };
}

const atRule = (self: Self, index: number): At => whereIn(self, 'Rules', index);

/** Where an entry of a list stands, for what is wrong within it. */
export const whereIn = (self: Self, list: string, index: number): At => {
  const { file, path } = self.at(list, index);
  const base = path.split('/').length;
  return {
    file,
    path: path.split('/').map((key) => (/^\d+$/.test(key) ? Number(key) : key)),
    lineOf: (whole: Path) => self.at(list, index, ...whole.slice(base)).line,
  };
};

/** Two rules of one name, or of one priority, are an error that tells both lines: neither order would be right. */
function unique(written: readonly unknown[], key: 'Name' | 'Priority', parts: Parts, self: Self): void {
  const first = new Map<string, number>();
  written.forEach((raw, i) => {
    const value = (raw as Record<string, unknown> | null)?.[key];
    if (typeof value !== 'string' && typeof value !== 'number') return;
    const before = first.get(String(value));
    if (before === undefined) {
      first.set(String(value), i);
      return;
    }
    const origin = self.at('Rules', i, key);
    const other = self.at('Rules', before, key).line;
    const what = key === 'Name' ? 'name' : 'priority';
    const message = `two rules have the ${what} ${value}, on line ${other} and on line ${origin.line}: each needs its own`;
    parts.draft.note(error(`web-acl.duplicate-${what}`, message, origin));
  });
}

/** The ARN of the rule group that a rule in the form of the API refers to; null when it refers to none. */
export function namedGroup(rule: unknown): string | null {
  const { Statement } = (rule ?? {}) as { Statement?: { RuleGroupReferenceStatement?: { ARN?: unknown } } };
  const arn = Statement?.RuleGroupReferenceStatement?.ARN;
  return typeof arn === 'string' ? arn : null;
}

const oneVersion: Standing = Object.freeze({
  fidelity: 'stored',
  reason: 'all versions of this managed group have the same rules here',
});

/** Groups whose versions are known to have other rules: their versions act. */
const differing = new Set(['AWSManagedRulesKnownBadInputsRuleSet']);

/** Where rules name the version of a managed group, for the ledger: of most AWS publishes that there are several, not what differs. */
export function pinnedVersions(rules: unknown): [Path, Standing][] {
  if (!Array.isArray(rules)) return [];
  return rules.flatMap((rule, i): [Path, Standing][] => {
    const managed = rule?.Statement?.ManagedRuleGroupStatement;
    if (managed?.Version === undefined || differing.has(managed.Name)) return [];
    return [[['Rules', i, 'Statement', 'ManagedRuleGroupStatement', 'Version'], oneVersion]];
  });
}

// Members of a field to match whose keys CDK passes on as the user wrote them (`{"name": "user-agent"}`).
const CASED = new Set([
  'SingleHeader',
  'SingleQueryArgument',
  'UriFragment',
  'Headers',
  'Cookies',
  'JsonBody',
  'Body',
  'MatchPattern',
  'HeaderOrder',
]);

/**
 * A rule in the form the WAFv2 API has: search strings in base64, as a blob goes over the wire, the set that a
 * statement refers to by `ARN` where CloudFormation says `Arn`, and keys in AWS's case.
 */
export function apiForm(value: unknown, under = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => apiForm(item, under));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => {
      if (key === 'SearchString' && (typeof part === 'string' || typeof part === 'number'))
        return [key, Buffer.from(String(part), 'utf8').toString('base64')];
      if (key === 'SearchStringBase64') return ['SearchString', part];
      if (key === 'Arn' && under.endsWith('ReferenceStatement')) return ['ARN', part];
      const name = CASED.has(under) && /^[a-z]/.test(key) ? key[0]!.toUpperCase() + key.slice(1) : key;
      return [name, apiForm(part, name)];
    }),
  );
}
