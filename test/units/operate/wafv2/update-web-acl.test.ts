import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  GetWebACLCommand,
  type HeaderMatchPattern,
  ParameterExceptionField,
  type Statement,
  UpdateWebACLCommand,
  type UpdateWebACLCommandInput,
  WAFInvalidParameterException,
  WAFLimitsExceededException,
  WAFNonexistentItemException,
  WAFOptimisticLockException,
} from '@aws-sdk/client-wafv2';
import {
  blocks,
  EDGE_OFFICE,
  GROUP,
  geo,
  inQuery,
  OFFICE,
  PATHS,
  refers,
  Scope,
  updating,
  visibility,
  wafDefinition,
} from './definition.ts';
import { asked } from './waf-client.ts';

const text = {
  FieldToMatch: { UriPath: {} },
  TextTransformations: [{ Priority: 0, Type: 'NONE' as const }],
};
const immunity = (ImmunityTime: number) => ({ ImmunityTimeProperty: { ImmunityTime } });

test('all that UpdateWebACL says is what GetWebACL gives, and what it leaves out is gone', async () => {
  const { client } = asked(wafDefinition);
  const whole = {
    Description: 'in front of the shop',
    DefaultAction: { Block: { CustomResponse: { ResponseCode: 429, CustomResponseBodyKey: 'slow' } } },
    Rules: [
      { ...blocks('office', 1, { IPSetReferenceStatement: { ARN: OFFICE } }), RuleLabels: [{ Name: 'a:b' }] },
      { ...blocks('captcha', 2, inQuery('x')), Action: { Captcha: {} }, CaptchaConfig: immunity(60) },
      refers('group', 3, { RuleGroupReferenceStatement: { ARN: GROUP } }),
    ],
    VisibilityConfig: visibility('other'),
    CustomResponseBodies: { slow: { ContentType: 'TEXT_PLAIN', Content: 'slower' } },
    CaptchaConfig: immunity(120),
    ChallengeConfig: immunity(600),
    TokenDomains: ['shop.example'],
    AssociationConfig: { RequestBody: { API_GATEWAY: { DefaultSizeInspectionLimit: 'KB_64' } } },
    DataProtectionConfig: {
      DataProtections: [
        { Field: { FieldType: 'SINGLE_HEADER', FieldKeys: ['authorization'] }, Action: 'HASH' },
      ],
    },
  } satisfies Partial<UpdateWebACLCommandInput>;
  const { NextLockToken } = await client.send(new UpdateWebACLCommand(updating(whole)));
  const key = { Name: 'small-acl', Scope, Id: updating().Id };
  const { WebACL, LockToken } = await client.send(new GetWebACLCommand(key));
  assert.equal(LockToken, NextLockToken);
  assert.equal(WebACL!.Capacity, 1 + 10 + 10);
  const { Description, DefaultAction, VisibilityConfig, CustomResponseBodies, CaptchaConfig } = WebACL!;
  const { ChallengeConfig, TokenDomains, AssociationConfig } = WebACL!;
  assert.deepEqual(
    {
      ...{ Description, DefaultAction, VisibilityConfig, CustomResponseBodies, CaptchaConfig },
      ...{ ChallengeConfig, TokenDomains, AssociationConfig },
    },
    (({ Rules: _, DataProtectionConfig: __, ...rest }) => rest)(whole),
  );
  assert.equal(WebACL!.DataProtectionConfig!.DataProtections![0]!.Action, 'HASH');
  assert.deepEqual(
    WebACL!.Rules!.map((r) => [r.Name, r.Priority, r.RuleLabels, r.CaptchaConfig]),
    [
      ['office', 1, [{ Name: 'a:b' }], undefined],
      ['captcha', 2, undefined, immunity(60)],
      ['group', 3, undefined, undefined],
    ],
  );
  assert.equal(Buffer.from(WebACL!.Rules![1]!.Statement!.ByteMatchStatement!.SearchString!).toString(), 'x');

  await client.send(new UpdateWebACLCommand(updating({ LockToken })));
  const bare = (await client.send(new GetWebACLCommand(key))).WebACL!;
  assert.deepEqual(
    [bare.Rules, bare.Description, bare.CaptchaConfig, bare.TokenDomains, bare.CustomResponseBodies],
    [[], '', undefined, undefined, undefined],
  );
  assert.deepEqual(
    [bare.AssociationConfig, bare.DataProtectionConfig, bare.Capacity],
    [undefined, undefined, 0],
  );
});

const rules = (...list: NonNullable<UpdateWebACLCommandInput['Rules']>) => ({ Rules: list });
const many = (count: number, make: (i: number) => ReturnType<typeof blocks>) =>
  rules(...Array.from({ length: count }, (_, i) => make(i)));
const rate = { RateBasedStatement: { Limit: 100, AggregateKeyType: 'IP' as const } };
const body = (Content: string) => ({ ContentType: 'TEXT_PLAIN' as const, Content });
const group = (more: object) =>
  rules(refers('g', 0, { RuleGroupReferenceStatement: { ARN: GROUP, ...more } }));

const nested = (depth: number): Statement =>
  depth === 0 ? geo : { NotStatement: { Statement: nested(depth - 1) } };

const holding = (MatchPattern: HeaderMatchPattern): Statement => ({
  SizeConstraintStatement: {
    FieldToMatch: { Headers: { MatchPattern, MatchScope: 'ALL', OversizeHandling: 'CONTINUE' } },
    ...{ ComparisonOperator: 'GT', Size: 1, TextTransformations: text.TextTransformations },
  },
});

const parameters: [string, Partial<UpdateWebACLCommandInput>, string][] = [
  ['two rules of one priority', rules(blocks('a', 1, geo), blocks('b', 1, geo)), 'RULE'],
  ['two rules of one name', rules(blocks('a', 1, geo), blocks('a', 2, geo)), 'RULE'],
  ['a rule with no statement', rules(blocks('a', 1, {})), 'STATEMENT'],
  ['a statement that says two things', rules(blocks('a', 1, { ...geo, ...inQuery('x') })), 'STATEMENT'],
  [
    'a conjunction of one statement',
    rules(blocks('a', 1, { AndStatement: { Statements: [geo] } })),
    'AND_STATEMENT',
  ],
  [
    'headers that are all and some',
    rules(blocks('a', 1, holding({ All: {}, IncludedHeaders: ['a'] }))),
    'HEADER_MATCH_PATTERN',
  ],
  [
    'a plain rule with an override',
    rules({ ...refers('a', 1, geo), Action: { Block: {} } }),
    'OVERRIDE_ACTION',
  ],
  ['a group with an action', rules({ ...group({}).Rules[0]!, Action: { Block: {} } }), 'RULE_ACTION'],
  [
    'an override of a rule that the group does not have',
    group({ RuleActionOverrides: [{ Name: 'two', ActionToUse: { Count: {} } }] }),
    'RULE_GROUP_REFERENCE_STATEMENT',
  ],
  [
    'a set of another scope',
    rules(blocks('a', 1, { IPSetReferenceStatement: { ARN: EDGE_OFFICE } })),
    'SCOPE_VALUE',
  ],
  ['a default action that is none', { DefaultAction: {} }, 'DEFAULT_ACTION'],
  [
    'a status that AWS WAF does not answer',
    { DefaultAction: { Block: { CustomResponse: { ResponseCode: 418 } } } },
    'CUSTOM_RESPONSE',
  ],
  [
    'a body that is not there',
    { DefaultAction: { Block: { CustomResponse: { ResponseCode: 403, CustomResponseBodyKey: 'none' } } } },
    'CUSTOM_RESPONSE_BODY',
  ],
  ['a reserved name of a metric', { VisibilityConfig: visibility('Default_Action') }, 'METRIC_NAME'],
  ['a public suffix as a domain of tokens', { TokenDomains: ['com'] }, 'TOKEN_DOMAIN'],
  ['a public suffix of two labels as one', { TokenDomains: ['shop.example', 'Co.UK'] }, 'TOKEN_DOMAIN'],
  [
    'what is masked in no way',
    {
      DataProtectionConfig: {
        DataProtections: [{ Field: { FieldType: 'BODY', FieldKeys: ['x'] }, Action: 'HASH' }],
      },
    },
    'DATA_PROTECTION_CONFIG',
  ],
  [
    'protection of a load balancer',
    { OnSourceDDoSProtectionConfig: { ALBLowReputationMode: 'ALWAYS_ON' } },
    'WEB_ACL',
  ],
  ['a statement within hundreds of others', rules(blocks('a', 1, nested(300))), 'RULE'],
  [
    'an expression with a back-reference',
    rules(blocks('a', 1, { RegexMatchStatement: { RegexString: '(a)\\1', ...text } })),
    'STATEMENT',
  ],
];

for (const [what, change, field] of parameters) {
  test(`UpdateWebACL turns away ${what}, and says so of ${field}`, async () => {
    const at = asked(wafDefinition);
    await assert.rejects(at.client.send(new UpdateWebACLCommand(updating(change))), (fault) => {
      assert.ok(fault instanceof WAFInvalidParameterException, String(fault));
      assert.equal(fault.Field, field, fault.message);
      assert.ok(Object.values<string>(ParameterExceptionField).includes(field), 'AWS has that field');
      assert.notEqual(fault.Reason, '');
      return true;
    });
    assert.equal(at.definition, wafDefinition, 'what was refused has changed nothing');
  });
}

const constraints: [string, Partial<UpdateWebACLCommandInput>, string][] = [
  [
    'a country that is none',
    rules(blocks('a', 0, geo), blocks('b', 1, { GeoMatchStatement: { CountryCodes: ['ZZ' as 'NL'] } })),
    "Value 'ZZ' at 'rules.2.member.statement.geoMatchStatement.countryCodes.1.member' failed to satisfy constraint: Member must satisfy enum value set: [AD, ",
  ],
  [
    'a rule without a name',
    rules({ ...blocks('a', 0, geo), Name: undefined }),
    "Value null at 'rules.1.member.name' failed to satisfy constraint: Member must not be null",
  ],
  [
    'an immunity of a second',
    { CaptchaConfig: immunity(1) },
    "Value '1' at 'captchaConfig.immunityTimeProperty.immunityTime' failed to satisfy constraint: Member must have value greater than or equal to 60",
  ],
];

for (const [what, change, said] of constraints) {
  test(`UpdateWebACL turns away ${what} as AWS’s model of the service has it`, async () => {
    const at = asked(wafDefinition);
    await assert.rejects(at.client.send(new UpdateWebACLCommand(updating(change))), (fault: Error) => {
      assert.equal(fault.name, 'ValidationException', String(fault));
      assert.ok(fault.message.startsWith(`1 validation error detected: ${said}`), fault.message);
      return true;
    });
  });
}

test('UpdateWebACL takes a managed group that is not there for what does not exist', async () => {
  const at = asked(wafDefinition);
  const ManagedRuleGroupStatement = { VendorName: 'AWS', Name: 'AWS-AWSManagedRulesSQLiRuleSet' };
  const change = rules(refers('g', 0, { ManagedRuleGroupStatement }));
  await assert.rejects(
    at.client.send(new UpdateWebACLCommand(updating(change))),
    WAFNonexistentItemException,
  );
});

const missing: [string, string, Statement, string][] = [
  ['an ASN', 'asnDatabase', { AsnMatchStatement: { AsnList: [1] } }, 'STATEMENT'],
  ['a country', 'countryDatabase', geo, 'GEO_MATCH_STATEMENT'],
];

for (const [what, setting, statement, field] of missing) {
  test(`UpdateWebACL turns away ${what} where the database that is named is not there`, async () => {
    const settings = { ...wafDefinition.settings, [setting]: '/nowhere/places.mmdb' };
    const at = asked({ ...wafDefinition, settings });
    await assert.rejects(
      at.client.send(new UpdateWebACLCommand(updating(rules(blocks('a', 1, statement))))),
      (fault) => fault instanceof WAFInvalidParameterException && fault.Field === field,
    );
  });
}

const exceeding: [string, Partial<UpdateWebACLCommandInput>][] = [
  ['more capacity than there is', many(126, (i) => blocks(`r${i}`, i, { XssMatchStatement: text }))],
  ['eleven rate-based rules', many(11, (i) => blocks(`r${i}`, i, rate))],
  ['fifty-one references', many(51, (i) => blocks(`r${i}`, i, { IPSetReferenceStatement: { ARN: OFFICE } }))],
  [
    'fifty-one bodies',
    { CustomResponseBodies: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`b${i}`, body('x')])) },
  ],
  [
    'bodies of more than 50 KB together',
    {
      CustomResponseBodies: Object.fromEntries(
        Array.from({ length: 6 }, (_, i) => [`b${i}`, body('x'.repeat(10_000))]),
      ),
    },
  ],
];

for (const [what, change] of exceeding) {
  test(`UpdateWebACL turns away ${what}`, async () => {
    const { client } = asked(wafDefinition);
    await assert.rejects(client.send(new UpdateWebACLCommand(updating(change))), WAFLimitsExceededException);
  });
}

test('UpdateWebACL knows what is not there, and whose token is stale', async () => {
  const { client } = asked(wafDefinition);
  const send = (more: Partial<UpdateWebACLCommandInput>) =>
    client.send(new UpdateWebACLCommand(updating(more)));
  for (const missing of [
    { IPSetReferenceStatement: { ARN: `${OFFICE}x` } },
    { NotStatement: { Statement: { RegexPatternSetReferenceStatement: { ARN: `${PATHS}x`, ...text } } } },
  ])
    await assert.rejects(send(rules(blocks('a', 1, missing))), WAFNonexistentItemException);
  const group = { RuleGroupReferenceStatement: { ARN: `${GROUP}x` } };
  await assert.rejects(send(rules(refers('a', 1, group))), WAFNonexistentItemException);
  await assert.rejects(send({ Name: 'other' }), WAFNonexistentItemException);
  await assert.rejects(send({ LockToken: updating().Id }), WAFOptimisticLockException);
  await assert.rejects(send({ VisibilityConfig: undefined }), /'visibilityConfig'.*must not be null/i);
});
