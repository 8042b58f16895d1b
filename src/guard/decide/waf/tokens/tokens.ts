import type { Exchange } from '../../../../base/exchange.ts';
import type { ImmunityConfig, WebAcl } from '../../../../define/model/web-acl.ts';
import type { Given } from '../../given.ts';
import { label } from '../label.ts';
import {
  type Inspected,
  inspected,
  labelsOf,
  type Standing,
  standing,
  usualImmunitySec,
} from './inspection.ts';
import { keyCells, TokenKeys } from './keys.ts';

/** What the rules of one web ACL ask of a request’s token; each token is read once. */
export class Tokens {
  readonly #inspect: (x: Exchange) => Inspected;
  /** How long what was solved counts for the labels, and for rules that do not say. */
  readonly challengeSec: number;
  readonly captchaSec: number;

  /** `kept` remembers for a request what is found once. */
  constructor(
    acl: WebAcl,
    given: Pick<Given, 'cells'>,
    kept: (read: (x: Exchange) => Inspected) => (x: Exchange) => Inspected,
  ) {
    const keys = new TokenKeys(given.cells(keyCells.id, keyCells.bytes));
    this.challengeSec = secondsOf(acl.challengeConfig) ?? usualImmunitySec;
    this.captchaSec = secondsOf(acl.captchaConfig) ?? usualImmunitySec;
    this.#inspect = kept((x) => {
      const found = inspected(x, acl, keys);
      this.#label(x, found);
      return found;
    });
  }

  /** What is found of a request’s token; the first time, the request gets the labels that tell of it. */
  of(x: Exchange): Inspected {
    return this.#inspect(x);
  }

  /** How it stands by the web ACL’s own immunity, or by the one given. */
  standing(x: Exchange, of: 'CAPTCHA' | 'CHALLENGE', immunitySec?: number): Standing {
    const usual = of === 'CAPTCHA' ? this.captchaSec : this.challengeSec;
    return standing(this.of(x), of, immunitySec ?? usual, secondsAt(x));
  }

  #label(x: Exchange, found: Inspected): void {
    const labels = [
      ...labelsOf('token', standing(found, 'CHALLENGE', this.challengeSec, secondsAt(x))),
      ...labelsOf('captcha', standing(found, 'CAPTCHA', this.captchaSec, secondsAt(x))),
    ];
    if (found.token !== null) {
      labels.push(`awswaf:managed:token:id:${found.token.id}`);
      labels.push(`awswaf:managed:token:fingerprint:${found.token.fingerprint}`);
    }
    label(x, labels);
  }
}

/** How long a proof counts by that configuration, in seconds; undefined where it does not say. */
export const secondsOf = (config: ImmunityConfig | undefined): number | undefined =>
  config?.ImmunityTimeProperty.ImmunityTime;

const secondsAt = (x: Exchange): number => Math.floor(x.at / 1000);
