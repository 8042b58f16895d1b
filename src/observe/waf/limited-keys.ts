import type { Event } from '../../base/event.ts';
import { Recent } from '../journal/recent.ts';
import { OfKind } from '../of-kind.ts';
import type { WebAclView } from '../view.ts';
import { rateOf } from './rates.ts';

const most = 2_048;

/**
 * The last custom keys that rate-based rules acted on, as the log writes them: their tables keep digests
 * alone, and `blocked` shall say who it is. What the web ACL has masked never comes here.
 */
export class LimitedKeys {
  readonly #keys = new Recent<string>(most);
  readonly #any = new OfKind(
    ({ reason, waf }, acl: WebAclView) =>
      reason === 'WAF_FILTERED' && waf !== null && waf.rates.some(({ rule }) => isCustom(acl, rule)),
  );

  add(e: Event, acl: WebAclView): void {
    if (!this.#any.of(e, acl)) return;
    for (const { rule, key } of e.waf!.rates) if (isCustom(acl, rule)) this.#keys.touch(key, () => key);
  }

  get all(): string[] {
    return [...this.#keys.keys()];
  }
}

const isCustom = (acl: WebAclView, rule: string): boolean => rateOf(acl, rule)?.limitKey === 'CUSTOMKEYS';
