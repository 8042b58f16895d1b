import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clock } from '../../../../src/base/clock.ts';
import { paperGateway } from '../gateway.ts';
import { apiTemplate } from '../template.ts';
import { TestIssuer } from './issuer.ts';

const POOL = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI';

/** A pool’s authorizer, with a method that is a function. */
function template(): string {
  const uri = {
    'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Echo.Arn}/invocations',
  };
  const document = JSON.parse(
    apiTemplate({
      authorizer: {
        ...{ Type: 'COGNITO_USER_POOLS', AuthorizerUri: undefined },
        ProviderARNs: ['arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_AbCdEfGhI'],
      },
      methods: {
        'GET /pets': {
          AuthorizationType: 'COGNITO_USER_POOLS',
          Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: uri },
        },
      },
    }),
  ) as { Resources: Record<string, { Type: string; Properties: Record<string, unknown> }> };
  const { Judge } = document.Resources;
  document.Resources.Echo = { ...Judge!, Properties: { ...Judge!.Properties, FunctionName: 'echo' } };
  document.Resources.EchoMay = {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      ...{ Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Echo' } },
      Principal: 'apigateway.amazonaws.com',
    },
  };
  return JSON.stringify(document);
}

test('a function is told the claims of a token, every one as text, also when the token is known already', async () => {
  const clock = Clock.byHand(Date.UTC(2026, 10, 22, 12));
  const issuer = new TestIssuer(clock);
  issuer.instead = () => ({
    ...{ status: 200, headers: {} },
    body: JSON.stringify({ keys: issuer.keys.map((key) => issuer.jwk(key)) }),
  });
  const gateway = await paperGateway(template(), () => ({ statusCode: 200, body: 'hello' }), {
    ...{ clock, fetch: issuer.fetch },
  });
  const token = await issuer.token({
    ...{ iss: POOL, aud: 'client', token_use: 'id', sub: 'ann', email_verified: true },
    'cognito:groups': ['admins', 'editors'],
  });
  for (let i = 0; i < 2; i++) {
    const answer = await gateway.ask('/pets', { headers: { Authorization: token } });
    assert.deepEqual([answer.status, answer.body], [200, 'hello']);
    const { authorizer } = gateway.events[i]!.event.requestContext as {
      authorizer: { claims: Record<string, string> };
    };
    const { iat, exp, ...claims } = authorizer.claims;
    assert.deepEqual(claims, {
      ...{ iss: POOL, aud: 'client', token_use: 'id', sub: 'ann', email_verified: 'true' },
      'cognito:groups': 'admins,editors',
    });
    assert.equal(Number(exp) - Number(iat), 3600);
  }
});
