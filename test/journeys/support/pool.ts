import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { temporaryFolder } from '../../folders.ts';
import { type GatewayChoice, startGateway, type TestGateway } from '../../gateway.ts';
import { heardLog } from '../../heard-log.ts';

/** A pool for people with three clients: one for scripts, one for a web application, one for a machine. */
const template = (callback: string): string => `
Resources:
  People:
    Type: AWS::Cognito::UserPool
    Properties:
      UserPoolName: people
      AutoVerifiedAttributes: [email]
      Schema: [{ Name: team, AttributeDataType: String, Mutable: true }]
  Script:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !Ref People
      ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_USER_SRP_AUTH, ALLOW_REFRESH_TOKEN_AUTH, ALLOW_ADMIN_USER_PASSWORD_AUTH]
      PreventUserExistenceErrors: ENABLED
  Web:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !Ref People
      AllowedOAuthFlowsUserPoolClient: true
      AllowedOAuthFlows: [code]
      AllowedOAuthScopes: [openid, email, profile, orders/read]
      CallbackURLs: ["${callback}"]
      LogoutURLs: ["${callback}"]
    DependsOn: Orders
  Machine:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !Ref People
      GenerateSecret: true
      AllowedOAuthFlowsUserPoolClient: true
      AllowedOAuthFlows: [client_credentials]
      AllowedOAuthScopes: [orders/read, orders/write]
    DependsOn: Orders
  Orders:
    Type: AWS::Cognito::UserPoolResourceServer
    Properties:
      UserPoolId: !Ref People
      Identifier: orders
      Name: Orders
      Scopes:
        - { ScopeName: read, ScopeDescription: Reads orders }
        - { ScopeName: write, ScopeDescription: Changes orders }
  Admins:
    Type: AWS::Cognito::UserPoolGroup
    Properties: { UserPoolId: !Ref People, GroupName: admins, Precedence: 1 }
  Ann:
    Type: AWS::Cognito::UserPoolUser
    Properties:
      UserPoolId: !Ref People
      Username: ann
      UserAttributes: [{ Name: email, Value: ann@example.com }]
  AnnIsAdmin:
    Type: AWS::Cognito::UserPoolUserToGroupAttachment
    Properties: { UserPoolId: !Ref People, Username: !Ref Ann, GroupName: !Ref Admins }
Outputs:
  Pool: { Value: !Ref People }
  Script: { Value: !Ref Script }
  Web: { Value: !Ref Web }
  Machine: { Value: !Ref Machine }
`;

export interface PoolGateway {
  readonly gateway: TestGateway;
  readonly pool: string;
  readonly clients: { readonly script: string; readonly web: string; readonly machine: string };
  readonly issuer: string;
  /** The last code, or first password, that the log had for a user. */
  said(of: string): string;
}

/** A gateway that runs the pool; it is closed with the test. */
export async function poolGateway(
  t: TestContext,
  choice: Partial<GatewayChoice> & { readonly callback?: string } = {},
): Promise<PoolGateway> {
  const { callback = 'http://127.0.0.1:9/back', ...more } = choice;
  const file = join(temporaryFolder(t), 'people.yaml');
  writeFileSync(file, template(callback));
  const { log, lines } = heardLog();
  const gateway = await startGateway({ files: [file], log, ...more });
  t.after(() => gateway.close());
  const outputs = Object.fromEntries(
    gateway.supervisor.definition.stacks.flatMap((s) => s.outputs.map((o) => [o.key, o.value])),
  );
  return {
    gateway,
    pool: outputs.Pool!,
    clients: { script: outputs.Script!, web: outputs.Web!, machine: outputs.Machine! },
    issuer: `${gateway.endpoint}/${outputs.Pool}`,
    said(of) {
      const line = lines.findLast((text) => new RegExp(`\\b${of} is `).test(text));
      return / is (\S+)$/.exec(line ?? '')?.[1] ?? '';
    },
  };
}
