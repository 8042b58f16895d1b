import type { PoolClient, PoolGroup, UserPool } from '../../../define/model/user-pool.ts';
import type { UserRow } from '../../../pools/store.ts';

const seconds = (ms: number): number => Math.round(ms) / 1000;

type Pairs = readonly { readonly Name: string; readonly Value: string }[];

/** Attributes as the API writes them: names and values, `sub` the first. */
export const attributePairs = (user: UserRow): Pairs => [
  { Name: 'sub', Value: user.sub },
  ...Object.entries(user.attributes).map(([Name, Value]) => ({ Name, Value })),
];

export const attributesFrom = (pairs: Pairs): Record<string, string> =>
  Object.fromEntries(pairs.map(({ Name, Value }) => [Name, Value]));

/** A user in a list, where its attributes are called `Attributes`. */
export const renderedUser = (user: UserRow): object => ({ ...about(user), Attributes: attributePairs(user) });

/** A user as AdminGetUser shows it. */
export const renderedWhole = (user: UserRow): object => ({
  ...about(user),
  UserAttributes: attributePairs(user),
});

const about = (user: UserRow): object => ({
  Username: user.name,
  UserCreateDate: seconds(user.created),
  UserLastModifiedDate: seconds(user.modified),
  Enabled: user.enabled,
  UserStatus: user.status,
});

export const renderedGroup = (pool: UserPool, group: PoolGroup): object => ({
  GroupName: group.name,
  UserPoolId: pool.poolId,
  Description: group.description,
  ...(group.roleArn === '' ? {} : { RoleArn: group.roleArn }),
  ...(group.precedence === null ? {} : { Precedence: group.precedence }),
});

export const renderedPool = (pool: UserPool, users: number, startedAt: number): object => ({
  Id: pool.poolId,
  Arn: pool.arn,
  Name: pool.name,
  Policies: {
    PasswordPolicy: {
      MinimumLength: pool.passwords.minimumLength,
      RequireLowercase: pool.passwords.lowercase,
      RequireUppercase: pool.passwords.uppercase,
      RequireNumbers: pool.passwords.numbers,
      RequireSymbols: pool.passwords.symbols,
      TemporaryPasswordValidityDays: pool.passwords.temporaryDays,
    },
  },
  AutoVerifiedAttributes: pool.autoVerified,
  AliasAttributes: pool.aliasAttributes,
  UsernameAttributes: pool.usernameAttributes,
  UsernameConfiguration: { CaseSensitive: pool.caseSensitive },
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: pool.adminOnly },
  SchemaAttributes: pool.attributes.map((a) => ({
    Name: a.name,
    AttributeDataType: a.type,
    Required: a.required,
    Mutable: a.mutable,
  })),
  MfaConfiguration: 'OFF',
  EstimatedNumberOfUsers: users,
  ...(pool.domains.length === 0 ? {} : { Domain: pool.domains[0] }),
  UserPoolTags: pool.tags,
  CreationDate: seconds(startedAt),
  LastModifiedDate: seconds(startedAt),
});

export const renderedClient = (
  pool: UserPool,
  client: PoolClient,
  secret: string,
  startedAt: number,
): object => ({
  UserPoolId: pool.poolId,
  ClientName: client.name,
  ClientId: client.clientId,
  ...(secret === '' ? {} : { ClientSecret: secret }),
  ExplicitAuthFlows: client.authFlows,
  AllowedOAuthFlowsUserPoolClient: client.oauth,
  AllowedOAuthFlows: client.oauthFlows,
  AllowedOAuthScopes: client.scopes,
  CallbackURLs: client.callbackUrls,
  LogoutURLs: client.logoutUrls,
  SupportedIdentityProviders: ['COGNITO'],
  AccessTokenValidity: client.accessSeconds,
  IdTokenValidity: client.idSeconds,
  RefreshTokenValidity: client.refreshSeconds,
  TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'seconds', RefreshToken: 'seconds' },
  AuthSessionValidity: client.sessionSeconds / 60,
  EnableTokenRevocation: client.revocable,
  PreventUserExistenceErrors: client.tellsUnknownUsers ? 'LEGACY' : 'ENABLED',
  CreationDate: seconds(startedAt),
  LastModifiedDate: seconds(startedAt),
});
