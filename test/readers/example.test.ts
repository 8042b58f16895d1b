import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readFiles } from '../../src/define/readers/read.ts';
import { catalogue } from '../../src/operate/supervise/catalogue.ts';

const EXAMPLE = 'examples/secure-api';

test('the five stacks of the example read without an error or a warning', async () => {
  const { definition, notes } = await readFiles([EXAMPLE], catalogue());
  assert.deepEqual(
    notes.filter((n) => n.level !== 'info'),
    [],
  );
  assert.deepEqual(definition!.stacks.map((s) => s.name).sort(), [
    'load-generator-vpc-stack',
    'miztiik-artillery-load-generator',
    'secure-throttled-api',
    'unthrottled-api',
    'waf-stack',
  ]);
  const secure = definition!.apis.find((api) => api.name.startsWith('secure'))!;
  assert.match(secure.apiId, /^[a-z][a-z0-9]{9}$/);
  const [stage] = secure.stages;
  assert.equal(stage!.name, 'miztiik-throttled');
  assert.equal(stage!.methodSettings[0]!.rateLimit, 10);
  assert.equal(stage!.methodSettings[0]!.burstLimit, 100);
  const outputs = definition!.stacks.flatMap((s) => s.outputs);
  assert.equal(
    outputs.find((o) => o.key === 'SecureApiUrl')!.value,
    `https://${secure.apiId}.execute-api.us-east-1.amazonaws.com/miztiik-throttled/secure/greeter`,
  );
  const [acl] = definition!.webAcls;
  assert.equal(acl!.name, 'apiSentryAcl-waf-stack');
  assert.equal(acl!.rules[0]!.priority, 133);
  assert.equal(outputs.find((o) => o.key === 'WafArn')!.value, acl!.arn);
  assert.deepEqual(
    definition!.associations.map((a) => [a.resourceArn, a.webAclArn]),
    [[stage!.arn, acl!.arn]],
  );
  const greeter = definition!.functions.find((f) => f.name.startsWith('secure'))!;
  assert.equal(greeter.reservedConcurrency, 100);
  assert.ok(greeter.aliases.includes('live'));
  assert.ok('folder' in greeter.code);
});

test('reading the example twice gives the same definition, frozen through and through', async () => {
  const [a, b] = await Promise.all([readFiles([EXAMPLE], catalogue()), readFiles([EXAMPLE], catalogue())]);
  assert.deepEqual(a.definition, b.definition);
  assert.ok(Object.isFrozen(a.definition!.apis[0]!.stages[0]!.methodSettings[0]));
});

test('the ledger has every property of every resource of the example', async () => {
  const { definition } = await readFiles([EXAMPLE], catalogue());
  for (const { name, file } of definition!.stacks) {
    const { Resources } = JSON.parse(await readFile(file, 'utf8')) as {
      Resources: Record<string, { Properties?: object }>;
    };
    for (const [id, { Properties = {} }] of Object.entries(Resources))
      for (const property of Object.keys(Properties))
        assert.ok(
          definition!.ledger.some(
            (row) =>
              row.element === `${name}/${id}` &&
              row.property.split('/')[0] === property &&
              row.origin.line > 0,
          ),
          `${name}/${id} ${property}`,
        );
  }
  for (const row of definition!.ledger) assert.equal(row.reason === '', row.fidelity === 'enforced');
});

test('what is wrong in one stack of an assembly is told with its file and line, and nothing is defined', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'portcullis-'));
  t.after(() => rm(folder, { recursive: true }));
  await cp(`${EXAMPLE}/assembly`, folder, { recursive: true });
  const file = join(folder, 'waf-stack.template.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace('"Limit": 133', '"Limit": 9'));
  const { definition, notes, files } = await readFiles([folder], catalogue());
  assert.equal(definition, null);
  const [wrong] = notes.filter((n) => n.level === 'error');
  assert.equal(wrong!.message, 'Limit must be a whole number from 10 to 2000000000, not 9');
  const lines = (await readFile(file, 'utf8')).split('\n');
  assert.match(lines[wrong!.origin.line - 1]!, /"Limit": 9/);
  assert.ok(files.includes(file) && files.includes(join(folder, 'manifest.json')));
});

test('parameters, settings and a missing file are told apart', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'portcullis-'));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, 'logs.template.yaml');
  await writeFile(
    file,
    'Parameters: { Name: { Type: String } }\nResources:\n  G: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: !Ref Name } }\nOutputs:\n  Arn: { Value: !GetAtt G.Arn }\n',
  );
  const options = {
    parameters: { Name: '/all', 'logs:Name': '/this' },
    settings: { region: 'eu-west-1', accountId: '111122223333' },
  };
  const { definition } = await readFiles([folder], catalogue(), options);
  assert.equal(
    definition!.stacks[0]!.outputs[0]!.value,
    'arn:aws:logs:eu-west-1:111122223333:log-group:/this:*',
  );
  const mistaken = { parameters: { Nam: '/all' }, settings: { limit: 'aws' } };
  const wrong = await readFiles([join(folder, 'gone'), file], catalogue(), mistaken);
  assert.equal(wrong.definition, null);
  assert.deepEqual(
    wrong.notes.map((n) => n.code),
    ['parameter.missing', 'file.missing', 'shape.unknown-key', 'parameter.unknown'],
  );
});
