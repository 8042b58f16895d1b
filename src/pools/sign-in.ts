import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { AuthFlow, PoolClient } from '../define/model/user-pool.ts';
import type { Directory } from './directory.ts';
import { invalid, notAuthorized, Refusal } from './refusal.ts';
import { checkSecretHash } from './secret-hash.ts';
import { type Session, Sessions } from './sessions.ts';
import * as srp from './srp.ts';
import type { UserRow } from './store.ts';
import { accessClaims, idClaims, type Signer } from './tokens.ts';

/** What an authentication gives, in Cognito’s words. */
export interface AuthResult {
  readonly AuthenticationResult?: {
    readonly AccessToken: string;
    readonly ExpiresIn: number;
    readonly TokenType: 'Bearer';
    readonly IdToken: string;
    readonly RefreshToken?: string;
  };
  readonly ChallengeName?: string;
  readonly ChallengeParameters: Readonly<Record<string, string>>;
  readonly Session?: string;
}

type Parameters = Readonly<Record<string, string>>;

const id = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Signs users of one pool in, by Cognito’s flows. */
export class SignIn {
  readonly #directory: Directory;
  readonly #signer: Signer;
  readonly #clock: Clock;
  readonly #sessions: Sessions;

  constructor(directory: Directory, signer: Signer, clock: Clock) {
    this.#directory = directory;
    this.#signer = signer;
    this.#clock = clock;
    this.#sessions = new Sessions(clock);
  }

  async begin(
    client: PoolClient,
    flow: string,
    given: Parameters,
    by: 'admin' | 'user',
  ): Promise<AuthResult> {
    switch (flow) {
      case 'USER_PASSWORD_AUTH':
        this.#allow(client, 'ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH');
        return this.#byPassword(client, given);
      case 'ADMIN_USER_PASSWORD_AUTH':
      case 'ADMIN_NO_SRP_AUTH':
        if (by !== 'admin') throw invalid(`${flow} is for AdminInitiateAuth.`);
        this.#allow(client, 'ALLOW_ADMIN_USER_PASSWORD_AUTH', flow);
        return this.#byPassword(client, given);
      case 'USER_SRP_AUTH':
        this.#allow(client, 'ALLOW_USER_SRP_AUTH', 'USER_SRP_AUTH');
        return this.#bySrp(client, given);
      case 'REFRESH_TOKEN_AUTH':
      case 'REFRESH_TOKEN':
        this.#allow(client, 'ALLOW_REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN_AUTH');
        return this.#byRefresh(client, given);
      default:
        throw invalid(
          `${flow} is not supported here; these are: USER_PASSWORD_AUTH, USER_SRP_AUTH, ADMIN_USER_PASSWORD_AUTH, REFRESH_TOKEN_AUTH.`,
        );
    }
  }

  async respond(
    client: PoolClient,
    challenge: string,
    given: Parameters,
    token: string,
  ): Promise<AuthResult> {
    const session = this.#sessions.take(client, challenge, token);
    const user = this.#directory.store.userBySub(this.#directory.pool.poolId, session.sub);
    if (challenge === 'PASSWORD_VERIFIER') return this.#proved(client, session, user, given);
    if (user === null) throw notAuthorized();
    checkSecretHash(this.#directory.store, client, given.USERNAME ?? user.name, given.SECRET_HASH);
    const password = required(given, 'NEW_PASSWORD');
    const more = Object.entries(given).flatMap(([name, value]) =>
      name.startsWith('userAttributes.') ? [[name.slice('userAttributes.'.length), value] as const] : [],
    );
    this.#directory.attempts.mayTry(user);
    this.#directory.attempts.mayGoOn(user);
    const named =
      more.length === 0 ? user : this.#directory.changeAttributes(user, Object.fromEntries(more), 'user');
    return this.#signedIn(client, await this.#directory.setPassword(named, password));
  }

  /** Tokens for a user who has proved who he is. */
  async tokens(
    client: PoolClient,
    user: UserRow,
    since: { authTime: number; originJti: string } | null,
  ): Promise<AuthResult> {
    const { pool, store } = this.#directory;
    const now = this.#clock.now();
    const authTime = since?.authTime ?? Math.floor(now / 1000);
    const originJti = since?.originJti ?? randomUUID();
    const groups = this.#directory.groupsOf(user);
    const both = { auth_time: authTime, origin_jti: originJti, event_id: randomUUID() };
    const scope = 'aws.cognito.signin.user.admin';
    const [AccessToken, IdToken] = await Promise.all([
      this.#signer.sign(
        { ...accessClaims(user, client, groups), ...both, token_use: 'access', scope },
        now,
        client.accessSeconds,
      ),
      this.#signer.sign(
        { ...idClaims(pool, user, groups), ...both, token_use: 'id', aud: client.clientId },
        now,
        client.idSeconds,
      ),
    ]);
    const result = { AccessToken, ExpiresIn: client.accessSeconds, TokenType: 'Bearer' as const, IdToken };
    if (since !== null) return { AuthenticationResult: result, ChallengeParameters: {} };
    const RefreshToken = randomBytes(64).toString('base64url');
    const expires = now + client.refreshSeconds * 1000;
    store.keepRefresh(
      RefreshToken,
      { pool: pool.poolId, user: user.sub, client: client.clientId, authTime, originJti, expires },
      now,
    );
    return { AuthenticationResult: { ...result, RefreshToken }, ChallengeParameters: {} };
  }

  async #byPassword(client: PoolClient, given: Parameters): Promise<AuthResult> {
    const username = required(given, 'USERNAME');
    checkSecretHash(this.#directory.store, client, username, given.SECRET_HASH);
    const password = required(given, 'PASSWORD');
    return this.#signedIn(
      client,
      await this.#directory.attempts.check(username, password, client.tellsUnknownUsers ? 'told' : 'hidden'),
    );
  }

  #bySrp(client: PoolClient, given: Parameters): AuthResult {
    const username = required(given, 'USERNAME');
    checkSecretHash(this.#directory.store, client, username, given.SECRET_HASH);
    const user = this.#directory.find(username);
    if (user === null && client.tellsUnknownUsers)
      throw new Refusal('UserNotFoundException', 'User does not exist.');
    if (user !== null) this.#directory.attempts.mayTry(user);
    else this.#directory.attempts.mayTryNobody(username);
    const verifier = user ?? this.#nobody(username);
    const exchange = srp.answer(required(given, 'SRP_A'), verifier);
    if (exchange === null) throw invalid('SRP_A must be a number in hexadecimal digits.');
    const shown = user === null ? this.#shownOfNobody(username) : srp.nameIn(user) || user.name;
    const token = this.#sessions.keep({
      challenge: 'PASSWORD_VERIFIER',
      clientId: client.clientId,
      sub: user?.sub ?? '',
      name: username,
      until: this.#clock.now() + client.sessionSeconds * 1000,
      exchange,
    });
    return {
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeParameters: {
        USERNAME: shown,
        USER_ID_FOR_SRP: shown,
        SALT: verifier.salt,
        SRP_B: srp.hex(exchange.publicB),
        SECRET_BLOCK: exchange.secretBlock.toString('base64'),
      },
      Session: token,
    };
  }

  #proved(
    client: PoolClient,
    session: Session,
    user: UserRow | null,
    given: Parameters,
  ): Promise<AuthResult> {
    const { poolId } = this.#directory.pool;
    const { name } = user ?? session;
    if (user !== null) this.#directory.attempts.mayTry(user);
    else this.#directory.attempts.mayTryNobody(name);
    checkSecretHash(this.#directory.store, client, given.USERNAME ?? name, given.SECRET_HASH);
    const timestamp = required(given, 'TIMESTAMP');
    const pool = poolId.split('_')[1]!;
    const signature = required(given, 'PASSWORD_CLAIM_SIGNATURE');
    const block =
      required(given, 'PASSWORD_CLAIM_SECRET_BLOCK') === session.exchange!.secretBlock.toString('base64');
    // Of nobody too, whose proof takes as long and is never right.
    const verifier = user ?? this.#nobody(name);
    const shown = srp.nameIn(verifier) || name;
    const proved = srp.proves(session.exchange!, verifier, pool, shown, timestamp, signature);
    if (user === null) throw this.#directory.attempts.failedNobody(name);
    if (!block || !proved) throw this.#directory.attempts.failed(user);
    this.#directory.attempts.mayGoOn(user);
    return this.#signedIn(client, this.#directory.attempts.passed(user));
  }

  #nobody(name: string): srp.Verifier {
    const { store, pool } = this.#directory;
    return srp.nobodysVerifier(store.secret, pool.poolId, this.#directory.folded(name));
  }

  /** Where users have ids in the place of names, so has nobody. */
  #shownOfNobody(name: string): string {
    const { store, pool, namesAreHidden } = this.#directory;
    const folded = this.#directory.folded(name);
    const isShown = !namesAreHidden || (pool.usernameAttributes.length > 0 && id.test(name));
    return isShown ? folded : srp.nobodysId(store.secret, pool.poolId, folded);
  }

  async #byRefresh(client: PoolClient, given: Parameters): Promise<AuthResult> {
    const { store, pool } = this.#directory;
    const row = store.refresh(required(given, 'REFRESH_TOKEN'));
    const good =
      row !== null &&
      row.pool === pool.poolId &&
      row.client === client.clientId &&
      row.expires > this.#clock.now();
    if (!good) throw notAuthorized('Invalid Refresh Token');
    const user = store.userBySub(pool.poolId, row.user);
    if (user === null) throw notAuthorized('Invalid Refresh Token');
    checkSecretHash(this.#directory.store, client, user.name, given.SECRET_HASH, user.sub);
    if (!user.enabled) throw notAuthorized('User is disabled.');
    return this.tokens(client, user, row);
  }

  async #signedIn(client: PoolClient, user: UserRow): Promise<AuthResult> {
    if (user.status === 'UNCONFIRMED')
      throw new Refusal('UserNotConfirmedException', 'User is not confirmed.');
    if (user.status === 'RESET_REQUIRED')
      throw new Refusal('PasswordResetRequiredException', 'Password reset required for the user');
    if (user.status !== 'FORCE_CHANGE_PASSWORD') return this.tokens(client, user, null);
    const missing = this.#directory.pool.attributes.filter(
      (a) => a.required && user.attributes[a.name] === undefined,
    );
    const token = this.#sessions.keep({
      challenge: 'NEW_PASSWORD_REQUIRED',
      clientId: client.clientId,
      sub: user.sub,
      name: user.name,
      until: this.#clock.now() + client.sessionSeconds * 1000,
      exchange: null,
    });
    return {
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ChallengeParameters: {
        USER_ID_FOR_SRP: user.name,
        requiredAttributes: JSON.stringify(missing.map((a) => `userAttributes.${a.name}`)),
        userAttributes: JSON.stringify(user.attributes),
      },
      Session: token,
    };
  }

  #allow({ authFlows }: PoolClient, flow: AuthFlow, name: string): void {
    if (!authFlows.includes(flow)) throw invalid(`${name} flow not enabled for this client`);
  }
}

function required(given: Parameters, name: string): string {
  const value = given[name];
  if (value === undefined || value === '') throw invalid(`Missing required parameter ${name}`);
  return value;
}
