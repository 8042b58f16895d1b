import { randomUUID } from 'node:crypto';
import type { Exchange } from '../../../../base/exchange.ts';
import type { Answer } from '../../../../base/wire.ts';
import type { ImmunityConfig, WebAcl } from '../../../../define/model/web-acl.ts';
import type { Given } from '../../given.ts';
import { domainFor, hostOf } from './domain.ts';
import { cookieName, inspected, usualImmunitySec } from './inspection.ts';
import type { TokenKeys } from './keys.ts';
import { writtenAnswer } from './puzzles/picture.ts';
import { wordsAnswer } from './puzzles/words.ts';
import { problem, said } from './replies.ts';
import { same, seal } from './seal.ts';
import { fingerprintOf, signalsOf } from './signals.ts';
import { SpentTickets, spentCells } from './spent.ts';
import { readTicket, type Ticket, ticketSec } from './ticket.ts';
import { type Token, tokenSec, tokenText } from './token.ts';
import { secondsOf } from './tokens.ts';
import { worked } from './work.ts';

/** What a client hands in; nothing in it is believed before it is checked. */
interface Handed {
  readonly ticket: string;
  readonly counter: number;
  readonly answer: string;
  readonly browser: unknown;
}

/**
 * What a page is told of its token: the text, for `x-aws-waf-token`, and how long it counts at the web ACL, in
 * seconds.
 */
interface Told {
  /** '' when there is none that is good. */
  readonly token: string;
  readonly domain: string;
  readonly challengeSec: number;
  readonly captchaSec: number;
}

const nothingTold: Told = Object.freeze({ token: '', domain: '', challengeSec: 0, captchaSec: 0 });

const longestAnswer = 200;

/** Checks what is handed in, and makes the token that says so. */
export class HandedIn {
  readonly #keys: TokenKeys;
  readonly #spent: SpentTickets;

  constructor(keys: TokenKeys, given: Given) {
    this.#keys = keys;
    this.#spent = new SpentTickets(given.cells(spentCells.id, spentCells.bytes));
  }

  /** The answer to what was handed in, with some headers more; leaves on the exchange what it was. */
  take(
    x: Exchange,
    acl: WebAcl,
    what: 'challenge' | 'captcha',
    text: string,
    more: readonly string[],
  ): Answer {
    const handed = handedIn(text);
    if (handed === null) return problem(400, 'malformed', more);
    const of = what === 'captcha' ? 'CAPTCHA' : 'CHALLENGE';
    const nowSec = Math.floor(x.at / 1000);
    const flaw = this.#flaw(handed, of, nowSec);
    x.solution = { webAcl: acl.id, of, solved: flaw === '' };
    if (flaw !== '') return problem(403, flaw, more);
    const token = this.#token(x, acl, of, handed.browser, nowSec);
    const signed = tokenText(token, this.#keys);
    const set = ['Set-Cookie', cookie(signed, token.domain, x, acl), ...more];
    return said(200, toldOf(signed, token, acl, nowSec), set);
  }

  /** What the token of a request says to the page that sent it. */
  told(x: Exchange, acl: WebAcl): Told {
    const { found, token } = inspected(x, acl, this.#keys);
    return found === 'ours'
      ? toldOf(tokenText(token!, this.#keys), token!, acl, Math.floor(x.at / 1000))
      : nothingTold;
  }

  /** What is wrong with it, in one word; '' when nothing is. Its ticket is spent once its work was done. */
  #flaw({ ticket: text, counter, answer }: Handed, of: 'CAPTCHA' | 'CHALLENGE', nowSec: number): string {
    const ticket = readTicket(text, this.#keys);
    if (ticket === null || (ticket.of === 'challenge') !== (of === 'CHALLENGE')) return 'ticket';
    const age = nowSec - ticket.madeAt;
    if (age >= ticketSec || age < 0) return 'expired';
    if (!worked(ticket.nonce, counter, ticket.difficulty)) return 'work';
    if (!this.#spent.spend(ticket.nonce, ticket.madeAt)) return 'spent';
    return ticket.of === 'challenge' || this.#right(ticket, answer) ? '' : 'answer';
  }

  #right({ of, nonce, keyId, answer }: Ticket, given: string): boolean {
    const key = this.#keys.byId(keyId);
    const written = of === 'picture' ? writtenAnswer(given) : wordsAnswer(given);
    return key !== null && same(answer, seal('answer', `${nonce}\n${written}`, key));
  }

  /** Another token of the same id for a client that has one, or a new one. */
  #token(x: Exchange, acl: WebAcl, of: 'CAPTCHA' | 'CHALLENGE', browser: unknown, nowSec: number): Token {
    const { found, token: before } = inspected(x, acl, this.#keys);
    const known = found === 'ours' ? before : null;
    return {
      id: known?.id ?? randomUUID(),
      issuedAt: known?.issuedAt ?? nowSec,
      challengedAt: nowSec,
      solvedAt: of === 'CAPTCHA' ? nowSec : (known?.solvedAt ?? 0),
      signals: signalsOf(browser, x),
      fingerprint: fingerprintOf(browser, x),
      domain: domainFor(hostOf(x), acl.tokenDomains ?? []),
    };
  }
}

function toldOf(text: string, token: Token, acl: WebAcl, nowSec: number): Told {
  const left = (at: number, config: ImmunityConfig | undefined): number =>
    at === 0 ? 0 : Math.max(0, at + (secondsOf(config) ?? usualImmunitySec) - nowSec);
  return {
    token: text,
    domain: token.domain,
    challengeSec: left(token.challengedAt, acl.challengeConfig),
    captchaSec: left(token.solvedAt, acl.captchaConfig),
  };
}

function handedIn(text: string): Handed | null {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof read !== 'object' || read === null) return null;
  const { ticket, counter, answer = '', browser = null } = read as Record<string, unknown>;
  if (typeof ticket !== 'string' || typeof counter !== 'number' || typeof answer !== 'string') return null;
  return answer.length > longestAnswer ? null : { ticket, counter, answer, browser };
}

/**
 * The cookie, out of reach of the page's scripts. A client behind a proxy that ends TLS is on TLS as well; one that
 * says so and is not, loses its own cookie.
 */
function cookie(text: string, domain: string, x: Exchange, acl: WebAcl): string {
  const shared = acl.tokenDomains?.includes(domain) === true ? `; Domain=${domain}` : '';
  const tls = x.secure || x.header('x-forwarded-proto').toLowerCase().startsWith('https');
  return `${cookieName}=${text}; Path=/; Max-Age=${tokenSec}; SameSite=Lax; HttpOnly${tls ? '; Secure' : ''}${shared}`;
}
