import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fidelityRows } from '../../../src/define/readers/cloudformation/fidelity.ts';
import { resourceTypes } from '../../../src/define/readers/cloudformation/types.ts';
import { keysAt, schemaAt } from '../../../src/define/readers/shapes/schema.ts';

const modules: Record<string, string> = {
  ApiGateway: 'aws-apigateway/lib/apigateway',
  WAFv2: 'aws-wafv2/lib/wafv2',
  Lambda: 'aws-lambda/lib/lambda',
  Logs: 'aws-logs/lib/logs',
  IAM: 'aws-iam/lib/iam',
  EC2: 'aws-ec2/lib/ec2',
};

for (const [type, kind] of resourceTypes) {
  const [, service, name] = type.split('::');
  const module = modules[service!];
  if (module === undefined) continue;
  test(`${type} knows every property that AWS documents`, () => {
    // The CDK's own classes are made from the CloudFormation specification.
    const text = readFileSync(`node_modules/aws-cdk-lib/${module}.generated.d.ts`, 'utf8');
    const found = new RegExp(`export interface Cfn${name}Props[^{]*\\{(.*?)\\n\\}`, 's').exec(text);
    assert.ok(found, `the CDK has no Cfn${name}`);
    const documented = [...found[1]!.matchAll(/\n {4}readonly (\w+)\??:/g)].map((m) => m[1]!.toLowerCase());
    const known = new Set(keysAt(schemaAt(kind.shape, [])).map((key) => key.toLowerCase()));
    assert.ok(documented.length > 0);
    assert.deepEqual(
      documented.filter((property) => !known.has(property)),
      [],
    );
  });
}

test('every property says what it is, and why when it does not act', () => {
  const rows = fidelityRows();
  assert.ok(rows.length > 350);
  for (const row of rows) {
    assert.match(row.description, /\.$/, `${row.type} ${row.property} has no description`);
    assert.equal(row.reason === '', row.fidelity === 'enforced', `${row.type} ${row.property}`);
  }
});

test('what would leave an API open is refused and never stored', () => {
  const refused = fidelityRows().filter((row) => row.fidelity === 'refused');
  const names = new Set(refused.map((row) => `${row.type.split('::')[2]} ${row.property}`));
  for (const property of ['RestApi CloneFrom']) assert.ok(names.has(property), property);
});
