import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { NOWHERE } from '../../../src/base/origin.ts';
import type { Rule } from '../../../src/define/model/web-acl.ts';
import { storedRefusal } from '../../../src/observe/journal/rows.ts';
import { explanationLines } from '../../../src/operate/cli/explanation.ts';
import { paint } from '../../../src/operate/cli/terminal.ts';
import { explained, explainedRefusal } from '../../../src/operate/inquiry/explained.ts';
import { Generations } from '../../../src/operate/supervise/generations.ts';
import { smallDefinition, smallRule } from '../../definition.ts';
import { blocked, waf } from '../observe/event.ts';

const rule = (name: string, statement: Rule['statement'], more: Partial<Rule> = {}): Rule =>
  smallRule(name, 1, statement, more);
const sqli = {
  SqliMatchStatement: {
    FieldToMatch: { AllQueryArguments: {} },
    TextTransformations: [{ Priority: 0, Type: 'URL_DECODE' }],
    SensitivityLevel: 'LOW',
  },
};

async function linesFor(rules: readonly Rule[], target: string): Promise<string> {
  const clock = Clock.byHand();
  const advanced = new Generations(clock).advance(smallDefinition({ rules }));
  assert.ok('generation' in advanced);
  const { definition, traced } = advanced.generation;
  const request = {
    method: 'GET',
    target,
    headers: ['User-Agent', 'x'],
    body: '',
    client: '192.0.2.1',
    port: 8080,
  };
  const found = await explained(definition, traced, clock, request);
  return explanationLines(found!, paint(false)).join('\n');
}

test('a match is shown with its argument, each transformation, the match marked and what was understood', async () => {
  const text = await linesFor([rule('sql', sqli)], '/pets?page=1&id=1%27%20OR%20%271%27=%271');
  for (const line of [
    /● rule sql: match\n +It matches, so the request is refused\./,
    / name +id\n/,
    / received +1%27%20OR%20%271%27=%271\n/,
    / 1\. URL_DECODE +1' OR '1'='1\n/,
    / match +1«' OR '1'='1»\n/,
    / understood +SQL injection, \d+ of 100\n/,
    / context +single-quoted string\n/,
    / fingerprint +s&s=o \(string AND\/OR string comparison open string\)\n/,
    /It would be refused: WAF_FILTERED by small\/Acl\/sql/,
  ])
    assert.match(text, line);
});

test('a rule that does not match is one line with its reason', async () => {
  const text = await linesFor([rule('sql', sqli)], '/pets?id=7');
  assert.match(
    text,
    /^ +· rule sql: no match {2}Not true that AllQueryArguments → URL_DECODE shows SQL injection\..*$/m,
  );
  assert.doesNotMatch(text, /statement SqliMatchStatement/);
});

test('what only counts says what it would have done, and is named at the end', async () => {
  const managed = (
    Name: string,
    more: object,
    overrideAction: Rule['overrideAction'],
    priority: number,
  ): Rule =>
    rule(
      Name,
      { ManagedRuleGroupStatement: { VendorName: 'AWS', Name, ...more } },
      {
        ...{ action: null, priority },
        ...(overrideAction === undefined ? {} : { overrideAction }),
      },
    );
  const text = await linesFor(
    [
      rule('own', sqli, { action: { Count: {} }, priority: 0, labels: ['seen'] }),
      managed('AWSManagedRulesSQLiRuleSet', {}, { Count: {} }, 1),
      managed(
        'AWSManagedRulesCommonRuleSet',
        { RuleActionOverrides: [{ Name: 'GenericLFI_QUERYARGUMENTS', ActionToUse: { Count: {} } }] },
        { None: {} },
        2,
      ),
    ],
    '/pets?id=1%27%20OR%20%271%27=%271&file=../../../etc/passwd',
  );
  assert.match(text, /with Block in place of Count the request would be refused here/);
  assert.match(
    text,
    /which here only counts: without Count as its OverrideAction the request would be refused/,
  );
  assert.match(text, /the web ACL overrides its own action, Block, by which the request is refused/);
  assert.match(
    text,
    /\nOnly counted: own, AWSManagedRulesSQLiRuleSet\/SQLi_QUERYARGUMENTS, AWSManagedRulesCommonRuleSet\/GenericLFI_QUERYARGUMENTS\n/,
  );
  assert.match(text, /It would be passed on\./);
});

test('nothing that somebody sent steers the terminal', async () => {
  const text = await linesFor(
    [rule('sql', sqli)],
    '/pets?id=1%27%20OR%20%271%27=%271%1b%5b31m%e2%80%ae\u001b[0m\u009b1m\u202e',
  );
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
});

test('a request whose head the port would not read is explained as that, before any layer', async () => {
  for (const [target, why] of [
    [
      '/a b',
      /head: not read\n +The port turns it away \(client\.malformed\): there is a space in its address; %20/,
    ],
    ['/a#b', /the request target is malformed/],
    ['/ä', /the request target is malformed/],
    ['/a\r\nHost: b', /the request target is malformed/],
  ] as const) {
    const text = await linesFor([rule('sql', sqli)], target);
    assert.match(text, why);
    assert.match(text, /It would be refused: BAD_REQUEST/);
    assert.match(text, /The caller would get 400/);
    assert.doesNotMatch(text, /rule sql/);
  }
});

test('a refusal says what was found in it then, and that a body it had was not kept', async () => {
  const clock = Clock.byHand();
  const advanced = new Generations(clock).advance(smallDefinition({ rules: [rule('sql', sqli)] }));
  assert.ok('generation' in advanced);
  const { definition, traced } = advanced.generation;
  const detail = {
    ...({
      rule: 'sql',
      within: 'inner',
      condition: 'SQL_INJECTION',
      sensitivity: 'LOW',
      location: 'BODY',
    } as const),
    ...{ field: '/user/name\u001b[0m', family: 'sqli', data: ["'", 'OR', '1'] },
  };
  const then = storedRefusal(
    blocked({
      waf: waf({ details: [detail] }),
      headers: ['Host', 'x', 'Content-Length', '7'],
      method: 'POST',
    }),
  );
  const found = await explainedRefusal(definition, traced, clock, then, 8080);
  const text = explanationLines(found!, paint(false)).join('\n');
  assert.match(text, /\nThen sql\/inner found SQL injection in BODY \/user\/name\\u001b\[0m: ' OR 1\n/);
  assert.match(text, /\nIts body was not kept: what follows is what would become of it without one\.\n/);
  const bare = await explainedRefusal(
    definition,
    traced,
    clock,
    { ...then, waf: null, headers: ['Host', 'x'] },
    8080,
  );
  assert.ok(
    bare!.remarks.every((remark) => !/body|Then/.test(remark)),
    String(bare!.remarks),
  );
});

async function refusalLines(over: Parameters<typeof blocked>[0]): Promise<string> {
  const clock = Clock.byHand();
  const advanced = new Generations(clock).advance(smallDefinition({ rules: [rule('sql', sqli)] }));
  assert.ok('generation' in advanced);
  const { definition, traced } = advanced.generation;
  const then = storedRefusal(blocked({ by: '', waf: null, headers: ['Host', 'x'], ...over }));
  const found = await explainedRefusal(definition, traced, clock, then, 8080);
  return explanationLines(found!, paint(false)).join('\n');
}

test('what the port turned away for its bytes, which are not kept, is not said to pass', async () => {
  const text = await refusalLines({
    ...{ path: '/pets', status: 400, reason: 'BAD_REQUEST' },
    ...{ fault: 'client.malformed', faultMessage: 'a line ends in a bare LF' },
  });
  assert.match(
    text,
    /^· request: not read\n +The port turned it away \(client\.malformed\): a line ends in a bare LF\./m,
  );
  assert.match(
    text,
    /\nIt would be refused: BAD_REQUEST\nThe caller would get 400 \{"message":"Bad Request"\}$/,
  );
  assert.doesNotMatch(text, /What follows|throttle/);
  const slow = await refusalLines({
    ...{ path: '/pets', status: 408, reason: 'BAD_REQUEST' },
    ...{ fault: 'client.too-slow', faultMessage: 'the head did not come in time' },
  });
  assert.match(slow, /What follows is what would become of it now/);
});

test('a refusal of an address that no API has is not taken for a request to another address', async () => {
  const text = await refusalLines({
    path: '/pets',
    status: 403,
    reason: 'FORBIDDEN',
    api: '',
    stage: '',
  });
  assert.doesNotMatch(text, /Taken as/);
  assert.match(text, /It would be refused: (?:FORBIDDEN|MISSING_AUTHENTICATION_TOKEN)/);
});

test('a key that is put back to reproduce a refusal is looked at whole and shown by its first characters', async () => {
  const clock = Clock.byHand();
  const value = 'Zx81kQpL02mNvRt7Yw93';
  const looksAtKeys = rule('keys', {
    ByteMatchStatement: {
      FieldToMatch: {
        Headers: { MatchPattern: { All: {} }, MatchScope: 'ALL', OversizeHandling: 'CONTINUE' },
      },
      PositionalConstraint: 'CONTAINS',
      SearchString: Buffer.from('vRt7Yw93').toString('base64'),
      TextTransformations: [{ Priority: 0, Type: 'NONE' }],
    },
  });
  const key = {
    ...{
      id: 'small/Key',
      origin: NOWHERE,
      keyId: 'abcdefghij',
      name: 'ann',
      description: '',
      customerId: '',
    },
    ...{ value, enabled: true, createdAt: 0, updatedAt: 0, tags: {} },
  };
  const advanced = new Generations(clock).advance({
    ...smallDefinition({ rules: [looksAtKeys] }),
    apiKeys: [key],
  });
  assert.ok('generation' in advanced);
  const { definition, traced } = advanced.generation;
  const then = {
    ...storedRefusal(
      blocked({
        path: '/_aws/execute-api/abcdefghij/prod/pets',
        headers: ['Host', 'x', 'X-Api-Key', 'REDACTED'],
      }),
    ),
    apiKeyId: key.keyId,
  };
  const found = await explainedRefusal(definition, traced, clock, then, 8080);
  assert.equal(found!.decision.by, 'small/Acl/keys', 'the walk saw the key');
  const text = `${JSON.stringify(found)}\n${explanationLines(found!, paint(false)).join('\n')}`;
  assert.match(text, /Zx81\*\*\*\*/);
  for (let at = 4; at + 8 <= value.length; at++) assert.ok(!text.includes(value.slice(at, at + 8)), text);
});

test('a page that would be the answer is told by its beginning', async () => {
  const explained = { steps: [], labels: [], remarks: [], waf: null };
  const text = explanationLines(
    {
      ...explained,
      request: { method: 'GET', target: '/', client: '192.0.2.1' },
      decision: { action: 'refuse', reason: 'WAF_FILTERED', by: '', at: '' },
      answer: { status: 405, headers: [], body: `<!doctype html>\n${'x'.repeat(10_000)}` },
    },
    paint(false),
  ).join('\n');
  assert.match(text, /405 <!doctype html> x{104}… \(10016 characters; all of them with --json\)$/);
});

test('what was looked at is left out only where the sentence says it: a number is not said by an address', () => {
  const because =
    '2001:db8:1:2::/64 has made 10 requests or more within 60 s; released at 2026-11-22T19:53:38.448Z.';
  const looked = { key: '2001:db8:1:2::/64', limit: 10, windowSec: 60, refused: 2, of: 53 };
  const rest = { outcome: 'match', because, at: '', steps: [] };
  const text = explanationLines(
    {
      request: { method: 'GET', target: '/', client: '2001:db8:1:2::9' },
      decision: { action: 'pass', reason: '', by: '', at: '' },
      answer: null,
      labels: [],
      remarks: [],
      waf: null,
      steps: [{ what: 'statement', name: 'RateBasedStatement', id: '', looked, ...rest }],
    },
    paint(false),
  ).join('\n');
  assert.match(text, /448Z\. \(refused 2, of 53\)$/m);
});

test('what is long is cut, wherever it stands', async () => {
  const statement = {
    ByteMatchStatement: {
      FieldToMatch: { QueryString: {} },
      TextTransformations: [{ Priority: 0, Type: 'NONE' }],
      ...{ SearchString: 'enp6', PositionalConstraint: 'ENDS_WITH' },
    },
  };
  const text = await linesFor([rule('end', statement)], `/pets?a=${'a'.repeat(6_000)}zzz`);
  for (const line of text.split('\n')) assert.ok(line.length < 1_300, `${line.length}: ${line.slice(0, 80)}`);
  assert.match(text, /match +…a{40}«zzz»\n/);
});
