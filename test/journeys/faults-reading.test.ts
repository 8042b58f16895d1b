import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { freePorts, runCommand } from '../cli.ts';
import { temporaryFolder } from '../folders.ts';

const acl = (rules: string): string => `Resources:
  Acl:
    Type: AWS::WAFv2::WebACL
    Properties:
      Name: acl
      Scope: REGIONAL
      DefaultAction: { Allow: {} }
      VisibilityConfig: &seen { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: acl }
      Rules:
${rules}`;

const rule = (name: string, priority: number, limit: number): string => `        - Name: ${name}
          Priority: ${priority}
          Action: { Block: {} }
          VisibilityConfig: *seen
          Statement:
            RateBasedStatement:
              Limit: ${limit}
              AggregateKeyType: IP
`;

/** By file: what it holds, and the very lines that reading it must give. */
const broken: readonly [what: string, file: string, text: string, lines: readonly string[]][] = [
  [
    'a template that is not JSON',
    'template.json',
    '{\n  "Resources": {\n    "Api": { "Type": "AWS::ApiGateway::RestApi" },\n  }\n}\n',
    ['template.json:4 error not valid JSON: a key should stand at line 4, column 3 [document.syntax]'],
  ],
  [
    'a template that is not YAML',
    'template.yaml',
    'Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n Properties: {}\n',
    [
      'template.yaml:4 error not valid YAML: All mapping items must start at the same column at line 4, column 1 [document.syntax]',
    ],
  ],
  [
    'an unknown resource type',
    'template.yaml',
    'Resources:\n  Acl:\n    Type: AWS::WAFv2::WebAcl\n',
    [
      'template.yaml:3 error AWS::WAFv2::WebAcl is no resource type; did you mean AWS::WAFv2::WebACL? [resource.unknown-type]',
    ],
  ],
  [
    'a reference to nothing',
    'template.yaml',
    'Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n    Properties: { Name: a }\nOutputs:\n  Url: { Value: !Ref Apis }\n',
    [
      'template.yaml:6 error there is nothing called Apis in this template; did you mean Api? [reference.unknown]',
    ],
  ],
  [
    'a circular reference',
    'template.yaml',
    'Resources:\n  A:\n    Type: AWS::ApiGateway::RestApi\n    Properties: { Name: !Ref B }\n  B:\n    Type: AWS::ApiGateway::RestApi\n    Properties: { Name: !Ref A }\n',
    ['template.yaml:2 error Circular dependency between resources: [A, B] [reference.circular]'],
  ],
  [
    'two rules of one priority',
    'template.yaml',
    acl(rule('first', 1, 100) + rule('second', 1, 100)),
    [
      'template.yaml:19 error two rules have the priority 1, on line 11 and on line 19: each needs its own [web-acl.duplicate-priority]',
    ],
  ],
  [
    'a rate below 10',
    'template.yaml',
    acl(rule('slow', 1, 9)),
    ['template.yaml:16 error Limit must be a whole number from 10 to 2000000000, not 9 [shape.range]'],
  ],
  [
    'an unknown property',
    'template.yaml',
    'Resources:\n  Api:\n    Type: AWS::ApiGateway::RestApi\n    Properties:\n      Name: a\n      Describtion: b\n',
    [
      'template.yaml:6 error Describtion is no property that can stand here; did you mean Description? [shape.unknown-key]',
    ],
  ],
  [
    'an unknown property of the short form',
    'portcullis.yaml',
    'apis:\n  shop:\n    to: http://127.0.0.1:9\n    throtle: { rate: 1, burst: 1 }\n',
    [
      'portcullis.yaml:4 error throtle is no property that can stand here; did you mean throttle? [shape.unknown-key]',
    ],
  ],
  [
    'an empty file',
    'template.yaml',
    '',
    ['template.yaml:1 error nothing is written in it [document.syntax]'],
  ],
  [
    'a file that nests without end',
    'template.json',
    `{"Resources":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
    ['template.json:1 error nests too deeply to be a definition [document.syntax]'],
  ],
  [
    'several mistakes at once',
    'template.yaml',
    `${acl(rule('slow', 1, 5) + rule('more', 1, 100))}  Other:\n    Type: AWS::Nothing\n`,
    [
      'template.yaml:16 error Limit must be a whole number from 10 to 2000000000, not 5 [shape.range]',
      'template.yaml:19 error two rules have the priority 1, on line 11 and on line 19: each needs its own [web-acl.duplicate-priority]',
      'template.yaml:27 error AWS::Nothing is no resource type; types are written as AWS::Service::Resource or Custom::Name [resource.unknown-type]',
    ],
  ],
];

describe('a definition with a mistake', { concurrency: 3 }, () => {
  for (const [what, file, text, lines] of broken) {
    test(`${what} is told by check and by up, with its line, and starts nothing`, async (t) => {
      const cwd = temporaryFolder(t);
      writeFileSync(join(cwd, file), text);
      const check = await runCommand(['check', file], { cwd });
      assert.equal(check.code, 1, check.err);
      assert.equal(check.err, '');
      const told = check.out.split('\n').filter((line) => / error .*\[[\w.-]+\]$/.test(line));
      assert.deepEqual(told, lines);
      const up = await runCommand(['up', file, ...freePorts, '--ephemeral'], { cwd });
      assert.equal(up.code, 1, up.err);
      assert.equal(up.out, '');
      assert.deepEqual(up.err.split('\n').slice(0, lines.length), lines);
      assert.ok(
        up.err.trimEnd().endsWith('portcullis: the definition has errors, and nothing was started'),
        up.err,
      );
    });
  }
});
