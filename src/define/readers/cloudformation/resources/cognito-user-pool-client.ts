import { z } from 'zod';
import type { AuthFlow } from '../../../model/user-pool.ts';
import { physicalName } from '../physical-names.ts';
import { clientIdOf } from '../pool-ids.ts';
import { refused, resource, stored } from '../resource.ts';

const flowNames = [
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_CUSTOM_AUTH',
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
  'ALLOW_USER_AUTH',
  'ADMIN_NO_SRP_AUTH',
  'CUSTOM_AUTH_FLOW_ONLY',
  'USER_PASSWORD_AUTH',
] as const;
const unit = z.enum(['seconds', 'minutes', 'hours', 'days']);
const validity = (what: string) =>
  z
    .int()
    .min(0)
    .optional()
    .describe(`How long ${what} is good for; 0 or absent: as long as it is by default.`);

/** An application that signs users in, or itself. */
export default resource({
  name: 'AWS::Cognito::UserPoolClient',
  shape: z
    .strictObject({
      UserPoolId: z.string().describe('The pool.'),
      ClientName: z.string().max(128).optional().describe('Its name.'),
      GenerateSecret: z.boolean().default(false).describe('Whether it has a secret.'),
      ExplicitAuthFlows: z
        .array(z.enum(flowNames))
        .optional()
        .describe('The ways in which it may sign users in.'),
      AllowedOAuthFlowsUserPoolClient: z.boolean().default(false).describe('Whether it may use OAuth 2.0.'),
      AllowedOAuthFlows: z
        .array(z.enum(['code', 'implicit', 'client_credentials']))
        .default([])
        .describe('The grants it may use.'),
      AllowedOAuthScopes: z.array(z.string()).default([]).describe('The scopes it may ask for.'),
      CallbackURLs: z.array(z.string()).default([]).describe('Where users are sent back to.'),
      DefaultRedirectURI: stored(
        z.string().optional().describe('The first of them.'),
        'a client says where it wants to be called back',
      ),
      LogoutURLs: z.array(z.string()).default([]).describe('Where users may be sent after they signed out.'),
      SupportedIdentityProviders: refused(
        z.array(z.string()).optional().describe('Who may sign users in.'),
        'only the pool itself signs users in here; other providers are not asked',
        (value) => Array.isArray(value) && value.every((name) => name === 'COGNITO'),
      ),
      AccessTokenValidity: validity('an access token'),
      IdTokenValidity: validity('an id token'),
      RefreshTokenValidity: validity('a refresh token'),
      TokenValidityUnits: z
        .strictObject({
          AccessToken: unit.default('hours').describe('Of AccessTokenValidity.'),
          IdToken: unit.default('hours').describe('Of IdTokenValidity.'),
          RefreshToken: unit.default('days').describe('Of RefreshTokenValidity.'),
        })
        .optional()
        .describe('The units of the three.'),
      AuthSessionValidity: z
        .int()
        .min(3)
        .max(15)
        .default(3)
        .describe('Minutes between the challenges of one authentication.'),
      EnableTokenRevocation: z.boolean().default(true).describe('Whether refresh tokens can be revoked.'),
      PreventUserExistenceErrors: z
        .enum(['ENABLED', 'LEGACY'])
        .default('LEGACY')
        .describe('ENABLED: an unknown user is answered as a wrong password.'),
      ReadAttributes: stored(
        z.array(z.string()).optional().describe('Attributes it may read.'),
        'a client reads all of them',
      ),
      WriteAttributes: stored(
        z.array(z.string()).optional().describe('Attributes it may write.'),
        'a client writes all that may change',
      ),
      AnalyticsConfiguration: stored(
        z.unknown().optional().describe('Where sign-ins are counted.'),
        'decides nothing',
      ),
      EnablePropagateAdditionalUserContextData: stored(
        z.boolean().optional().describe('Whether it may say for whom it asks.'),
        'decides nothing',
      ),
      RefreshTokenRotation: stored(
        z.unknown().optional().describe('Whether a refresh token is good for one use.'),
        'refresh tokens stay as they are',
      ),
    })
    .describe('A client of a user pool.'),
  ref: (_, self) => clientIdOf(self),
  attributes: {
    ClientId: (_, self) => clientIdOf(self),
    Name: (client, self) => client.ClientName ?? physicalName(self.stack, self.logicalId, 128),
  },
  add(client, parts, self) {
    const units = client.TokenValidityUnits;
    const flows = client.ExplicitAuthFlows?.map((flow) => older[flow] ?? (flow as AuthFlow));
    parts.poolClients.push({
      id: self.id,
      origin: self.origin,
      poolId: client.UserPoolId,
      clientId: clientIdOf(self),
      name: client.ClientName ?? physicalName(self.stack, self.logicalId, 128),
      hasSecret: client.GenerateSecret,
      authFlows: flows ?? ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_CUSTOM_AUTH'],
      oauth: client.AllowedOAuthFlowsUserPoolClient,
      oauthFlows: client.AllowedOAuthFlows,
      scopes: client.AllowedOAuthScopes,
      callbackUrls: client.CallbackURLs,
      logoutUrls: client.LogoutURLs,
      accessSeconds: seconds(client.AccessTokenValidity, units?.AccessToken ?? 'hours', 3600),
      idSeconds: seconds(client.IdTokenValidity, units?.IdToken ?? 'hours', 3600),
      refreshSeconds: seconds(client.RefreshTokenValidity, units?.RefreshToken ?? 'days', 30 * 86_400),
      sessionSeconds: client.AuthSessionValidity * 60,
      tellsUnknownUsers: client.PreventUserExistenceErrors === 'LEGACY',
      revocable: client.EnableTokenRevocation,
    });
  },
});

const older: Readonly<Record<string, AuthFlow>> = {
  ADMIN_NO_SRP_AUTH: 'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  CUSTOM_AUTH_FLOW_ONLY: 'ALLOW_CUSTOM_AUTH',
  USER_PASSWORD_AUTH: 'ALLOW_USER_PASSWORD_AUTH',
};

const lengths = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;

const seconds = (value: number | undefined, of: keyof typeof lengths, otherwise: number): number =>
  value === undefined || value === 0 ? otherwise : value * lengths[of];
