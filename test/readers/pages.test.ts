// Every definition that a page shows is read without an error, whole or put where it belongs.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Note } from '../../src/base/note.ts';
import { filesSource } from '../../src/operate/supervise/source.ts';
import { type Block, blocksOf } from '../docs.ts';
import { temporaryFolder } from '../folders.ts';

const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by));

/** A template with an API, a stage and a web ACL, for resources to belong to. */
const stack = (
  resources: string,
  method = '      Integration: { Type: MOCK }\n',
  acl = '      Rules: []\n',
) => `
Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: api } }
  Orders:
    Type: AWS::ApiGateway::Resource
    Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: "{order}" }
  Post:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Orders
      HttpMethod: POST
      AuthorizationType: NONE
      RequestParameters: { method.request.path.order: true }
      MethodResponses: [{ StatusCode: "200", ResponseParameters: { method.response.header.X-Took: true } }, { StatusCode: "404" }]
${method}  Deployment: { Type: AWS::ApiGateway::Deployment, DependsOn: Post, Properties: { RestApiId: !Ref Api } }
  Stage:
    Type: AWS::ApiGateway::Stage
    Properties: { RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: prod }
  Acl:
    Type: AWS::WAFv2::WebACL
    Properties:
      Scope: REGIONAL
      DefaultAction: { Allow: {} }
      VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: acl }
${acl}${resources}`;

const rule = (statement: string): string => `      Rules:
        - Name: shown
          Priority: 1
          OverrideAction: { None: {} }
          VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: shown }
${indented(statement, 10)}`;

/** The file that a block is, or a part of: told by what stands first in it. */
function fileOf({ at, text }: Block): { readonly name: string; readonly text: string } {
  const template = (whole: string) => ({ name: 'template.yaml', text: whole });
  const keys = [...text.matchAll(/^([\w-]+):/gm)].map((found) => found[1]!);
  const has = (...some: string[]): boolean => some.some((key) => keys.includes(key));
  if (has('Resources')) return template(text);
  if (has('apis', 'domains', 'authorizers', 'webAcls', 'settings')) {
    const other = has('apis', 'domains', 'settings')
      ? ''
      : 'apis: { api: { to: "http://127.0.0.1:3000" } }\n';
    return { name: 'portcullis.yaml', text: `${other}${text}` };
  }
  if (has('policy')) {
    const api = `apis:\n  api:\n    to: http://127.0.0.1:3000\n${indented(text, 4)}`;
    return { name: 'portcullis.yaml', text: api };
  }
  if (has('x-portcullis')) {
    const paths = 'paths: { /pets: { get: { responses: { "200": { description: pets } } } } }';
    const head = `openapi: 3.0.3\ninfo: { title: api, version: "1" }\nservers: [{ url: http://127.0.0.1:3000 }]`;
    return { name: 'openapi.yaml', text: `${head}\n${paths}\n${text}` };
  }
  if (/^ {2}Type: AWS::/m.test(text)) return template(stack(indented(text, 2)));
  if (has('Integration')) return template(stack('', indented(text, 6)));
  if (has('Statement')) return template(stack('', undefined, rule(text)));
  if (has('ManagedRuleGroupStatement')) {
    return template(stack('', undefined, rule(`Statement:\n${indented(text, 2)}`)));
  }
  if (has('DataProtectionConfig')) return template(stack('', undefined, indented(text, 6)));
  if (text.startsWith('- Name:')) return template(stack('', undefined, `      Rules:\n${indented(text, 8)}`));
  throw new Error(`${at}: nothing is known of which this is a part`);
}

/** A file or a variable that the page tells its reader to make. */
const isTheReaders = ({ message }: Note): boolean =>
  /ENOENT|environment variable \w+ is not set/.test(message);

for (const block of blocksOf('yaml')) {
  test(`the definition of ${block.at} is read`, async (t) => {
    const { name, text } = fileOf(block);
    const file = join(temporaryFolder(t), name);
    writeFileSync(file, text);
    const { notes } = await filesSource([file]).read();
    const wrong = notes.filter((note) => note.level === 'error' && !isTheReaders(note));
    assert.deepEqual(
      wrong.map(({ message, origin, code }) => `${origin.line} ${message} [${code}]`),
      [],
    );
  });
}
