import type { Clock } from '../../base/clock.ts';
import type { Definition } from '../../define/model/definition.ts';
import type { ApiClientCertificate } from '../../define/model/domain.ts';
import type { Change } from '../../define/store/changes.ts';
import type { Given } from '../../guard/decide/given.ts';
import type { CloudWatch } from '../../observe/metrics/cloudwatch.ts';
import type { BotVisits } from '../../observe/waf/bot-traffic.ts';
import type { Pools } from '../../pools/pools.ts';

/** What the actions of the AWS endpoint see of the gateway. */
export interface ControlState {
  /** The generation in force. */
  readonly definition: Definition;
  readonly clock: Clock;
  /** When the gateway started, by its own clock (ms since the epoch): what stands for creation dates. */
  readonly startedAt: number;
  /** Where the data plane is: `http://127.0.0.1:8080`. */
  readonly dataPlane: string;
  /** The user pools that run. */
  readonly pools: Pools;
  /** The shared memory of an id, as it was laid out; undefined when nothing was. */
  cells(id: string): SharedArrayBuffer | undefined;
  /**
   * A sample of what a web ACL saw, as `GetSampledRequests` gives it. `metric` is a rule's metric name,
   * `Default_Action`, or `ALL`; times are milliseconds since the epoch.
   */
  samples(webAclArn: string, metric: string, fromMs: number, toMs: number, max: number): object;
  /** What bots asked for behind a web ACL in a span of the last three hours, by path. */
  botVisits(webAclArn: string, fromMs: number, toMs: number): readonly BotVisits[];
  /** AWS's own metrics, by the minute of the last three hours. */
  readonly figures: Pick<CloudWatch, 'list' | 'read'>;
  /**
   * Changes the definition, and keeps the change over restarts; resolves when every worker serves by it. `make`
   * sees what is in force when its turn has come; what it throws, this rejects with.
   */
  change(make: (definition: Definition) => readonly Change[]): Promise<void>;
  /**
   * What a request is tried out with, by the generation in force: real functions and servers, and memory for limits
   * that is nobody else's, so that nothing is used up.
   */
  trial(): Promise<Given>;
  /** The certificate itself, in PEM, of one that is made here; absent where none is. */
  clientCertificatePem?(certificate: ApiClientCertificate): string;
  /** What API keys have used of their plans; null when there are none. */
  readonly usage: UsageRecords | null;
}

/** What API keys have used. Days are counted from the first of January 1970, UTC. */
export interface UsageRecords {
  /** What a key did under a plan on each day between two, both included, on which it did anything. */
  days(
    planId: string,
    keyId: string,
    from: number,
    to: number,
  ): readonly { readonly day: number; readonly used: number; readonly remaining: number }[];
  /** Lets a key make so many requests more in the present period; false when it is not under that plan. */
  grant(planId: string, keyId: string, requests: number): boolean;
}
