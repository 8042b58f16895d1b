import { type Decision, PASS } from '../../../base/decision.ts';
import type { Exchange } from '../../../base/exchange.ts';
import type { Said } from '../../../base/trace.ts';
import { traced } from '../../../base/traced.ts';
import type { Given } from '../given.ts';
import type { Decide } from '../step.ts';
import type { Account, Limited } from './accounts.ts';
import type { Asking } from './asking.ts';
import { digestOf, type KeyIndex } from './key-index.ts';

/** What the step is made of. */
export interface Looking {
  readonly asking: Asking;
  readonly given: Given;
  readonly byValue: KeyIndex<Account>;
  readonly own: ReadonlyMap<Account, Limited> | null;
  readonly unknown: Decision;
  keyOf(x: Exchange): string;
}

/** The traced form of asking for a key: says which key and plan it found and how both stand, and uses nothing up. */
export function lookedAt({ asking, given, keyOf, byValue, own, unknown }: Looking): Decide {
  const { clock } = given;
  let account: Account | null = null;
  let limit: Limited | null = null;
  const run = (x: Exchange): Decision => {
    const value = keyOf(x);
    account = value === '' ? null : byValue.find(value);
    if (account === null) return unknown;
    x.apiKeyId = account.key.keyId;
    limit = own?.get(account) ?? account.limit;
    if (limit !== null && limit.bucket.level(clock.nowNs()).tokens < 1) return limit.refusal;
    return account.counter.open(clock.now()) ? PASS : account.exceeded;
  };
  return traced(true, 'usage plan', `${asking.apiId}/${asking.stage}`, asking.by, run, (x, decision) =>
    account === null
      ? {
          looked: { source: asking.source },
          outcome: 'refuse INVALID_API_KEY',
          because: whyUnknown(keyOf(x), asking, given),
        }
      : accepted(account, limit, decision, given),
  );
}

/** The traced form of counting: says what would be left, and counts nothing. */
export function chargeTraced(
  byId: ReadonlyMap<string, Account>,
  unknown: Decision,
  { clock }: Given,
): Decide {
  const run = (x: Exchange): Decision => {
    const account = byId.get(x.apiKeyId);
    if (account === undefined) return unknown;
    return account.counter.open(clock.now()) ? PASS : account.exceeded;
  };
  return traced(true, 'quota', '', '', run, (x, decision): Said => {
    const standing = byId.get(x.apiKeyId)?.counter.standing(clock.now()) ?? null;
    if (standing === null)
      return { looked: {}, outcome: 'pass', because: 'The plan has no quota; the request is counted.' };
    const { used, allowed, period } = standing;
    const until = new Date(period.toMs).toISOString();
    return {
      looked: { used, allowed, until },
      outcome: decision === PASS ? 'pass' : 'refuse QUOTA_EXCEEDED',
      because:
        decision === PASS
          ? `This request is number ${used + 1} of ${allowed} until ${until}.`
          : `All ${allowed} requests until ${until} are used up.`,
    };
  });
}

function accepted(account: Account, limit: Limited | null, decision: Decision, { clock }: Given): Said {
  const { key, plan, counter } = account;
  const now = clock.nowNs();
  const standing = counter.standing(clock.now());
  const tokens = limit === null ? 0 : Math.floor(limit.bucket.level(now).tokens * 1000) / 1000;
  const refused = decision === limit?.refusal ? 'THROTTLED' : 'QUOTA_EXCEEDED';
  return {
    looked: {
      apiKey: key.keyId,
      name: key.name,
      plan: plan.name,
      ...(limit === null ? {} : { bucket: limit.id, rate: limit.rate, burst: limit.burst, tokens }),
      ...(standing === null ? {} : { used: standing.used, allowed: standing.allowed }),
    },
    outcome: decision === PASS ? 'pass' : `refuse ${refused}`,
    because:
      decision === PASS
        ? limit === null
          ? `The key belongs to the plan ${plan.name}, which has no throttle here.`
          : `The key belongs to the plan ${plan.name}; its bucket holds ${tokens} of ${limit.burst} tokens, and this request takes one.`
        : refused === 'THROTTLED'
          ? `The bucket of this key is empty: ${limit!.rate} requests a second and ${limit!.burst} at once are what the plan ${plan.name} gives.`
          : `The key has made all ${standing!.allowed} requests of its quota; the next period begins ${new Date(standing!.period.toMs).toISOString()}.`,
  };
}

/** Four different things are answered alike; whoever runs the gateway may know which it was. */
function whyUnknown(value: string, { source, apiId, stage }: Asking, { definition }: Given): string {
  if (value === '')
    return source === 'HEADER'
      ? 'The method asks for an API key, and there is no header x-api-key, or more than one.'
      : 'The method asks for an API key, and the authorizer named none (usageIdentifierKey).';
  const digest = digestOf(value);
  const key = definition.apiKeys.find((k) => k.value !== '' && digestOf(k.value).equals(digest));
  if (key === undefined) return 'No API key has that value.';
  if (!key.enabled) return `The key ${key.keyId} (${key.name}) is disabled.`;
  return `The key ${key.keyId} (${key.name}) is in no usage plan that has the stage ${stage} of ${apiId}.`;
}
