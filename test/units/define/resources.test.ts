import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fieldsOf } from '../../../scripts/docs/fields.ts';
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

const properties = [...resourceTypes].flatMap(([type, kind]) =>
  fieldsOf(kind.shape).map((field) => ({ ...field, resource: type })),
);

test('every property says what it is, and why when it does not act', () => {
  assert.ok(properties.length > 350);
  for (const { resource, path, about, standing } of properties) {
    assert.match(about, /\.$/, `${resource} ${path} has no description`);
    if (standing !== null) assert.notEqual(standing.reason, '', `${resource} ${path}`);
  }
});

test('what would leave an API open is refused and never stored', () => {
  const cloned = properties.find(
    ({ resource, path }) => resource.endsWith('::RestApi') && path === 'CloneFrom',
  );
  assert.equal(cloned?.standing?.fidelity, 'refused');
});
