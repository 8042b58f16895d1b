import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '../folders.ts';
import { startGateway } from '../gateway.ts';

/** Two APIs that answer with their names and the path they see, and a domain that leads to them by rules. */
const template = (mode: string): string => `
Resources:
${['Old', 'New'].map(api).join('')}
  Domain: { Type: AWS::ApiGateway::DomainName, Properties: { DomainName: api.example.com, RoutingMode: ${mode} } }
  Mapped: { Type: AWS::ApiGateway::BasePathMapping, Properties: { DomainName: !Ref Domain, RestApiId: !Ref Old, Stage: prod } }
  ByHeader:
    Type: AWS::ApiGatewayV2::RoutingRule
    DependsOn: NewStage
    Properties:
      DomainNameArn: !GetAtt Domain.DomainNameArn
      Priority: 1
      Conditions:
        - MatchHeaders: { AnyOf: [{ Header: X-Version, ValueGlob: '2*' }, { Header: x-beta, ValueGlob: '*yes*' }] }
        - MatchBasePaths: { AnyOf: [orders, v1/orders] }
      Actions: [{ InvokeApi: { ApiId: !Ref New, Stage: prod, StripBasePath: true } }]
  ByPath:
    Type: AWS::ApiGatewayV2::RoutingRule
    DependsOn: OldStage
    Properties:
      DomainNameArn: !GetAtt Domain.DomainNameArn
      Priority: 2
      Conditions: [{ MatchBasePaths: { AnyOf: [orders] } }]
      Actions: [{ InvokeApi: { ApiId: !Ref Old, Stage: prod } }]
`;

const api = (name: string): string => `
  ${name}: { Type: AWS::ApiGateway::RestApi, Properties: { Name: ${name}, DisableExecuteApiEndpoint: true } }
  ${name}Rest: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref ${name}, ParentId: !GetAtt ${name}.RootResourceId, PathPart: '{proxy+}' } }
  ${name}Any:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref ${name}
      ResourceId: !Ref ${name}Rest
      HttpMethod: ANY
      AuthorizationType: NONE
      RequestParameters: { method.request.path.proxy: true }
      Integration:
        Type: MOCK
        RequestTemplates: { application/json: '{"statusCode": 200}' }
        IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { application/json: "${name} $input.params('proxy')" } }]
      MethodResponses: [{ StatusCode: '200' }]
  ${name}Deployment: { Type: AWS::ApiGateway::Deployment, DependsOn: ${name}Any, Properties: { RestApiId: !Ref ${name} } }
  ${name}Stage: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref ${name}, DeploymentId: !Ref ${name}Deployment, StageName: prod } }
`;

async function asking(t: TestContext, mode: string) {
  const file = join(temporaryFolder(t), 'template.yaml');
  writeFileSync(file, template(mode));
  const gateway = await startGateway({ files: [file] });
  t.after(() => gateway.close());
  const ask = (path: string, headers: Record<string, string> = {}): Promise<string> =>
    new Promise((resolve, reject) => {
      const { port } = new URL(gateway.url);
      const more = { Host: 'api.example.com', Connection: 'close', ...headers };
      request({ host: '127.0.0.1', port, path, headers: more }, async (response) => {
        let text = '';
        for await (const chunk of response) text += chunk;
        resolve(response.statusCode === 200 ? text : String(response.statusCode));
      })
        .on('error', reject)
        .end();
    });
  return { gateway, ask };
}

test('a domain with routing rules asks the lowest priority first, by path and headers, and its mappings behind them', async (t) => {
  const { ask } = await asking(t, 'ROUTING_RULE_THEN_BASE_PATH_MAPPING');
  assert.equal(await ask('/orders/7', { 'x-version': '2.1' }), 'New 7', 'a rule that strips the base path');
  assert.equal(await ask('/v1/orders/7', { 'X-Beta': 'oh yes!' }), 'New 7');
  assert.equal(await ask('/%6frders/7', { 'x-version': '2' }), 'New 7', 'however the path is written');
  assert.equal(
    await ask('/orders/7', { 'x-version': '1.2' }),
    'Old orders/7',
    'a rule that does not strip it',
  );
  assert.equal(await ask('/ordersX/7', { 'x-version': '2' }), 'Old ordersX/7', 'by the mapping');
  assert.equal(await ask('/Orders/7', { 'x-version': '2' }), 'Old Orders/7', 'paths have a case');
  assert.equal(await ask('/orders/7', { Host: 'other.example.com', 'x-version': '2' }), '403');
});

test('a domain that asks its rules alone answers nothing else, and one that asks none goes by its mappings', async (t) => {
  const rules = await asking(t, 'ROUTING_RULE_ONLY');
  assert.equal(await rules.ask('/orders/7'), 'Old orders/7');
  assert.equal(await rules.ask('/pets'), '403');
  const mappings = await asking(t, 'BASE_PATH_MAPPING_ONLY');
  assert.equal(await mappings.ask('/orders/7', { 'x-version': '2' }), 'Old orders/7');
  assert.match(
    mappings.gateway.supervisor.notes.map((note) => `${note.level} ${note.code}`).join(),
    /warning mapping\.unused/,
  );
  const question = {
    method: 'GET',
    target: '/v1/orders/7',
    headers: ['Host', 'api.example.com', 'x-beta', 'yes'],
  };
  const explained = await fetch(`${rules.gateway.console}/api/explain`, {
    method: 'POST',
    body: JSON.stringify(question),
  });
  assert.match(await explained.text(), /"routingRule":1\b/);
});
