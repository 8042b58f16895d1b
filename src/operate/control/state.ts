import type { Clock } from '../../base/clock.ts';
import type { Definition } from '../../define/model/definition.ts';

/** What the actions of the AWS endpoint see of the gateway. */
export interface ControlState {
  /** The generation in force. */
  readonly definition: Definition;
  readonly clock: Clock;
  /** When the gateway started, by its own clock (ms since the epoch): what stands for creation dates. */
  readonly startedAt: number;
  /** The shared memory of an id, as it was laid out; undefined when nothing was. */
  cells(id: string): SharedArrayBuffer | undefined;
  /**
   * A sample of what a web ACL saw, as `GetSampledRequests` gives it. `metric` is a rule's metric name,
   * `Default_Action`, or `ALL`; times are milliseconds since the epoch.
   */
  samples(webAclArn: string, metric: string, fromMs: number, toMs: number, max: number): object;
}
