import type { Event } from '../../base/event.ts';
import { Recent } from '../journal/recent.ts';
import type { WebAclView } from '../view.ts';
import { rateOf } from './rates.ts';

const most = 2_048;

/**
 * The last custom keys that rate-based rules acted on, as the log writes them: their tables keep digests
 * alone, and `blocked` shall say who it is. What the web ACL has masked never comes here.
 */
export class LimitedKeys {
  readonly #keys = new Recent<string>(most);

  add({ waf, reason }: Event, acl: WebAclView): void {
    if (reason !== 'WAF_FILTERED') return;
    for (const { rule, key } of waf?.rates ?? [])
      if (rateOf(acl, rule)?.limitKey === 'CUSTOMKEYS') this.#keys.touch(key, () => key);
  }

  get all(): string[] {
    return [...this.#keys.keys()];
  }
}
