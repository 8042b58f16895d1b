import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type Provider from 'oidc-provider';
import type { Clock } from '../../base/clock.ts';
import type { Definition } from '../../define/model/definition.ts';
import { Pools, type RunningPool } from '../../pools/pools.ts';
import { EXIT, Halt } from '../halt.ts';
import { Login } from './login.ts';
import { PoolSite } from './site.ts';

/** Where user pools are kept and reached. */
export interface IdentityOptions {
  readonly clock: Clock;
  /** The data folder. */
  readonly data: string;
  /** Where the AWS endpoint is: issuers stand below it. */
  readonly base: string;
  say(text: string): void;
  /** Told of what broke while a request to a pool was answered. */
  failed(fault: unknown): void;
}

/** User pools on this machine: their users, and what they answer over HTTP. */
export class Identity {
  readonly pools: Pools;
  readonly #file: string;
  readonly #base: string;
  readonly #failed: IdentityOptions['failed'];
  #sites = new Map<string, PoolSite>();

  constructor({ clock, data, base, say, failed }: IdentityOptions) {
    this.#failed = failed;
    this.#file = join(data, 'pools.sqlite');
    this.#base = base;
    this.pools = new Pools({ clock, file: this.#file, say });
  }

  /** A definition with what its pools are here. Throws a `Halt` when what is kept cannot be used. */
  compose(read: Definition): Definition {
    try {
      return this.pools.compose(read, this.#base);
    } catch (fault) {
      throw new Halt(EXIT.dataFolder, `cannot use ${this.#file}: ${(fault as Error).message}`, [
        'It holds the users and keys of user pools. Move it away to begin anew without them.',
      ]);
    }
  }

  /** Runs the pools of a composed definition. */
  async apply(definition: Definition): Promise<void> {
    const before = this.#sites;
    await this.pools.apply(definition.userPools);
    const { makeProvider } = definition.userPools.length === 0 ? nothing : await import('./provider.ts');
    this.#sites = new Map(
      this.pools.all.map((running) => {
        const { poolId } = running.pool;
        const same = before.get(poolId);
        return [poolId, same?.running === running.directory ? same : this.#siteOf(running, makeProvider!)];
      }),
    );
  }

  /** Answers a request for the pages and OAuth endpoints of a pool; false when it is for none. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const [, poolId = ''] = (request.url ?? '').split(/[/?]/, 2);
    const site = this.#sites.get(poolId);
    if (site === undefined) return false;
    site.answer(request, response);
    return true;
  }

  #siteOf(running: RunningPool, make: (running: RunningPool) => Provider): PoolSite {
    return new PoolSite(running, make(running), new Login(running.directory), this.#failed);
  }

  close(): void {
    this.pools.close();
  }
}

/** The provider is loaded when there is a pool, and not before: it is a third of what a start would read. */
const nothing: { makeProvider: null } = { makeProvider: null };
