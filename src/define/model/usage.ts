import type { Element } from './element.ts';

/** A key that tells callers apart, so that a usage plan can limit them. It opens doors; it is no proof of who calls. */
export interface ApiKey extends Element {
  /** Ten lower-case letters and digits. */
  readonly keyId: string;
  readonly name: string;
  readonly description: string;
  /** The id of a customer of the AWS Marketplace; '' when none. */
  readonly customerId: string;
  /** 20 to 128 characters. '' as long as nobody has made one: the gateway that keeps the key does. */
  readonly value: string;
  /** False: who gives it is refused as if it were unknown. */
  readonly enabled: boolean;
  /** When it was made and last changed, in milliseconds since the epoch; 0: with the gateway. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** What the keys of a plan may ask of which stages. */
export interface UsagePlan extends Element {
  /** Six lower-case letters and digits. */
  readonly planId: string;
  readonly name: string;
  readonly description: string;
  /** The product of the AWS Marketplace; '' when none. */
  readonly productCode: string;
  /** Of each key, over all stages of the plan together; null: as much as the account. */
  readonly throttle: PlanThrottle | null;
  /** Of each key, over all stages of the plan together; null: as many as it likes. */
  readonly quota: Quota | null;
  readonly stages: readonly PlanStage[];
  readonly tags: Readonly<Record<string, string>>;
}

/** A token bucket. A null is inherited from the account. */
export interface PlanThrottle {
  readonly rate: number | null;
  readonly burst: number | null;
}

/** How many requests a key may make in a period. */
export interface Quota {
  /** Requests in each period. */
  readonly limit: number;
  /** Requests that the first period of a key has less. */
  readonly offset: number;
  /** From midnight, from Sunday, from the first of the month; in UTC. */
  readonly period: 'DAY' | 'WEEK' | 'MONTH';
}

/** A stage that a plan opens, and the methods of it that have a bucket of their own for each key. */
export interface PlanStage {
  readonly apiId: string;
  readonly stage: string;
  readonly throttles: readonly MethodThrottle[];
}

/** Takes the place of the plan's throttle for one method. */
export interface MethodThrottle extends Element, PlanThrottle {
  readonly resourcePath: string;
  readonly httpMethod: string;
}

/** That a key belongs to a plan. */
export interface UsagePlanKey extends Element {
  readonly planId: string;
  readonly keyId: string;
}
