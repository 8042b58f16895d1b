import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ask } from '../../src/guard/decide/waf/cases.ts';
import { fieldsOf, pathTest } from '../../src/guard/decide/waf/managed/abuse/entry.ts';
import { botOf } from '../../src/guard/decide/waf/managed/bots/agent.ts';
import { readTicket } from '../../src/guard/decide/waf/tokens/ticket.ts';
import { readToken } from '../../src/guard/decide/waf/tokens/token.ts';
import { readCredentials } from '../../src/operate/lists/read-credentials.ts';
import { readBlocks } from '../../src/operate/lists/read-list.ts';
import { exchangeOf } from '../units/decide/at-hand.ts';
import { challenge, guard, key, keysOf, withToken } from '../units/tokens/at-hand.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 600 }),
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef:.-_=AZ'), maxLength: 600 }),
);

test('no text that was not signed is a token or a ticket, and none breaks anything', () => {
  const keys = keysOf(key(1), key(2));
  fc.assert(
    fc.property(text, (written) => {
      assert.equal(readToken(written, keys), null);
      assert.equal(readTicket(written, keys), null);
    }),
    { numRuns: 3_000 },
  );
});

test('whatever is handed in or carried along is refused and nothing is thrown', async () => {
  const one = guard([challenge()]);
  await fc.assert(
    fc.asyncProperty(text, fc.jsonValue(), async (written, value) => {
      one.clock.advance(1_000);
      const { status } = await one.own('POST', 'acl-1/challenge', { ticket: written, counter: value });
      assert.ok(status >= 400 && status < 500, `${status}`);
      const other = await one.own('POST', 'acl-1/captcha', value as object);
      assert.ok(other.status >= 400 && other.status < 500);
      const { x } = await one.send({ headers: withToken(written.replace(/[\r\n]/g, ' ')) });
      assert.equal(x.waf?.action, 'CHALLENGE');
      assert.equal(x.fault, null);
    }),
    { numRuns: 500 },
  );
});

test('lists, User-Agents, bodies and paths of any text are read', async () => {
  const x = await exchangeOf(ask({}));
  await fc.assert(
    fc.asyncProperty(text, async (written) => {
      for (const block of readBlocks(written)) assert.ok(block.text.includes('/'));
      readCredentials(written);
      botOf(written);
      Object.assign(x, { prefix: Buffer.from(written), stagePath: `/${written}` });
      for (const type of ['JSON', 'FORM_ENCODED'] as const) fieldsOf(x, type)?.('/a/b');
      pathTest('/login', false)(x);
    }),
    { numRuns: 2_000 },
  );
});
