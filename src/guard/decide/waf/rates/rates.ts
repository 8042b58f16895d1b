import type { Clock } from '../../../../base/clock.ts';
import type { Definition } from '../../../../define/model/definition.ts';
import type { Rule } from '../../../../define/model/web-acl.ts';
import { statementShape } from '../catalogue.ts';
import { customKeyName, digestOfLogged } from './custom-reader.ts';
import { digestText, keyBreak, keyText, keyVersion } from './keys.ts';
import { cellsOf, keysFor, measureOf, type RateSettings } from './settings.ts';
import { standing } from './standing.ts';
import { RateTable } from './table.ts';

/** A rate-based rule, and where it counts. */
export interface RateRule {
  /** Element ids of the web ACL and of the rule; of one in a group behind that of the rule that refers to it. */
  readonly webAcl: string;
  readonly rule: string;
  /** The shared memory it counts in. */
  readonly cellsId: string;
  readonly bytes: number;
  readonly limit: number;
  readonly windowMs: number;
  readonly aggregate: RateSettings['AggregateKeyType'];
  /** The names of the parts of its keys, when it has custom ones. */
  readonly parts: readonly string[];
  readonly mode: 'exact' | 'aws';
}

/** A key that a rule is limiting. */
export interface LimitedKey {
  /** `192.0.2.44`, `2001:db8:1:2::/64`, `CONSTANT`, `INVALID` for all whose header holds no address, `custom:…`. */
  readonly key: string;
  /** Of the address; 0 when the key is none. */
  readonly version: 4 | 6 | 0;
  /** Requests within the window, the limit at most; and how many were refused since it went over. */
  readonly count: number;
  readonly refused: number;
  readonly sinceMs: number;
  /** When its next request passes, if none comes before: each one that comes is counted as well. */
  readonly releasesAtMs: number;
  readonly limit: number;
}

/**
 * Keys of several parts by their digests (`custom:…`), from what the log wrote of them: `Header:x-tenant=acme`. One of
 * which the log has not all is not among them. Of keys and credentials the first four characters are given.
 */
export function customKeys(parts: readonly string[], logged: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const text of logged) {
    const values = text.split(keyBreak);
    if (values.length !== parts.length) continue;
    const digest = digestOfLogged(text);
    if (digest !== '')
      found.set(digest, values.map((value, i) => `${parts[i]}=${shown(parts[i]!, value)}`).join(' '));
  }
  return found;
}

/** What a request proves itself by. */
const secret =
  /^(?:Header:(?:x-api-key|(?:proxy-)?authorization|cookie|x-(?:aws-waf|amz-security|auth|csrf)-token)|Cookie:.*)$/is;

/** `Zx81****`, `Bearer eyJh****`; nothing of what is shorter than twelve characters. */
function shown(part: string, value: string): string {
  if (value === '' || !secret.test(part)) return value;
  const from = value.indexOf(' ') + 1;
  return `${value.slice(0, value.length - from < 12 ? from : from + 4)}****`;
}

/** All rate-based rules of a definition. */
export function rateRules(definition: Definition): RateRule[] {
  return definition.webAcls.flatMap((acl) =>
    [...acl.rules, ...acl.rules.flatMap((rule) => within(rule, definition))].flatMap((rule) => {
      if (!('RateBasedStatement' in rule.statement)) return [];
      const settings = statementShape().parse(rule.statement).RateBasedStatement as RateSettings;
      const { id: cellsId, bytes } = cellsOf(rule.id, settings);
      const { limit, windowMs } = measureOf(settings);
      const aggregate = settings.AggregateKeyType;
      const mode = definition.settings.limits;
      const parts = (settings.CustomKeys ?? []).map(customKeyName);
      return { webAcl: acl.id, rule: rule.id, cellsId, bytes, limit, windowMs, aggregate, parts, mode };
    }),
  );
}

/** The rules of the group that a rule refers to, with the ids that they count under there. */
function within(rule: Rule, definition: Definition): Pick<Rule, 'id' | 'statement'>[] {
  const settings = rule.statement.RuleGroupReferenceStatement as { readonly ARN: string } | undefined;
  const group = definition.ruleGroups.find((g) => g.arn === settings?.ARN);
  return group?.rules.map(({ id, statement }) => ({ id: `${rule.id}/${id}`, statement })) ?? [];
}

/**
 * The keys that a rule limits at this moment: those whose next request would be over the limit, and of which
 * one was refused within the window. The one with the most refusals first.
 */
export function limitedKeys(rule: RateRule, cells: SharedArrayBuffer, clock: Clock): LimitedKey[] {
  const { limit, windowMs, mode } = rule;
  const table = new RateTable(cells, { limit, windowMs, keys: keysFor(rule.aggregate) }, mode);
  const steadyMs = clock.steady();
  const found: LimitedKey[] = [];
  table.forEach((place) => {
    if (table.column('refused', place) === 0) return;
    const { over, sinceMs, releasesAtMs, ...rest } = standing(table, place, steadyMs, mode);
    if (!over || rest.refused === 0) return;
    const key = table.key(place);
    const custom = rule.aggregate === 'CUSTOM_KEYS';
    const text = custom ? digestText(key) : keyText(key);
    found.push({
      ...{ key: text, version: custom ? 0 : keyVersion(key), limit, ...rest },
      sinceMs: clock.dateOf(sinceMs),
      releasesAtMs: clock.dateOf(releasesAtMs),
    });
  });
  return found.sort((a, b) => b.refused - a.refused);
}
