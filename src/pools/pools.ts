import type { Clock } from '../base/clock.ts';
import type { Definition } from '../define/model/definition.ts';
import type { PoolClient, UserPool } from '../define/model/user-pool.ts';
import { Directory } from './directory.ts';
import { temporaryPassword } from './passwords.ts';
import { Refusal } from './refusal.ts';
import { SignIn } from './sign-in.ts';
import { PoolStore, type UserRow } from './store.ts';
import { Signer } from './tokens.ts';

/** A user pool that runs. */
export interface RunningPool {
  readonly pool: UserPool;
  readonly directory: Directory;
  readonly signIn: SignIn;
  readonly signer: Signer;
}

/** What user pools live by, whichever there are. */
export interface PoolsOptions {
  readonly clock: Clock;
  /** Where users, keys and tokens are kept; null: in memory. */
  readonly file: string | null;
  /** Writes to the log what mail would have brought: codes and first passwords. */
  say(text: string): void;
}

/** The user pools of the definition in force. Opens its file when there is a first one. */
export class Pools {
  readonly #options: PoolsOptions;
  #store: PoolStore | null = null;
  #running = new Map<string, RunningPool>();

  constructor(options: PoolsOptions) {
    this.#options = options;
  }

  /**
   * The definition with what its pools are on this machine: the issuer of each, `{base}/{pool id}`, and its
   * public keys. Throws when what is kept cannot be opened.
   */
  compose(read: Definition, base: string): Definition {
    if (read.userPools.length === 0) return read;
    const store = this.#opened();
    const userPools = read.userPools.map((pool): UserPool => {
      const issuer = `${base}/${pool.poolId}`;
      return { ...pool, issuer, keys: [new Signer(store, pool.poolId, issuer).publicJwk] };
    });
    return { ...read, userPools };
  }

  /** Runs the pools of a composed definition, and makes the users it asks for. Sessions of pools that stay are kept. */
  async apply(pools: readonly UserPool[]): Promise<void> {
    const running = new Map<string, RunningPool>();
    for (const pool of pools) running.set(pool.poolId, this.#run(pool));
    this.#running = running;
    for (const { pool, directory } of running.values()) await this.#seed(pool, directory);
  }

  get all(): readonly RunningPool[] {
    return [...this.#running.values()];
  }

  find(poolId: string): RunningPool | undefined {
    return this.#running.get(poolId);
  }

  /** Throws what Cognito answers to a pool that is not there. */
  get(poolId: string): RunningPool {
    const found = this.find(poolId);
    if (found === undefined)
      throw new Refusal('ResourceNotFoundException', `User pool ${poolId} does not exist.`);
    return found;
  }

  /** The pool and the client of that id. Throws what Cognito answers to one that is not there. */
  byClient(clientId: string, poolId?: string): RunningPool & { readonly client: PoolClient } {
    for (const running of poolId === undefined ? this.all : [this.get(poolId)]) {
      const client = running.pool.clients.find((c) => c.clientId === clientId);
      if (client !== undefined) return { ...running, client };
    }
    throw new Refusal('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);
  }

  /** Whose access token it is. Throws when it is none, has run out, or was signed out. */
  async byToken(
    token: string,
  ): Promise<RunningPool & { readonly user: UserRow; readonly scopes: readonly string[] }> {
    const issuer = issuerIn(token);
    const running = this.all.find((r) => r.pool.issuer === issuer);
    if (running === undefined) throw new Refusal('NotAuthorizedException', 'Invalid Access Token');
    const payload = await running.signer.read(token, this.#options.clock.now());
    const user = running.directory.store.userBySub(running.pool.poolId, String(payload.sub));
    if (user === null) throw new Refusal('UserNotFoundException', 'User does not exist.');
    const { store } = running.directory;
    if (
      (payload.iat ?? 0) * 1000 < user.signedOutAt - 999 ||
      store.isRevoked(running.pool.poolId, payload.origin_jti)
    )
      throw new Refusal('NotAuthorizedException', 'Access Token has been revoked');
    if (!user.enabled) throw new Refusal('NotAuthorizedException', 'User is disabled.');
    return { ...running, user, scopes: String(payload.scope ?? '').split(' ') };
  }

  close(): void {
    this.#store?.close();
    this.#store = null;
  }

  #opened(): PoolStore {
    this.#store ??= new PoolStore(this.#options.file);
    return this.#store;
  }

  #run(pool: UserPool): RunningPool {
    const { clock, say } = this.#options;
    const before = this.#running.get(pool.poolId);
    if (before !== undefined && JSON.stringify(before.pool) === JSON.stringify(pool)) return before;
    const store = this.#opened();
    const directory = new Directory(pool, store, clock, say);
    const signer = new Signer(store, pool.poolId, pool.issuer);
    return { pool, directory, signer, signIn: new SignIn(directory, signer, clock) };
  }

  async #seed(pool: UserPool, directory: Directory): Promise<void> {
    for (const { username, attributes, groups } of pool.users) {
      let user = directory.find(username);
      try {
        if (user === null) {
          const password = temporaryPassword(pool.passwords);
          user = await directory.add(username, attributes, password, 'FORCE_CHANGE_PASSWORD');
          directory.say(`the first password of ${username} is ${password}`);
        }
        for (const group of groups) directory.store.join(user, group);
      } catch (fault) {
        if (!(fault instanceof Refusal)) throw fault;
        directory.say(`the user ${username} of the definition cannot be made: ${fault.message}`);
      }
    }
  }
}

/** What a token says of its issuer, unproved. */
function issuerIn(token: string): string {
  try {
    const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return typeof payload.iss === 'string' ? payload.iss : '';
  } catch {
    return '';
  }
}
