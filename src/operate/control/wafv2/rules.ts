import type { z } from 'zod';
import { type ApiRule, ruleFrom } from '../../../define/model/api-rule.ts';
import type { CustomResponseBody, Rule } from '../../../define/model/web-acl.ts';
import { invalidParameter } from '../aws-error.ts';
import { ENDPOINT } from '../endpoint-origin.ts';
import { memberIn } from './member.ts';

/** Rules as they were asked for, each checked by its shape. Throws what AWS WAF answers to the first that cannot be. */
export function rulesIn(written: readonly unknown[], shape: z.ZodType): readonly ApiRule[] {
  const rules = written.map((rule, i) => memberIn(shape, rule, ['Rules', i], 'RULE') as ApiRule);
  for (const key of ['Name', 'Priority'] as const) {
    const seen = new Set<string | number>();
    for (const rule of rules) {
      if (seen.has(rule[key]))
        throw invalidParameter(
          `Two rules have the ${key} ${rule[key]}: each needs its own`,
          'RULE',
          `${rule[key]}`,
        );
      seen.add(rule[key]);
    }
  }
  return rules;
}

/**
 * The same as elements of a web ACL or rule group. A rule that says what it said before stays where it was written;
 * any other is of the AWS endpoint.
 */
export function ruleElements(
  rules: readonly ApiRule[],
  holderId: string,
  before: readonly Rule[],
): readonly Rule[] {
  const old = new Map(before.map((rule) => [rule.id, rule]));
  return rules.map((rule) => {
    const element = ruleFrom(rule, holderId, ENDPOINT);
    const same = old.get(element.id);
    return same !== undefined && said(same) === said(element) ? same : element;
  });
}

const said = (rule: Rule): string => JSON.stringify({ ...rule, origin: null });

type Bodies = Readonly<Record<string, CustomResponseBody>>;

/** Throws what AWS WAF answers to an action that names a body that is not there. */
export function checkBodies(bodies: Bodies, ...named: readonly unknown[]): void {
  for (const key of membersCalled('CustomResponseBodyKey', named)) {
    if (Object.hasOwn(bodies, key)) continue;
    const keys = Object.keys(bodies).join(', ') || 'none';
    const reason = `CustomResponseBodies has no body ${key}; it has ${keys}`;
    throw invalidParameter(reason, 'CUSTOM_RESPONSE_BODY', key);
  }
}

/** The texts of all members of that name, wherever they are. */
function membersCalled(name: string, value: unknown): readonly string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === name && typeof part === 'string' ? [part] : membersCalled(name, part),
  );
}
