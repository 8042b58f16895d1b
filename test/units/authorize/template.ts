/** What a template of one API may choose. Methods are `GET /pets`. */
export interface ApiChoice {
  /** Properties of the authorizer; none when absent. */
  readonly authorizer?: Record<string, unknown>;
  /** Methods and how each is authorized; `CUSTOM` unless said otherwise. */
  readonly methods?: Readonly<Record<string, Record<string, unknown>>>;
  readonly policy?: unknown;
  readonly endpoint?: Record<string, unknown>;
  /** The permission of the authorizer's function: absent: it has one; null: none. */
  readonly permission?: null;
}

export const TOKEN = { Type: 'TOKEN', IdentitySource: 'method.request.header.Authorization' };
export const REQUEST = { Type: 'REQUEST', IdentitySource: 'method.request.header.X-Who' };

/** A template of one API with a stage `prod`, mock integrations and an authorizer that is a function. */
export function apiTemplate(choice: ApiChoice = {}): string {
  const { authorizer, methods = { 'GET /pets': {} }, policy, endpoint } = choice;
  const rest = { RestApiId: { Ref: 'Api' } };
  const resources: Record<string, object> = {
    Api: {
      Type: 'AWS::ApiGateway::RestApi',
      Properties: {
        Name: 'pets',
        ...(policy === undefined ? {} : { Policy: policy }),
        ...(endpoint === undefined ? {} : { EndpointConfiguration: endpoint }),
      },
    },
    Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: rest },
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: {
        ...rest,
        DeploymentId: { Ref: 'Deployment' },
        StageName: 'prod',
        Variables: { who: 'v' },
      },
    },
  };
  if (authorizer !== undefined) Object.assign(resources, authorizing(authorizer, choice.permission !== null));
  const nodes = new Map<string, string>();
  for (const [route, more] of Object.entries(methods)) {
    const [verb, path] = route.split(' ') as [string, string];
    const custom =
      authorizer === undefined ? {} : { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Who' } };
    resources[`M${Object.keys(resources).length}`] = {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        ...rest,
        ResourceId: node(path, nodes, resources),
        HttpMethod: verb,
        ...custom,
        Integration: {
          Type: 'MOCK',
          RequestTemplates: { 'application/json': '{"statusCode": 200}' },
          IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'application/json': 'ok' } }],
        },
        ...more,
      },
    };
  }
  return JSON.stringify({ Resources: resources });
}

function node(path: string, nodes: Map<string, string>, resources: Record<string, object>): object {
  if (path === '/') return { 'Fn::GetAtt': ['Api', 'RootResourceId'] };
  const known = nodes.get(path);
  if (known !== undefined) return { Ref: known };
  const cut = path.lastIndexOf('/');
  const id = `R${nodes.size}`;
  nodes.set(path, id);
  resources[id] = {
    Type: 'AWS::ApiGateway::Resource',
    Properties: {
      RestApiId: { Ref: 'Api' },
      ParentId: node(cut === 0 ? '/' : path.slice(0, cut), nodes, resources),
      PathPart: path.slice(cut + 1),
    },
  };
  return { Ref: id };
}

function authorizing(authorizer: Record<string, unknown>, permitted: boolean): Record<string, object> {
  return {
    Judge: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'judge',
        Role: 'arn:aws:iam::000000000000:role/r',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { ZipFile: 'exports.handler = async () => ({});' },
      },
    },
    ...(permitted
      ? {
          JudgeMay: {
            Type: 'AWS::Lambda::Permission',
            Properties: {
              Action: 'lambda:InvokeFunction',
              FunctionName: { Ref: 'Judge' },
              Principal: 'apigateway.amazonaws.com',
              SourceArn: {
                'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/authorizers/${Who}',
              },
            },
          },
        }
      : {}),
    Who: {
      Type: 'AWS::ApiGateway::Authorizer',
      Properties: {
        RestApiId: { Ref: 'Api' },
        Name: 'who',
        AuthorizerUri: {
          'Fn::Sub':
            'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Judge.Arn}/invocations',
        },
        ...authorizer,
      },
    },
  };
}

/** What an authorizer returns: a policy of one statement, and what else is given. */
export const answer = (
  effect: 'Allow' | 'Deny',
  resource: string | readonly string[],
  more: Record<string, unknown> = {},
): object => ({
  principalId: 'user-1',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: resource }],
  },
  ...more,
});
