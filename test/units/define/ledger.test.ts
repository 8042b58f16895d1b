import assert from 'node:assert/strict';
import { test } from 'node:test';
import { read, sourcesIn } from '../../readers/golden.ts';

const visibility = '{ SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: m }';
const template = (version: string): string => `
Resources:
  Acl:
    Type: AWS::WAFv2::WebACL
    Properties:
      Name: acl
      Scope: REGIONAL
      DefaultAction: { Allow: {} }
      VisibilityConfig: ${visibility}
      Rules:
        - Name: common
          Priority: 0
          OverrideAction: { None: {} }
          VisibilityConfig: ${visibility}
          Statement:
            ManagedRuleGroupStatement: { VendorName: AWS, Name: AWSManagedRulesCommonRuleSet${version} }
`;

test('a version of a managed group is stored, by name and line, and without one all is enforced', async () => {
  const standing = async (version: string) => {
    const { definition } = await read(sourcesIn(template(version)));
    return definition!.ledger
      .filter(({ fidelity }) => fidelity !== 'enforced')
      .map(({ property, fidelity, origin }) => [property, fidelity, origin.line]);
  };
  assert.deepEqual(await standing(', Version: Version_1.4'), [
    ['Rules/0/Statement/ManagedRuleGroupStatement/Version', 'stored', 16],
  ]);
  assert.deepEqual(await standing(''), []);
});
