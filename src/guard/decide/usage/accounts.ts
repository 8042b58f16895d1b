import { type Decision, refuse } from '../../../base/decision.ts';
import type { Definition } from '../../../define/model/definition.ts';
import type { ApiKey, MethodThrottle, PlanThrottle, UsagePlan } from '../../../define/model/usage.ts';
import { Bucket } from '../bucket.ts';
import type { Given } from '../given.ts';
import { Counter } from './counter.ts';
import { digestOf, KeyIndex } from './key-index.ts';
import { type Slot, slotsOf } from './slots.ts';

/** A key under a plan: what it may do, and what it has done. */
export interface Account {
  readonly key: ApiKey;
  readonly plan: UsagePlan;
  readonly counter: Counter;
  /** Null: only the throttles behind it hold the key. */
  readonly limit: Limited | null;
  readonly exceeded: Decision;
}

/** A bucket, what it holds, and the refusal when it is empty. */
export interface Limited {
  readonly id: string;
  readonly rate: number;
  readonly burst: number;
  readonly bucket: Bucket;
  readonly refusal: Decision;
}

/** The accounts of one stage: whoever gives one of these keys is let in. */
export interface Gate {
  readonly byValue: KeyIndex<Account>;
  readonly byId: ReadonlyMap<string, Account>;
}

/** Everything that the plans of a definition give their keys, in shared memory. */
export class Accounts {
  readonly all: readonly Account[];
  readonly #given: Pick<Given, 'definition' | 'clock'>;
  readonly #slots: ReadonlyMap<string, Slot>;
  readonly #digests = new Map<ApiKey, Buffer>();
  readonly #gates = new Map<string, Gate>();

  /** `generation` is the one that asks: slots that none of late has asked for are given away. */
  constructor(given: Pick<Given, 'definition' | 'clock' | 'cells'>) {
    const { definition } = given;
    this.#given = given;
    const pairs = pairsOf(definition);
    const names = pairs.flatMap(({ plan, key }) => [
      counterName(plan, key),
      ...(plan.throttle === null ? [] : [bucketName(plan, key)]),
      ...throttlesOf(plan).map((throttle) => bucketName(plan, key, throttle)),
    ]);
    this.#slots = slotsOf(names, given.cells, definition.generation);
    this.all = pairs.map(({ plan, key }) => ({
      key,
      plan,
      counter: new Counter(this.#slots.get(counterName(plan, key))!, plan.quota),
      limit: plan.throttle === null ? null : this.#limited(plan.throttle, plan.id, bucketName(plan, key)),
      exceeded: refuse('QUOTA_EXCEEDED', plan.id),
    }));
  }

  /** The accounts that a stage opens to. A key that two plans bring there comes by the first of them. */
  gate(apiId: string, stage: string): Gate {
    const name = `${apiId}/${stage}`;
    const known = this.#gates.get(name);
    if (known !== undefined) return known;
    const byValue = new KeyIndex<Account>();
    const byId = new Map<string, Account>();
    for (const account of this.all) {
      const { key, plan } = account;
      if (!key.enabled || key.value === '' || byId.has(key.keyId)) continue;
      if (!plan.stages.some((s) => s.apiId === apiId && s.stage === stage)) continue;
      byId.set(key.keyId, account);
      byValue.add(this.#digest(key), account);
    }
    const gate = { byValue, byId };
    this.#gates.set(name, gate);
    return gate;
  }

  /** The buckets that take the place of the plan's for one method; null when no plan has one for it. */
  overrides(
    apiId: string,
    stage: string,
    resourcePath: string,
    httpMethod: string,
  ): ReadonlyMap<Account, Limited> | null {
    const throttles = new Map(
      this.#given.definition.usagePlans.map((plan) => [
        plan,
        plan.stages
          .find((s) => s.apiId === apiId && s.stage === stage)
          ?.throttles.find((t) => t.resourcePath === resourcePath && t.httpMethod === httpMethod),
      ]),
    );
    if ([...throttles.values()].every((own) => own === undefined)) return null;
    const found = new Map<Account, Limited>();
    for (const account of this.all) {
      const own = throttles.get(account.plan);
      if (own === undefined) continue;
      found.set(account, this.#limited(own, own.id, bucketName(account.plan, account.key, own)));
    }
    return found;
  }

  #digest(key: ApiKey): Buffer {
    const known = this.#digests.get(key) ?? digestOf(key.value);
    this.#digests.set(key, known);
    return known;
  }

  #limited({ rate, burst }: PlanThrottle, by: string, name: string): Limited {
    const { definition, clock } = this.#given;
    const { account } = definition.settings;
    const limits = { rate: rate ?? account.rate, burst: burst ?? account.burst };
    const { cells, from } = this.#slots.get(name)!;
    return {
      id: `usage/${name}`,
      ...limits,
      bucket: new Bucket(cells, limits.rate, limits.burst, clock.nowNs(), from),
      refusal: refuse('THROTTLED', by),
    };
  }
}

/** Each key with each of its plans, as far as both are there, in the order of the plans. */
function pairsOf({ apiKeys, usagePlans, usagePlanKeys }: Definition): { plan: UsagePlan; key: ApiKey }[] {
  const keys = new Map(apiKeys.map((key) => [key.keyId, key]));
  const members = Map.groupBy(usagePlanKeys, (member) => member.planId);
  return usagePlans.flatMap((plan) => {
    const ids = new Set(members.get(plan.planId)?.map((member) => member.keyId));
    return [...ids].flatMap((id) => {
      const key = keys.get(id);
      return key === undefined ? [] : [{ plan, key }];
    });
  });
}

const throttlesOf = (plan: UsagePlan): readonly MethodThrottle[] => plan.stages.flatMap((s) => s.throttles);

const counterName = (plan: UsagePlan, key: ApiKey): string => `${plan.planId}/${key.keyId}/quota`;

const bucketName = (plan: UsagePlan, key: ApiKey, throttle?: MethodThrottle): string =>
  `${plan.planId}/${key.keyId}${throttle === undefined ? '' : `/${throttle.id}`}`;
