import { parseBlock } from '../../../base/address.ts';
import { error, type Note } from '../../../base/note.ts';
import type { Origin } from '../../../base/origin.ts';
import { uuid, wafArn } from '../../model/ids.ts';
import type { LoggingConfiguration } from '../../model/logging.ts';
import type { Settings } from '../../model/settings.ts';
import type { CustomResponseBody, IpSet, Rule, WebAcl } from '../../model/web-acl.ts';
import type { Catalogue } from '../catalogue.ts';
import { type At, shaped } from '../shaped.ts';
import { nearest } from '../shapes/nearest.ts';
import type { ShortAcl, ShortRule } from './acl-shape.ts';
import { managedNames, managedRules } from './managed.ts';
import { missing } from './names.ts';
import { actionOf, defaultActionOf, immunity, immunityOf, statementOf } from './rules.ts';
import { loggingOf, protectionOf } from './seen.ts';

/** Where the sets and ACLs of one file stand (below `at.path`), and what they are checked against. */
export interface AclContext {
  readonly stack: string;
  readonly settings: Pick<Settings, 'region' | 'accountId'>;
  readonly catalogue: Catalogue;
  readonly at: At;
  origin(path: readonly (string | number)[]): Origin;
}

/** The sets of addresses that a short one stands for: one for IPv4, one for IPv6. */
export function buildIpSet(
  name: string,
  written: readonly string[],
  context: AclContext,
): { sets: IpSet[]; notes: Note[] } {
  const notes: Note[] = [];
  const byVersion = new Map<4 | 6, string[]>();
  for (const [i, text] of written.entries()) {
    const block = parseBlock(text);
    if (block === null) {
      const message = `${text} must be an address or a block such as 203.0.113.0/24 or 2001:db8::/32`;
      notes.push(error('shape.value', message, context.origin(['ipSets', name, i])));
    } else byVersion.set(block.version, [...(byVersion.get(block.version) ?? []), block.text]);
  }
  if (written.length === 0) byVersion.set(4, []);
  // AWS keeps one version in a set, so a name here may stand for two.
  const sets = [...byVersion].map(([version, addresses]): IpSet => {
    const full = byVersion.size > 1 ? `${name}-v${version}` : name;
    const id = `${context.stack}/ipSets/${full}`;
    const { region, accountId } = context.settings;
    return {
      id,
      origin: context.origin(['ipSets', name]),
      name: full,
      setId: uuid(id),
      arn: wafArn(region, accountId, 'ipset', 'REGIONAL', full, uuid(id)),
      scope: 'REGIONAL',
      description: '',
      lockToken: uuid(`${id}/lock`),
      version: version === 4 ? 'IPV4' : 'IPV6',
      addresses,
    };
  });
  return { sets, notes };
}

/** A rule that no managed group has would go on to refuse under its real name. */
function unknownCounts(name: string, { managed, countOnly }: ShortAcl, context: AclContext): Note[] {
  if (countOnly.length === 0) return [];
  const at = (i: number) => context.origin(['webAcls', name, 'countOnly', i]);
  if (managed === 'off') {
    const message = `countOnly names rules of managed groups, and none runs: ${name} needs managed: default`;
    return [error('web-acl.no-rule', message, at(0))];
  }
  const names = managedNames(context.catalogue);
  return countOnly.flatMap((rule, i) => {
    if (names.includes(rule)) return [];
    const near = nearest(rule, names);
    const hint = near === null ? 'docs/managed-groups.md has their names' : `did you mean ${near}?`;
    return [error('web-acl.no-rule', `the managed groups have no rule ${rule}; ${hint}`, at(i))];
  });
}

/** The web ACL that a short one stands for, and its log. */
export function buildAcl(
  name: string,
  written: ShortAcl,
  sets: ReadonlyMap<string, readonly IpSet[]>,
  context: AclContext,
): { acl: WebAcl; log: LoggingConfiguration | null; notes: Note[] } {
  const notes: Note[] = [];
  const id = `${context.stack}/${name}`;
  const { region, accountId } = context.settings;
  const bodies: Record<string, CustomResponseBody> = {};
  const rules: Rule[] = [];
  for (const [i, rule] of [...written.rules, ...managedRules(written, context.catalogue)].entries()) {
    const path = ['webAcls', name, ...(i < written.rules.length ? ['rules', i] : ['managed'])];
    const statement = statementOf(rule, sets);
    if (statement === null) {
      const message = missing(`ipSet ${rule.ipSet}`, 'ipSets', rule.ipSet!, [...sets.keys()]);
      notes.push(error('reference.unknown', message, context.origin([...path, 'ipSet'])));
      continue;
    }
    const built = builtRule(`${id}/${rule.name}`, rule, statement, rule.priority ?? i, path, context);
    if (built.body !== null) bodies[rule.name] = built.body;
    notes.push(...built.notes);
    rules.push(built.rule);
  }
  notes.push(...doubles(rules), ...unknownCounts(name, written, context));
  const acl: WebAcl = {
    id,
    origin: context.origin(['webAcls', name]),
    name,
    aclId: uuid(id),
    arn: wafArn(region, accountId, 'webacl', 'REGIONAL', name, uuid(id)),
    scope: 'REGIONAL',
    description: '',
    lockToken: uuid(`${id}/lock`),
    defaultAction: defaultActionOf(written.default),
    rules: rules.sort((a, b) => a.priority - b.priority),
    visibility: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: name },
    customResponseBodies: bodies,
    labelNamespace: `awswaf:${accountId}:webacl:${name}:`,
    capacity:
      notes.length > 0
        ? 0
        : context.catalogue.capacity(rules.map((r) => ({ Statement: r.statement, RuleLabels: r.labels }))),
    ...inspectionOf(written),
    ...(written.captchaImmunitySec === undefined
      ? {}
      : { captchaConfig: immunity(written.captchaImmunitySec) }),
    ...(written.challengeImmunitySec === undefined
      ? {}
      : { challengeConfig: immunity(written.challengeImmunitySec) }),
    ...(written.tokenDomains === undefined
      ? {}
      : { tokenDomains: written.tokenDomains.map((domain) => domain.toLowerCase()) }),
    ...(written.protect === undefined ? {} : { dataProtection: protectionOf(written.protect) }),
    tags: {},
  };
  const at = context.origin(['webAcls', name, 'log']);
  const log = written.log === undefined ? null : loggingOf(written.log, acl, context.settings, at);
  return { acl, log, notes };
}

/** A rule, checked as AWS WAF would check it, and the body of the answer it gives; null when it has none of its own. */
function builtRule(
  id: string,
  rule: ShortRule,
  statement: Rule['statement'],
  priority: number,
  path: readonly (string | number)[],
  context: AclContext,
): { readonly rule: Rule; readonly body: CustomResponseBody | null; readonly notes: readonly Note[] } {
  const { action, body } = actionOf(rule);
  const grouped = Object.keys(statement).some((kind) => groupKinds.includes(kind));
  const override = 'Count' in action ? { Count: {} } : { None: {} };
  const api = {
    Name: rule.name,
    Priority: priority,
    ...(grouped ? { OverrideAction: override } : { Action: action }),
    Statement: statement,
    ...(rule.labels.length === 0 ? {} : { RuleLabels: rule.labels.map((Name) => ({ Name })) }),
    VisibilityConfig: {
      SampledRequestsEnabled: true,
      CloudWatchMetricsEnabled: true,
      MetricName: rule.name,
    },
  };
  const checked = shaped(context.catalogue.rule, api, {
    file: context.at.file,
    path: [...context.at.path, ...path],
    lineOf: (where) => {
      const own = rule.statement === undefined ? where.filter((key) => key !== 'Statement') : where;
      return context.at.lineOf(own.map(asWritten));
    },
  });
  return {
    body,
    notes: checked.notes,
    rule: {
      id,
      origin: context.origin(path),
      name: rule.name,
      priority,
      action: grouped ? null : action,
      ...(grouped ? { overrideAction: override } : {}),
      statement: (checked.value as { Statement: Rule['statement'] } | null)?.Statement ?? statement,
      labels: rule.labels,
      visibility: api.VisibilityConfig,
      ...immunityOf(rule),
    },
  };
}

/** An attack behind padding is seen as far as AWS WAF lets anybody look. */
function inspectionOf({ inspectBodyKb, managed }: ShortAcl): Pick<WebAcl, 'associationConfig'> {
  const kb = inspectBodyKb ?? (managed === 'off' ? 16 : 64);
  if (kb === 16) return {};
  return { associationConfig: { RequestBody: { API_GATEWAY: { DefaultSizeInspectionLimit: `KB_${kb}` } } } };
}

/** Statements whose rule has an override action: `action: count` says that the group’s result only counts. */
const groupKinds = ['RuleGroupReferenceStatement', 'ManagedRuleGroupStatement'];

/** The short form's own names for what the API form is checked as. */
const asWritten = (key: string | number): string | number => {
  const names: Record<string, string> = {
    Name: 'name',
    Priority: 'priority',
    Action: 'action',
    Statement: 'statement',
    RateBasedStatement: 'rate',
    Limit: 'limit',
  };
  return names[key] ?? key;
};

function doubles(rules: readonly Rule[]): Note[] {
  const notes: Note[] = [];
  for (const [what, of] of [
    ['priority', (r: Rule) => r.priority],
    ['name', (r: Rule) => r.name],
  ] as const) {
    const seen = new Map<string | number, Rule>();
    for (const rule of rules) {
      const first = seen.get(of(rule));
      if (first === undefined) seen.set(of(rule), rule);
      else
        notes.push(
          error(
            `web-acl.duplicate-${what}`,
            `rule ${rule.name} has the ${what} ${of(rule)} of rule ${first.name} (line ${first.origin.line}): each must be its own`,
            rule.origin,
          ),
        );
    }
  }
  return notes;
}
