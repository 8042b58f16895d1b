import type { Event } from '../../base/event.ts';
import { Recent } from '../journal/recent.ts';
import { OfKind } from '../of-kind.ts';
import type { WebAclView } from '../view.ts';
import { keyToShow } from './protect.ts';
import { rateOf } from './rates.ts';

const most = 2_048;

/**
 * The last custom keys that rate-based rules acted on, as the log writes them: their tables keep digests
 * alone, and `blocked` shall say who it is. What the web ACL masks is masked here too; what is secret anyway stays in
 * memory, and `blocked` shows its first characters.
 */
export class LimitedKeys {
  readonly #keys = new Recent<string>(most);
  readonly #any = new OfKind(
    ({ reason, waf }, acl: WebAclView) =>
      reason === 'WAF_FILTERED' && waf !== null && waf.rates.some(({ rule }) => isCustom(acl, rule)),
  );

  /** Takes an event as it came, with nothing masked yet. */
  add(e: Event, acl: WebAclView): void {
    if (!this.#any.of(e, acl)) return;
    for (const { rule, key } of e.waf!.rates) {
      const rate = rateOf(acl, rule);
      if (rate?.limitKey !== 'CUSTOMKEYS') continue;
      const text = keyToShow(key, rate, acl.protection);
      this.#keys.touch(text, () => text);
    }
  }

  get all(): string[] {
    return [...this.#keys.keys()];
  }
}

const isCustom = (acl: WebAclView, rule: string): boolean => rateOf(acl, rule)?.limitKey === 'CUSTOMKEYS';
