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
  /** What was seen at a web ACL. */
  samples(query: SampleQuery): Samples;
}

export interface SampleQuery {
  readonly webAclId: string;
  /** The rule's name, or `Default_Action`; null: what any rule decided. */
  readonly rule: string | null;
  /** Milliseconds since the epoch. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly max: number;
}

export interface Samples {
  readonly samples: readonly Sample[];
  /** How many requests the samples were taken from. */
  readonly population: number;
  /** The time they really cover. */
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Sample {
  readonly at: number;
  readonly weight: number;
  readonly action: string;
  readonly clientIp: string;
  readonly country: string;
  readonly uri: string;
  readonly method: string;
  readonly httpVersion: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly labels: readonly string[];
  /** 0 when the answer was not a custom one. */
  readonly responseCode: number;
  readonly overriddenAction: string;
}
