import { PASS, refuse } from '../../../base/decision.ts';
import type { Exchange } from '../../../base/exchange.ts';
import type { Given } from '../given.ts';
import { layer } from '../layer.ts';
import { type Account, Accounts } from './accounts.ts';
import { type Asking, askingShape, askingsOf } from './asking.ts';
import { chargeTraced, lookedAt } from './explained.ts';
import type { KeyIndex } from './key-index.ts';

export type { Account } from './accounts.ts';
export { Accounts } from './accounts.ts';
export { type Kept, type Standing, unpacked } from './counter.ts';
export { keyValue } from './key-index.ts';
export { dayOf, type Period, periodAt } from './periods.ts';

/**
 * Asks for an API key, and holds it to the throttle of its usage plan, or of the method in that plan. A key
 * whose quota is used up goes no further; nothing is counted yet.
 */
export default layer<Asking>({
  name: 'usage',
  shape: askingShape,
  of: askingsOf,
  compile(asking, given) {
    const { clock } = given;
    const accounts = accountsIn(given);
    const { byValue } = accounts.gate(asking.apiId, asking.stage);
    const own = accounts.overrides(asking.apiId, asking.stage, asking.resourcePath, asking.httpMethod);
    const unknown = refuse('INVALID_API_KEY', asking.by);
    const inHeader = asking.source === 'HEADER';
    const keyOf = inHeader ? headerKey : namedKey;
    if (given.tracing) return lookedAt({ asking, given, keyOf, byValue, own, unknown });
    return (x) => {
      const account = inHeader ? headerAccount(x, byValue) : accountOf(namedKey(x), byValue);
      if (account === null) return unknown;
      x.apiKeyId = account.key.keyId;
      const limit = own === null ? account.limit : (own.get(account) ?? account.limit);
      if (limit !== null && !limit.bucket.take(clock.nowNs())) return limit.refusal;
      return account.counter.open(clock.now()) ? PASS : account.exceeded;
    };
  },
});

/**
 * Counts a request against the quota of its key. Stands behind every throttle, so that what they refuse uses
 * nothing up.
 */
export const quota = layer<Asking>({
  name: 'quota',
  shape: askingShape,
  of: askingsOf,
  compile(asking, given) {
    const { clock } = given;
    const { byId } = accountsIn(given).gate(asking.apiId, asking.stage);
    const unknown = refuse('INVALID_API_KEY', asking.by);
    if (given.tracing) return chargeTraced(byId, unknown, given);
    return (x) => {
      const account = byId.get(x.apiKeyId);
      if (account === undefined) return unknown;
      return account.counter.take(clock.now()) ? PASS : account.exceeded;
    };
  },
});

/** One for each compiling: all methods of all stages share it. */
const made = new WeakMap<Given, Accounts>();

function accountsIn(given: Given): Accounts {
  const known = made.get(given) ?? new Accounts(given);
  made.set(given, known);
  return known;
}

const accountOf = (value: string, index: KeyIndex<Account>): Account | null =>
  value === '' ? null : index.find(value);

/** Whose key a connection brought with its last request. */
class Brought {
  readonly headers: readonly string[];
  readonly index: KeyIndex<Account>;
  readonly account: Account;

  constructor(headers: readonly string[], index: KeyIndex<Account>, account: Account) {
    this.headers = headers;
    this.index = index;
    this.account = account;
  }
}

/** The account of the key in the headers. They are the same array when they were the same bytes: no value is compared. */
function headerAccount(x: Exchange, index: KeyIndex<Account>): Account | null {
  const { connection, headers } = x;
  const brought = connection?.key;
  if (brought instanceof Brought && brought.headers === headers && brought.index === index)
    return brought.account;
  const account = accountOf(headerKey(x), index);
  if (connection !== null) connection.key = account === null ? null : new Brought(headers, index, account);
  return account;
}

/** The value of `x-api-key`; '' when there is none, or more than one, which the server behind might read otherwise. */
function headerKey({ headers }: Exchange): string {
  let value: string | null = null;
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    if (name.length !== 9 || (name !== 'x-api-key' && name.toLowerCase() !== 'x-api-key')) continue;
    if (value !== null) return '';
    value = headers[i + 1]!;
  }
  return value ?? '';
}

const namedKey = ({ caller }: Exchange): string => (caller === null ? '' : caller.usageKey);
