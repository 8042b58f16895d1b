import type { TestContext } from 'node:test';
import { testFile } from './files.ts';

/** A function of a template, and how its method asks it. */
export interface Asked {
  readonly code: string;
  /** Seconds. */
  readonly timeout?: number;
  readonly memoryMb?: number;
  readonly integrationTimeoutMs?: number;
}

/** A template of one API: `ANY /name` for each function, a stage `prod` whose execution log says all. */
export function functionTemplate(t: TestContext, functions: Readonly<Record<string, Asked>>): string {
  const names = Object.keys(functions);
  const resources: Record<string, object> = {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'faulty' } },
    Deployment: {
      Type: 'AWS::ApiGateway::Deployment',
      DependsOn: names.map((name) => `${name}Method`),
      Properties: { RestApiId: { Ref: 'Api' } },
    },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: {
        RestApiId: { Ref: 'Api' },
        DeploymentId: { Ref: 'Deployment' },
        StageName: 'prod',
        MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', LoggingLevel: 'INFO' }],
      },
    },
  };
  for (const [name, asked] of Object.entries(functions)) Object.assign(resources, resourcesOf(name, asked));
  return testFile(t, 'faulty.json', JSON.stringify({ Resources: resources }));
}

function resourcesOf(name: string, asked: Asked): Record<string, object> {
  const api = { RestApiId: { Ref: 'Api' } };
  const uri = 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Arn}/invocations'.replace(
    'Arn',
    `${name}.Arn`,
  );
  return {
    ...lambda(name, asked.code, { Timeout: asked.timeout ?? 10, MemorySize: asked.memoryMb ?? 128 }),
    [`${name}Resource`]: {
      Type: 'AWS::ApiGateway::Resource',
      Properties: { ...api, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: name },
    },
    [`${name}Method`]: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        ...api,
        ResourceId: { Ref: `${name}Resource` },
        HttpMethod: 'ANY',
        AuthorizationType: 'NONE',
        Integration: {
          Type: 'AWS_PROXY',
          IntegrationHttpMethod: 'POST',
          Uri: { 'Fn::Sub': uri },
          ...(asked.integrationTimeoutMs === undefined
            ? {}
            : { TimeoutInMillis: asked.integrationTimeoutMs }),
        },
      },
    },
  };
}

/** A function of a template, and API Gateway's permission to call it: from everywhere, or as `sourceArn` says. */
export const lambda = (
  name: string,
  code: string,
  more: object = {},
  sourceArn?: string,
): Record<string, object> => ({
  [name]: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: name,
      Role: 'arn:aws:iam::000000000000:role/r',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Code: { ZipFile: code },
      ...more,
    },
  },
  [`${name}May`]: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: { Ref: name },
      Principal: 'apigateway.amazonaws.com',
      ...(sourceArn === undefined ? {} : { SourceArn: { 'Fn::Sub': sourceArn } }),
    },
  },
});
