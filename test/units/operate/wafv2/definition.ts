import type { Rule as ApiRule, Statement, UpdateWebACLCommandInput } from '@aws-sdk/client-wafv2';
import { NOWHERE } from '../../../../src/base/origin.ts';
import type { Definition } from '../../../../src/define/model/definition.ts';
import { smallDefinition } from '../../../definition.ts';

export const Scope = 'REGIONAL' as const;
export const STAGE = 'arn:aws:apigateway:us-east-1::/restapis/abcdefghij/stages/prod';
const arn = (kind: string, scope = 'regional'): string =>
  `arn:aws:wafv2:us-east-1:000000000000:${scope}/${kind}/x/1`;
export const OFFICE = arn('ipset');
export const EDGE_OFFICE = arn('ipset', 'global');
export const PATHS = arn('regexpatternset');
export const GROUP = arn('rulegroup');

const entity = (name: string, kind: string) =>
  ({
    ...{ id: `small/${name}`, origin: NOWHERE, name, arn: arn(kind), description: '' },
    lockToken: '11111111-1111-1111-1111-111111111111',
    scope: Scope,
  }) as const;

export const visibility = (MetricName: string) => ({
  ...{ SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true },
  MetricName,
});

const ipSetId = '22222222-2222-2222-2222-222222222222';
export const groupId = '33333333-3333-3333-3333-333333333333';

/** A stage behind a web ACL of no rules; a set of each kind and a group with a rule `one`, of 10 capacity units. */
export const wafDefinition: Definition = {
  ...smallDefinition(),
  ipSets: [
    { ...entity('office', 'ipset'), setId: ipSetId, version: 'IPV4', addresses: ['203.0.113.0/24'] },
    {
      ...{ ...entity('edge-office', 'ipset'), arn: EDGE_OFFICE, scope: 'CLOUDFRONT' },
      ...{ setId: ipSetId, version: 'IPV4', addresses: [] },
    },
  ],
  regexPatternSets: [{ ...entity('paths', 'regexpatternset'), setId: ipSetId, patterns: ['evil'] }],
  ruleGroups: [
    {
      ...entity('group', 'rulegroup'),
      ...{ groupId, capacity: 10, customResponseBodies: {}, tags: {}, visibility: visibility('group') },
      labelNamespace: 'awswaf:000000000000:rulegroup:group:',
      rules: [
        {
          ...{ id: 'small/group/one', origin: NOWHERE, name: 'one', priority: 0, action: { Block: {} } },
          ...{ labels: [], visibility: visibility('one') },
          statement: { GeoMatchStatement: { CountryCodes: ['KP'] } },
        },
      ],
    },
  ],
};

/** A rule in the form the API has, which blocks. */
export const blocks = (Name: string, Priority: number, Statement: Statement): ApiRule => ({
  ...{ Name, Priority, Statement, Action: { Block: {} }, VisibilityConfig: visibility(Name) },
});

/** One that refers to a group. */
export const refers = (Name: string, Priority: number, Statement: Statement): ApiRule => ({
  ...{ Name, Priority, Statement, OverrideAction: { None: {} }, VisibilityConfig: visibility(Name) },
});

export const geo: Statement = { GeoMatchStatement: { CountryCodes: ['NL'] } };

/** A query string that holds a text. */
export const inQuery = (text: string): Statement => ({
  ByteMatchStatement: {
    SearchString: Buffer.from(text),
    FieldToMatch: { QueryString: {} },
    TextTransformations: [{ Priority: 0, Type: 'NONE' }],
    PositionalConstraint: 'CONTAINS',
  },
});

/** Members by which the web ACL of `wafDefinition` is changed; the rest may be given. */
export const updating = (more: Partial<UpdateWebACLCommandInput> = {}): UpdateWebACLCommandInput => ({
  ...{ Name: 'small-acl', Scope, Id: '11111111-2222-3333-4444-555555555555' },
  ...{ LockToken: '66666666-7777-8888-9999-000000000000', DefaultAction: { Allow: {} } },
  VisibilityConfig: visibility('acl'),
  ...more,
});
