import { hash } from 'node:crypto';
import { plainName } from '../../base/plain-name.ts';
import type { DataProtectionConfig } from '../../define/model/data-protection.ts';

/** What stands in the place of a value that must not be kept. */
export const REDACTED = 'REDACTED';

/** Headers whose values are never kept, by their plain names. */
const secretHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'x-api-key',
  'x-amz-security-token',
  'x-auth-token',
  'x-csrf-token',
  'x-aws-waf-token',
]);

/** Whether the values of a header are never kept: `X_Api_Key` is `X-Api-Key` to many a server, and to rules. */
export const isSecret = (header: string): boolean => secretHeaders.has(plainName(header));

/**
 * The header that something was found in, by its plain name: `Authorization?user` and `Authorization/sub` are parts of
 * one.
 */
export const headerOfField = (field: string): string => plainName(field.replace(/[?/].*$/s, ''));

/** How one part of a request is masked. */
export interface Mask {
  readonly action: 'SUBSTITUTION' | 'HASH';
  /** Whether what rules found in it, and the keys of rate-based rules, are masked as well. */
  readonly matches: boolean;
  readonly rates: boolean;
}

/** What a web ACL masks; headers by their plain names, arguments in small letters. */
export interface Protection {
  readonly headers: ReadonlyMap<string, Mask>;
  readonly cookies: ReadonlyMap<string, Mask>;
  readonly parameters: ReadonlyMap<string, Mask>;
  readonly query: Mask | null;
  readonly body: Mask | null;
}

/** Null for a web ACL that masks nothing. */
export function protectionOf(config: DataProtectionConfig | undefined): Protection | null {
  if (config === undefined) return null;
  const headers = new Map<string, Mask>();
  const cookies = new Map<string, Mask>();
  const parameters = new Map<string, Mask>();
  const whole: { query: Mask | null; body: Mask | null } = { query: null, body: null };
  for (const { Field, Action, ...excluded } of config.DataProtections) {
    const mask: Mask = {
      action: Action,
      matches: !excluded.ExcludeRuleMatchDetails,
      rates: !excluded.ExcludeRateBasedDetails,
    };
    const keys = Field.FieldKeys ?? [];
    if (Field.FieldType === 'QUERY_STRING') whole.query = stricter(whole.query, mask);
    if (Field.FieldType === 'BODY') whole.body = stricter(whole.body, mask);
    for (const key of keys) {
      if (Field.FieldType === 'SINGLE_HEADER') put(headers, plainName(key), mask);
      if (Field.FieldType === 'SINGLE_COOKIE') put(cookies, key, mask);
      if (Field.FieldType === 'SINGLE_QUERY_ARGUMENT') put(parameters, key.toLowerCase(), mask);
    }
  }
  return { headers, cookies, parameters, ...whole };
}

function put(masks: Map<string, Mask>, key: string, mask: Mask): void {
  masks.set(key, stricter(masks.get(key) ?? null, mask)!);
}

/** Of two masks of the same thing the one that leaves less: REDACTED rather than a digest. */
function stricter(a: Mask | null, b: Mask | null): Mask | null {
  if (a === null || b === null) return a ?? b;
  return {
    action: a.action === 'HASH' && b.action === 'HASH' ? 'HASH' : 'SUBSTITUTION',
    matches: a.matches || b.matches,
    rates: a.rates || b.rates,
  };
}

/** The strictest of all; null of none. */
export const strictest = (masks: Iterable<Mask | null>): Mask | null =>
  [...masks].reduce<Mask | null>((found, mask) => stricter(found, mask), null);

/** What is kept in place of a value. */
export const masked = ({ action }: Mask, value: string): string =>
  action === 'HASH' ? hash('sha256', value, 'base64') : REDACTED;
