import type { Api, Method, Resource, Stage } from '../define/model/api.ts';
import type { Definition } from '../define/model/definition.ts';
import { destinationOf, type LoggingFilter } from '../define/model/logging.ts';
import type { Settings } from '../define/model/settings.ts';
import type { Rule, WebAcl } from '../define/model/web-acl.ts';
import { type Redaction, redactionOf } from './logs/redaction.ts';
import { type GroupView, groupView } from './waf/groups.ts';
import { type Protection, protectionOf } from './waf/masks.ts';
import { type RateView, rateView } from './waf/rate-view.ts';
import { Atlas } from './waf/whereabouts.ts';

/** A definition as events ask for it: by the ids they carry. */
export interface View {
  readonly generation: number;
  readonly accountId: string;
  readonly region: string;
  readonly wafLog: Settings['wafLog'];
  readonly atlas: Atlas;
  readonly stages: ReadonlyMap<string, StageView>;
  /** By id, and by ARN. */
  readonly webAcls: ReadonlyMap<string, WebAclView>;
  /** By id. */
  readonly apiKeys: ReadonlyMap<string, ApiKeyView>;
}

/** An API key without its value. */
export interface ApiKeyView {
  readonly name: string;
  /** Stars, and the last six characters: as much as API Gateway's execution log shows. */
  readonly masked: string;
}

/** A stage, as whoever looks back needs it. */
export interface StageView {
  readonly api: Api;
  readonly stage: Stage;
  readonly accountId: string;
  readonly operations: ReadonlyMap<string, OperationView>;
  /** The level of what met no method. */
  readonly level: Level;
  /** By id, so that an access log can name the ACL's ARN. */
  readonly webAcls: ReadonlyMap<string, WebAclView>;
  readonly apiKeys: ReadonlyMap<string, ApiKeyView>;
}

/** How much of a request the execution log tells (API Gateway: `loggingLevel`). */
export type Level = 'OFF' | 'ERROR' | 'INFO';

/** A method of a stage, with its settings worked out. */
export interface OperationView {
  readonly resource: Resource;
  readonly method: Method;
  readonly level: Level;
  readonly dataTrace: boolean;
  readonly metrics: boolean;
}

/** A web ACL, as whoever looks back needs it. */
export interface WebAclView {
  readonly acl: WebAcl;
  /** By id, and by name. */
  readonly rules: ReadonlyMap<string, RuleView>;
  /** Those of its rules that refer to groups. */
  readonly groups: readonly RuleView[];
  /** What is masked in everything that is kept; null: nothing beyond what always is. */
  readonly protection: Protection | null;
  /** Null when it has no logging configuration of its own. */
  readonly logging: LoggingView | null;
}

/** A rule, as whoever looks back needs it. */
export interface RuleView {
  readonly rule: Rule;
  readonly rate: RateView | null;
  /** The group it refers to; null for any other rule. */
  readonly group: GroupView | null;
}

/** What a web ACL's logging configuration asks for. */
export interface LoggingView {
  readonly filter: LoggingFilter | null;
  readonly redaction: Redaction;
  /** The folder and the file of its records. */
  readonly group: string;
  readonly stream: string;
}

/** Of a gateway that has no definition yet. */
export const emptyView: View = {
  generation: 0,
  accountId: '000000000000',
  region: 'us-east-1',
  wafLog: 'some',
  atlas: new Atlas({}),
  stages: new Map(),
  webAcls: new Map(),
  apiKeys: new Map(),
};

/** Lays a definition out by the ids that events bear. */
export function viewOf(definition: Definition): View {
  const { accountId, region, wafLog } = definition.settings;
  const atlas = new Atlas(definition.settings, definition.loggingConfigurations.length > 0);
  const webAcls = new Map<string, WebAclView>();
  for (const acl of definition.webAcls) {
    const rules = new Map(acl.rules.flatMap((rule) => ruleEntries(rule, definition)));
    const view: WebAclView = {
      acl,
      rules,
      groups: [...new Set(rules.values())].filter((rule) => rule.group !== null),
      protection: protectionOf(acl.dataProtection),
      logging: loggingView(acl, definition),
    };
    webAcls.set(acl.id, view).set(acl.arn, view);
  }
  const apiKeys = new Map(
    definition.apiKeys.map(({ keyId, name, value }) => [keyId, { name, masked: masked(value) }]),
  );
  const stages = new Map<string, StageView>();
  for (const api of definition.apis) {
    for (const stage of api.stages) {
      const operations = new Map(
        api.resources.flatMap((resource) =>
          resource.methods.map((method) => [method.id, operationView(stage, resource, method)] as const),
        ),
      );
      const level = settingOf(stage, '*', '*', (s) => s.loggingLevel) ?? 'OFF';
      stages.set(stage.id, { api, stage, accountId, operations, level, webAcls, apiKeys });
    }
  }
  return { generation: definition.generation, accountId, region, wafLog, atlas, stages, webAcls, apiKeys };
}

const masked = (value: string): string => '*'.repeat(Math.max(0, value.length - 6)) + value.slice(-6);

function ruleEntries(rule: Rule, definition: Definition): [string, RuleView][] {
  const view: RuleView = { rule, rate: rateView(rule), group: groupView(rule, definition) };
  return [
    [rule.id, view],
    [rule.name, view],
  ];
}

/** The stream is called as CloudWatch Logs would call it: `us-east-1_shop_0`. */
function loggingView(acl: WebAcl, definition: Definition): LoggingView | null {
  const found = definition.loggingConfigurations.findLast((c) => c.webAclArn === acl.arn);
  if (found === undefined) return null;
  return {
    filter: found.filter,
    redaction: redactionOf(found.redacted),
    group: destinationOf(found.destinations[0]!) ?? acl.name,
    stream: `${definition.settings.region}_${acl.name}_0.jsonl`,
  };
}

function operationView(stage: Stage, resource: Resource, method: Method): OperationView {
  const of = <T>(pick: (s: Stage['methodSettings'][number]) => T | null): T | null =>
    settingOf(stage, resource.path, method.httpMethod, pick);
  return {
    resource,
    method,
    level: of((s) => s.loggingLevel) ?? 'OFF',
    dataTrace: of((s) => s.dataTrace) ?? false,
    metrics: of((s) => s.metrics) ?? false,
  };
}

/** The narrowest setting that says something: of the method, of its resource, of all (API Gateway: `MethodSetting`). */
function settingOf<T>(
  stage: Stage,
  path: string,
  method: string,
  pick: (setting: Stage['methodSettings'][number]) => T | null,
): T | null {
  for (const [p, m] of [
    [path, method],
    [path, '*'],
    ['*', method],
    ['*', '*'],
  ]) {
    for (const setting of stage.methodSettings) {
      if (setting.resourcePath !== p || setting.httpMethod !== m) continue;
      const value = pick(setting);
      if (value !== null) return value;
    }
  }
  return null;
}
