/** What stands in a template whose methods are authorized by user pools. */
export interface PoolsChoice {
  /** The ARNs of the pools, as YAML writes them. */
  readonly pools: string;
  /** Scopes that `POST /` asks for; `GET /` asks for none. */
  readonly scopes: string;
  /** More properties of the authorizer: `, IdentitySource: …`. */
  readonly more?: string;
}

/** The resources, in YAML, of an API `pets` with a stage `prod` and a mock behind `GET /` and `POST /`. */
export const poolsApi = ({ pools, scopes, more = '' }: PoolsChoice): string => `\
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: pets } }
  Deployment: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api } }
  Stage: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: prod } }
  Pools:
    Type: AWS::ApiGateway::Authorizer
    Properties: { RestApiId: !Ref Api, Name: pools, Type: COGNITO_USER_POOLS, ProviderARNs: [${pools}]${more} }
  Get:
    Type: AWS::ApiGateway::Method
    Properties: &method
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      AuthorizationType: COGNITO_USER_POOLS
      AuthorizerId: !Ref Pools
      Integration: { Type: MOCK, RequestTemplates: { application/json: '{"statusCode": 200}' }, IntegrationResponses: [{ StatusCode: '200' }] }
  Post:
    Type: AWS::ApiGateway::Method
    Properties: { <<: *method, HttpMethod: POST, AuthorizationScopes: [${scopes}] }
`;
