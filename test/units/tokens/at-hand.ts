import { Clock } from '../../../src/base/clock.ts';
import type { Exchange } from '../../../src/base/exchange.ts';
import { settingsShape } from '../../../src/define/model/settings.ts';
import type { Rule, WebAcl } from '../../../src/define/model/web-acl.ts';
import { ask, type CaseRequest } from '../../../src/guard/decide/waf/cases.ts';
import { keyCells, layKeys, type TokenKey, TokenKeys } from '../../../src/guard/decide/waf/tokens/keys.ts';
import { work } from '../../../src/guard/decide/waf/tokens/work.ts';
import waf, { reception } from '../../../src/guard/decide/waf/waf.ts';
import { pathBegins } from '../../definition.ts';
import { acl, aclArn, definition, exchangeOf, given, rule } from '../decide/at-hand.ts';

/** A key whose bytes are all the same. */
export const key = (id: number): TokenKey => ({ id, secret: Buffer.alloc(32, id) });

/** Keys in memory of their own. */
export function keysOf(...keys: readonly TokenKey[]): TokenKeys {
  const cells = new SharedArrayBuffer(keyCells.bytes);
  layKeys(cells, keys);
  return new TokenKeys(cells);
}

/** A web ACL with rules that ask for tokens, the place where they are got, and a clock that is moved by hand. */
export function guard(
  rules: readonly Rule[],
  more: Partial<WebAcl> = {},
  settings: object = { difficulty: 8 },
) {
  const clock = Clock.byHand();
  const of = definition({
    settings: settingsShape.parse({ tokens: settings }),
    webAcls: [acl(rules, { aclId: 'acl-1', ...more })],
  });
  const at = given(of, clock);
  const keys = (...list: readonly TokenKey[]): void => layKeys(at.cells(keyCells.id, keyCells.bytes), list);
  keys(key(1));
  const decide = waf.compile({ webAcl: aclArn }, at);
  const place = reception(at);
  const aged = async (request: CaseRequest): Promise<Exchange> => {
    const x = await exchangeOf(request);
    Object.assign(x, { at: clock.now() });
    return x;
  };
  return {
    clock,
    keys,
    at,
    place: place!,
    async send(request: Partial<CaseRequest>) {
      const x = await aged(ask(request));
      const decision = await decide(x);
      return { x, decision, status: decision.prepared?.status ?? 200 };
    },
    /** Asks the gateway's own place; what comes back is read as JSON. */
    async own(method: string, rest: string, body: object | null = null, headers: readonly string[] = host) {
      const x = await exchangeOf(ask({ method, target: `/_portcullis/waf/${rest}`, headers }));
      Object.assign(x, { at: clock.now() });
      Object.assign(x.wire, { pull: once(body === null ? null : Buffer.from(JSON.stringify(body))) });
      const answer = await place!.answer(x);
      const content = JSON.parse(String(answer.body)) as Readonly<Record<string, string>>;
      return { x, status: answer.status, headers: answer.headers, content };
    },
    /** Gets a challenge and hands it in; the token. */
    async pass(headers: readonly string[] = host, browser: object = {}) {
      const task = (await this.own('GET', 'acl-1/challenge', null, headers)).content;
      const counter = work(task.nonce!, Number(task.difficulty));
      const done = await this.own(
        'POST',
        'acl-1/challenge',
        { ticket: task.ticket, counter, browser },
        headers,
      );
      return { ...done, task, counter, token: done.content.token! };
    },
  };
}

export const host = ['Host', 'shop.example.com', 'User-Agent', 'test'];
export const withToken = (token: string, name = 'shop.example.com'): readonly string[] => [
  ...['Host', name],
  ...['Cookie', `a=b; aws-waf-token=${token}`],
];
export const challenge = (more: Partial<Rule> = {}): Rule =>
  rule('browser', pathBegins('/'), { Challenge: {} }, more);
export const captcha = (more: Partial<Rule> = {}): Rule =>
  rule('person', pathBegins('/'), { Captcha: {} }, more);

function once(body: Buffer | null): () => Buffer | null {
  let left = body;
  return () => {
    const now = left;
    left = null;
    return now;
  };
}
