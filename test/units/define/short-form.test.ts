import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFiles } from '../../../src/define/readers/read.ts';
import { readTarget } from '../../../src/define/readers/yaml/target.ts';
import { catalogue } from '../../../src/operate/supervise/catalogue.ts';
import { sourcesIn } from '../../readers/golden.ts';

const file = `
settings: { region: eu-west-1, account: { rate: 50 } }
apis: { shop: { to: 'http://127.0.0.1:3000' } }
`;

test('settings of a file hold where the command line says nothing, and set nothing that they leave out', async () => {
  const { definition } = await readFiles([], catalogue(), {
    sources: sourcesIn(file),
    settings: { limits: 'aws', account: { rate: 7, burst: 7 } },
  });
  assert.equal(definition?.settings.region, 'eu-west-1');
  assert.equal(definition?.settings.limits, 'aws');
  assert.deepEqual(definition?.settings.account, { rate: 7, burst: 7 });
});

test('ARNs are written with the Region that the file names', async () => {
  const { definition } = await readFiles([], catalogue(), { sources: sourcesIn(file) });
  assert.match(definition!.apis[0]!.stages[0]!.arn, /^arn:aws:apigateway:eu-west-1::/);
});

test('a server without a file stands behind a throttle, a rate-based rule and a log', async () => {
  const { definition, notes } = await readTarget(
    'http://127.0.0.1:3000/',
    { rate: 5, burst: 6, limit: 70 },
    catalogue(),
  );
  assert.deepEqual(notes, []);
  const [api] = definition!.apis;
  assert.deepEqual(
    api!.resources.map((r) => [r.path, r.methods.map((m) => m.httpMethod)]),
    [
      ['/', ['ANY']],
      ['/{proxy+}', ['ANY']],
    ],
  );
  const [throttle] = api!.stages[0]!.methodSettings;
  assert.deepEqual([throttle!.rateLimit, throttle!.burstLimit, throttle!.shared], [5, 6, true]);
  assert.deepEqual(definition!.webAcls[0]!.rules[0]!.statement, {
    RateBasedStatement: { Limit: 70, EvaluationWindowSec: 300, AggregateKeyType: 'IP' },
  });
  assert.equal(definition!.associations[0]!.resourceArn, api!.stages[0]!.arn);
});
