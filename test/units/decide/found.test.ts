import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { oversize } from '../../../src/base/match-detail.ts';
import type { Rule } from '../../../src/define/model/web-acl.ts';
import { ask, type CaseRequest, from, get, having, post } from '../../../src/guard/decide/waf/cases.ts';
import waf from '../../../src/guard/decide/waf/waf.ts';
import { acl, aclArn, definition, exchangeOf, given, rule, ruleGroup } from './at-hand.ts';

const none = { TextTransformations: [{ Priority: 0, Type: 'NONE' }] };
const decoded = { TextTransformations: [{ Priority: 0, Type: 'URL_DECODE' }] };
const block: Rule['action'] = { Block: {} };
const count: Rule['action'] = { Count: {} };
const sqli = (FieldToMatch: object, more: object = {}) => ({
  SqliMatchStatement: { FieldToMatch, ...decoded, ...more },
});
const refers = rule('ref', { RuleGroupReferenceStatement: { ARN: 'g' } }, null, {
  overrideAction: { None: {} },
});

function compiled(rules: readonly Rule[], group: readonly Rule[] = []) {
  const of = definition({ webAcls: [acl(rules)], ruleGroups: [ruleGroup('g', group)] });
  const decide = waf.compile({ webAcl: aclArn }, given(of, Clock.byHand()));
  return async (request: CaseRequest) => {
    const x = await exchangeOf(request);
    await decide(x);
    return x;
  };
}

test('a rule that finds SQL tells where, in which argument, how sensitive it was and what it was', async () => {
  const send = compiled([rule('sql', sqli({ AllQueryArguments: {} }, { SensitivityLevel: 'HIGH' }), block)]);
  const x = await send(get('/pets?page=2&id=1%27%20OR%20%271%27=%271'));
  const [detail, ...more] = x.waf!.details!;
  assert.deepEqual(more, []);
  assert.deepEqual(
    { ...detail, data: undefined },
    {
      ...{ rule: 'sql', within: '', condition: 'SQL_INJECTION', sensitivity: 'HIGH' },
      ...{ location: 'ALL_QUERY_ARGS', field: 'id', family: 'sqli', data: undefined },
    },
  );
  assert.ok(detail!.data.includes('OR'), String(detail!.data));
  assert.equal((await send(get('/pets?page=2'))).waf!.details, undefined);
});

test('script in a header and an expression in the path are told by their names', async () => {
  const send = compiled([
    rule(
      'xss',
      { XssMatchStatement: { FieldToMatch: { SingleHeader: { Name: 'X-Note' } }, ...none } },
      count,
      {
        priority: 1,
      },
    ),
    rule(
      'dots',
      { RegexMatchStatement: { FieldToMatch: { UriPath: {} }, RegexString: 'p.t', ...none } },
      block,
      { priority: 2 },
    ),
  ]);
  const x = await send(ask({ target: '/pets', headers: ['x-note', '<script>alert(1)</script>'] }));
  const found = x.waf!.details!.map(({ rule: name, condition, location, field }) => [
    name,
    condition,
    location,
    field,
  ]);
  assert.deepEqual(found, [
    ['xss', 'XSS', 'HEADER', 'X-Note'],
    ['dots', 'REGEX', 'URI', ''],
  ]);
  assert.deepEqual(x.waf!.details![1]!.data, ['pet']);
});

test('what a rule within a group finds is told of the rule that refers to it and of its own', async () => {
  const send = compiled([refers], [rule('inner', sqli({ QueryString: {} }), block, { id: 'g/inner' })]);
  const x = await send(get('/?id=1%27%20OR%20%271%27=%271'));
  assert.deepEqual(
    x.waf!.details!.map((d) => [d.rule, d.within, d.location]),
    [['ref', 'inner', 'QUERY_STRING']],
  );
});

test('what did not match is not told, nor what stands under a NOT', async () => {
  const not = { NotStatement: { Statement: sqli({ QueryString: {} }) } };
  const x = await compiled([rule('clean', not, block)])(get('/?id=7'));
  assert.equal(x.waf!.terminatingRule, 'clean');
  assert.equal(x.waf!.details, undefined);
});

test('an OR tells of the statement that matched', async () => {
  const or = {
    OrStatement: { Statements: [sqli({ UriPath: {} }), sqli({ SingleQueryArgument: { Name: 'q' } })] },
  };
  const x = await compiled([rule('either', or, block)])(get('/?q=1%27%20OR%20%271%27=%271'));
  assert.deepEqual(
    x.waf!.details!.map((d) => [d.location, d.field]),
    [['SINGLE_QUERY_ARG', 'q']],
  );
});

test('parts that are longer than what is looked at are noted, once a rule looks at them', async () => {
  const body = {
    SizeConstraintStatement: { FieldToMatch: { Body: {} }, ComparisonOperator: 'GT', Size: 1, ...none },
  };
  const headers = {
    SizeConstraintStatement: {
      FieldToMatch: {
        Headers: { MatchPattern: { All: {} }, MatchScope: 'ALL', OversizeHandling: 'CONTINUE' },
      },
      ...{ ComparisonOperator: 'GT', Size: 100_000, ...none },
    },
  };
  const long = await compiled([rule('body', body, count)])(post('x'.repeat(20_000)));
  assert.equal(long.oversize, oversize.body);
  assert.equal(long.inspectedBytes, 16_384);
  const wide = await compiled([rule('headers', headers, count)])(having('x-a', 'y'.repeat(9_000)));
  assert.equal(wide.oversize, oversize.headers);
  assert.equal((await compiled([])(post('x'.repeat(20_000)))).oversize, 0);
});

test('a rule that cannot be evaluated blocks as if it had matched, and the fault says which', async (t) => {
  // What a database says of itself stands at its end: this one opens, and has nothing to look anything up in.
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const countryDatabase = join(folder, 'countries.mmdb');
  const whole = readFileSync('test/fixtures/asn.mmdb');
  writeFileSync(countryDatabase, whole.subarray(whole.lastIndexOf('\xab\xcd\xefMaxMind.com', 'latin1')));
  const broken = rule('where', { GeoMatchStatement: { CountryCodes: ['NL'] } }, count);
  const of = definition({ webAcls: [acl([broken])] });
  const at = given(of, Clock.byHand());
  const settings = { ...of.settings, countryDatabase };
  const decide = waf.compile({ webAcl: aclArn }, { ...at, definition: { ...of, settings } });
  const x = await exchangeOf(from('203.0.113.9'));
  const decision = await decide(x);
  assert.ok('by' in decision && decision.by === 'acl/where');
  assert.deepEqual([x.waf!.action, x.waf!.terminatingRule], ['BLOCK', 'where']);
  assert.match(String(x.fault), /the rule where could not be evaluated/);
});

test('a managed rule tells what it found, in the decoded text and by the name it goes by', async () => {
  const managed = (Name: string, priority: number): Rule =>
    rule(Name, { ManagedRuleGroupStatement: { VendorName: 'AWS', Name } }, null, {
      overrideAction: { Count: {} },
      priority,
    });
  const send = compiled([
    managed('AWSManagedRulesSQLiRuleSet', 1),
    managed('AWSManagedRulesCommonRuleSet', 2),
  ]);
  const headers = ['User-Agent', 'test', 'Content-Type', 'application/json'];
  const body = JSON.stringify({ user: { name: "x' OR '1'='1" } });
  const x = await send(ask({ method: 'POST', target: '/?file=../../../../etc/passwd', headers, body }));
  assert.deepEqual(
    x.waf!.details!.map((d) => [d.rule, d.within, d.condition, d.location, d.field, d.family]),
    [
      ['AWSManagedRulesSQLiRuleSet', 'SQLi_BODY', 'SQL_INJECTION', 'BODY', '/user/name', 'sqli'],
      [
        'AWSManagedRulesCommonRuleSet',
        'GenericLFI_QUERYARGUMENTS',
        'ATTACK',
        'ALL_QUERY_ARGS',
        'file',
        'path',
      ],
    ],
  );
});

test('what is found in a JSON body is told with its JSON Pointer, names read as the UTF-8 they are', async () => {
  const body = { MatchPattern: { All: {} }, MatchScope: 'ALL' };
  const tree = (MatchPattern: object): Rule['statement'] => sqli({ JsonBody: { ...body, MatchPattern } });
  const placeOf = async (statement: Rule['statement'], sent: string): Promise<unknown> => {
    const { waf: outcome } = await compiled([rule('sql', statement, block)])(post(sent));
    return outcome?.details?.map(({ location, field }) => [location, field])[0];
  };
  const attack = "1' OR '1'='1";
  const text = Buffer.from(JSON.stringify({ n: 1, a: [{ 'b/~ä': attack }] })).toString('latin1');
  for (const pattern of [{ All: {} }, { IncludedPaths: ['/a/0'] }]) {
    assert.deepEqual(await placeOf(tree(pattern), text), ['UNKNOWN', '/a/0/b~1~0ä']);
  }
  const key = JSON.stringify({ [attack]: 1 });
  assert.deepEqual(await placeOf(tree({ All: {} }), key), ['UNKNOWN', `/${attack}`]);
  const flat = sqli({ JsonBody: { ...body, InvalidFallbackBehavior: 'EVALUATE_AS_STRING' } });
  assert.deepEqual(await placeOf(flat, `{"a":1,"b" "' OR 1=1 -- `), ['UNKNOWN', '']);
});

test('a name in a JSON body that nests deep is cut, whatever its depth', async () => {
  const deep = `${'{"aaaaaaaa":'.repeat(1_200)}"1' OR '1'='1"${'}'.repeat(1_200)}`;
  const statement = sqli({ JsonBody: { MatchPattern: { All: {} }, MatchScope: 'VALUE' } });
  const x = await compiled([rule('sql', statement, block)])(post(deep));
  const { field } = x.waf!.details![0]!;
  assert.match(field, /^(?:\/aaaaaaaa){50,60}$/);
});
