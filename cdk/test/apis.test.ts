import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { synthesised } from './synthesised.ts';

const templates = synthesised();
const unthrottled = templates.get('unthrottled-api')!;
const secure = templates.get('secure-throttled-api')!;

const urlOf = (path: string) => Match.objectLike({ 'Fn::Join': ['', Match.arrayWith([path])] });
const only = (template: Template, type: string) => Object.entries(template.findResources(type))[0]!;

for (const [name, template, area, stage] of [
  ['unthrottled-api', unthrottled, 'unsecure', 'miztiik-unthrottled'],
  ['secure-throttled-api', secure, 'secure', 'miztiik-throttled'],
] as const) {
  test(`${name}: a Node function that runs from an asset folder, with its two settings`, () => {
    template.resourceCountIs('AWS::Lambda::Function', 1);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { S3Bucket: Match.anyValue(), S3Key: Match.stringLikeRegexp('^[0-9a-f]{64}\\.zip$') },
      Environment: { Variables: { LOG_LEVEL: 'INFO', RANDOM_SLEEP_SECS: '0' } },
    });
  });

  test(`${name}: the function logs to a group of its own that keeps a week, and goes with the stack`, () => {
    const [id] = only(template, 'AWS::Lambda::Function');
    template.resourceCountIs('AWS::Logs::LogGroup', 1);
    template.hasResource('AWS::Logs::LogGroup', {
      Properties: { LogGroupName: { 'Fn::Join': ['', ['/aws/lambda/', { Ref: id }]] }, RetentionInDays: 7 },
      DeletionPolicy: 'Delete',
    });
  });

  test(`${name}: the API calls the function by its alias, and may`, () => {
    const [fn] = only(template, 'AWS::Lambda::Function');
    const [version] = only(template, 'AWS::Lambda::Version');
    const [alias] = only(template, 'AWS::Lambda::Alias');
    template.hasResourceProperties('AWS::Lambda::Alias', {
      Name: 'live',
      FunctionName: { Ref: fn },
      FunctionVersion: { 'Fn::GetAtt': [version, 'Version'] },
    });
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName: { Ref: alias },
      Principal: 'apigateway.amazonaws.com',
      SourceArn: { 'Fn::Join': ['', Match.arrayWith([`/GET/${area}/greeter`])] },
    });
    template.hasResourceProperties('AWS::ApiGateway::Method', {
      Integration: { Type: 'AWS_PROXY', Uri: { 'Fn::Join': ['', Match.arrayWith([{ Ref: alias }])] } },
    });
  });

  test(`${name}: an EDGE REST API with GET /${area}/greeter and nothing else`, () => {
    const [api] = only(template, 'AWS::ApiGateway::RestApi');
    template.hasResourceProperties('AWS::ApiGateway::RestApi', {
      EndpointConfiguration: { Types: ['EDGE'] },
    });
    template.resourceCountIs('AWS::ApiGateway::Resource', 2);
    template.hasResourceProperties('AWS::ApiGateway::Resource', {
      PathPart: area,
      ParentId: { 'Fn::GetAtt': [api, 'RootResourceId'] },
    });
    template.hasResourceProperties('AWS::ApiGateway::Resource', { PathPart: 'greeter' });
    template.resourceCountIs('AWS::ApiGateway::Method', 1);
    template.hasResourceProperties('AWS::ApiGateway::Method', {
      HttpMethod: 'GET',
      AuthorizationType: 'NONE',
    });
  });

  test(`${name}: the stage ${stage} writes its execution log at INFO, and the account has a role for it`, () => {
    template.resourceCountIs('AWS::ApiGateway::Stage', 1);
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      StageName: stage,
      MethodSettings: [Match.objectLike({ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'INFO' })],
    });
    template.hasResourceProperties('AWS::ApiGateway::Account', { CloudWatchRoleArn: Match.anyValue() });
  });
}

test('unthrottled-api: nothing holds it back', () => {
  throttle(unthrottled, { ThrottlingRateLimit: Match.absent(), ThrottlingBurstLimit: Match.absent() });
  unthrottled.hasResourceProperties('AWS::Lambda::Function', {
    ReservedConcurrentExecutions: Match.absent(),
  });
  unthrottled.hasOutput('UnthrottledApiUrl', { Value: urlOf('/unsecure/greeter') });
});

test('secure-throttled-api: 10 requests a second, 100 at once, 100 invocations at once', () => {
  throttle(secure, { ThrottlingRateLimit: 10, ThrottlingBurstLimit: 100 });
  secure.hasResourceProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: 100 });
  secure.hasOutput('SecureApiUrl', { Value: urlOf('/secure/greeter') });
});

test('secure-throttled-api: exports the ARN of its stage', () => {
  const [api] = only(secure, 'AWS::ApiGateway::RestApi');
  const [stage] = only(secure, 'AWS::ApiGateway::Stage');
  const value = secure.findOutputs('SecureApiStageArn').SecureApiStageArn!;
  assert.deepEqual(value.Export, { Name: 'secure-throttled-api:SecureApiStageArn' });
  assert.deepEqual(value.Value['Fn::Join'][1].slice(-4), [
    '::/restapis/',
    { Ref: api },
    '/stages/',
    { Ref: stage },
  ]);
});

test('both run the same code', () => {
  const [, one] = only(unthrottled, 'AWS::Lambda::Function');
  const [, other] = only(secure, 'AWS::Lambda::Function');
  assert.deepEqual(one.Properties.Code, other.Properties.Code);
});

function throttle(of: Template, settings: Record<string, unknown>): void {
  of.hasResourceProperties('AWS::ApiGateway::Stage', { MethodSettings: [Match.objectLike(settings)] });
}
