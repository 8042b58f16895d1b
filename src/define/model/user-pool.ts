import type { Element } from './element.ts';

/** A directory of users that signs tokens for them (Amazon Cognito), run on this machine. */
export interface UserPool extends Element {
  /** `us-east-1_` and nine letters and digits, derived from stack and logical id. */
  readonly poolId: string;
  readonly arn: string;
  readonly name: string;
  /** False: `Alice` and `alice` are one user. */
  readonly caseSensitive: boolean;
  /** Attributes that stand in the place of a user name: it is then an address or a number. */
  readonly usernameAttributes: readonly SignInAttribute[];
  /** Attributes by which a user may sign in besides the name. */
  readonly aliasAttributes: readonly (SignInAttribute | 'preferred_username')[];
  /** Attributes that the code of a sign-up proves. */
  readonly autoVerified: readonly SignInAttribute[];
  /** True: users are made by an administrator only. */
  readonly adminOnly: boolean;
  readonly passwords: PasswordPolicy;
  /** Attributes of the pool’s own schema and the standard ones it changes, by name (`custom:team`). */
  readonly attributes: readonly UserAttribute[];
  readonly tags: Readonly<Record<string, string>>;
  readonly clients: readonly PoolClient[];
  readonly resourceServers: readonly ResourceServer[];
  readonly groups: readonly PoolGroup[];
  readonly users: readonly PoolUser[];
  /** Domain prefixes, and whole host names, of its sign-in pages. */
  readonly domains: readonly string[];
  /** `iss` of its tokens, and the address below which it answers; '' until a gateway runs it. */
  readonly issuer: string;
  /** Its public keys, as JWKs; none until a gateway runs it. */
  readonly keys: readonly Readonly<Record<string, unknown>>[];
}

export type SignInAttribute = 'email' | 'phone_number';

/** What the passwords of a pool must have. */
export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly lowercase: boolean;
  readonly uppercase: boolean;
  readonly numbers: boolean;
  readonly symbols: boolean;
  /** How many days a password that an administrator gave is good for. */
  readonly temporaryDays: number;
}

/** Something that a pool knows of its users. */
export interface UserAttribute {
  readonly name: string;
  readonly type: 'String' | 'Number' | 'DateTime' | 'Boolean';
  readonly required: boolean;
  readonly mutable: boolean;
}

/** An application that signs users in, or itself. */
export interface PoolClient extends Element {
  /** 26 letters and digits. */
  readonly clientId: string;
  readonly name: string;
  /** True: it has a secret, which the data folder of the gateway decides. */
  readonly hasSecret: boolean;
  readonly authFlows: readonly AuthFlow[];
  /** Whether the OAuth flows, scopes and addresses below hold. */
  readonly oauth: boolean;
  readonly oauthFlows: readonly ('code' | 'implicit' | 'client_credentials')[];
  readonly scopes: readonly string[];
  readonly callbackUrls: readonly string[];
  readonly logoutUrls: readonly string[];
  readonly accessSeconds: number;
  readonly idSeconds: number;
  readonly refreshSeconds: number;
  /** How long an authentication may take between its challenges. */
  readonly sessionSeconds: number;
  /** Whether what is unknown is told apart from what is wrong. */
  readonly tellsUnknownUsers: boolean;
  readonly revocable: boolean;
}

export type AuthFlow =
  | 'ALLOW_ADMIN_USER_PASSWORD_AUTH'
  | 'ALLOW_CUSTOM_AUTH'
  | 'ALLOW_USER_PASSWORD_AUTH'
  | 'ALLOW_USER_SRP_AUTH'
  | 'ALLOW_REFRESH_TOKEN_AUTH'
  | 'ALLOW_USER_AUTH';

/** An API as a pool knows it: its scopes are `{identifier}/{name}`. */
export interface ResourceServer extends Element {
  readonly identifier: string;
  readonly name: string;
  readonly scopes: readonly { readonly name: string; readonly description: string }[];
}

/** A group that users of a pool may belong to. */
export interface PoolGroup extends Element {
  readonly name: string;
  readonly description: string;
  readonly precedence: number | null;
  readonly roleArn: string;
}

/** A user that the definition asks for: made when it is not there, with a password that it must change. */
export interface PoolUser extends Element {
  readonly username: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly groups: readonly string[];
}
