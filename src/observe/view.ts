import type { Api, Method, Resource, Stage } from '../define/model/api.ts';
import type { Definition } from '../define/model/definition.ts';
import type { Settings } from '../define/model/settings.ts';
import type { Rule, WebAcl } from '../define/model/web-acl.ts';

/** A definition as events ask for it: by the ids they carry. */
export interface View {
  readonly generation: number;
  readonly accountId: string;
  readonly region: string;
  readonly wafLog: Settings['wafLog'];
  readonly stages: ReadonlyMap<string, StageView>;
  /** By id, and by ARN. */
  readonly webAcls: ReadonlyMap<string, WebAclView>;
}

export interface StageView {
  readonly api: Api;
  readonly stage: Stage;
  readonly accountId: string;
  readonly operations: ReadonlyMap<string, OperationView>;
  /** The level of what met no method. */
  readonly level: Level;
  /** By id, so that an access log can name the ACL's ARN. */
  readonly webAcls: ReadonlyMap<string, WebAclView>;
}

export type Level = 'OFF' | 'ERROR' | 'INFO';

export interface OperationView {
  readonly resource: Resource;
  readonly method: Method;
  readonly level: Level;
  readonly dataTrace: boolean;
  readonly metrics: boolean;
}

export interface WebAclView {
  readonly acl: WebAcl;
  /** By id, and by name. */
  readonly rules: ReadonlyMap<string, RuleView>;
}

export interface RuleView {
  readonly rule: Rule;
  readonly rate: RateView | null;
}

/** Of a rate-based rule, what its log records say. */
export interface RateView {
  readonly limitKey: 'IP' | 'FORWARDED_IP' | 'CUSTOMKEYS' | 'CONSTANT';
  readonly limit: number;
  readonly windowSec: number;
}

export const emptyView: View = {
  generation: 0,
  accountId: '000000000000',
  region: 'us-east-1',
  wafLog: 'some',
  stages: new Map(),
  webAcls: new Map(),
};

export function viewOf(definition: Definition): View {
  const { accountId, region, wafLog } = definition.settings;
  const webAcls = new Map<string, WebAclView>();
  for (const acl of definition.webAcls) {
    const view: WebAclView = { acl, rules: new Map(acl.rules.flatMap(ruleEntries)) };
    webAcls.set(acl.id, view).set(acl.arn, view);
  }
  const stages = new Map<string, StageView>();
  for (const api of definition.apis) {
    for (const stage of api.stages) {
      const operations = new Map(
        api.resources.flatMap((resource) =>
          resource.methods.map((method) => [method.id, operationView(stage, resource, method)] as const),
        ),
      );
      const level = settingOf(stage, '*', '*', (s) => s.loggingLevel) ?? 'OFF';
      stages.set(stage.id, { api, stage, accountId, operations, level, webAcls });
    }
  }
  return { generation: definition.generation, accountId, region, wafLog, stages, webAcls };
}

function ruleEntries(rule: Rule): [string, RuleView][] {
  const view: RuleView = { rule, rate: rateView(rule) };
  return [
    [rule.id, view],
    [rule.name, view],
  ];
}

function rateView(rule: Rule): RateView | null {
  const statement = rule.statement.RateBasedStatement as
    | { Limit?: number; EvaluationWindowSec?: number; AggregateKeyType?: string }
    | undefined;
  if (statement === undefined) return null;
  const key = statement.AggregateKeyType ?? 'IP';
  return {
    limitKey: key === 'CUSTOM_KEYS' ? 'CUSTOMKEYS' : (key as RateView['limitKey']),
    limit: statement.Limit ?? 0,
    windowSec: statement.EvaluationWindowSec ?? 300,
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

/** The narrowest setting that says something: of the method, of its resource, of all (apigateway.md 2.2). */
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
