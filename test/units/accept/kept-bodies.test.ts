import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../../src/base/exchange.ts';
import type { Fault } from '../../../src/base/fault.ts';
import { eventually } from '../../waiting.ts';
import { door, statuses } from './caller.ts';

const limits = { keptBytes: 100_000, bodyTrickleBytes: 0 };
const post = (length: number, sent: number): string =>
  `POST /kept HTTP/1.1\r\nHost: a.test\r\nContent-Length: ${length}\r\n\r\n${'x'.repeat(sent)}`;
const faultOf = (x: Exchange | undefined): string => (x?.fault as Fault | null)?.code ?? '';

/** Keeps the whole body, as validation does, and answers with its length. */
async function keeping(x: Exchange): Promise<void> {
  let bytes = 0;
  for (let chunk = await x.wire.pull(); chunk !== null; chunk = await x.wire.pull()) {
    x.wire.keep(chunk.length);
    bytes += chunk.length;
  }
  x.wire.send(200, [], String(bytes));
}

test('bodies that are kept have one limit together: past it a request gets 503, and the others are served', async (t) => {
  const d = await door(t, keeping, { limits });
  const [first, second] = [await d.call(), await d.call()];
  first.write(post(70_000, 60_000));
  await eventually(() => d.seen[0]?.wire.receivedBytes === 60_000);
  second.write(post(60_000, 60_000));
  await second.until((text) => text.includes('Service Unavailable'));
  assert.deepEqual(statuses(second.text), [503]);
  assert.equal(faultOf(d.seen[1]), 'gateway.busy');
  first.write('x'.repeat(10_000));
  await first.until((text) => text.endsWith('70000'));
});

test('what was kept is free again when the answer is whole, and when the caller has gone', async (t) => {
  const d = await door(t, keeping, { limits });
  const caller = await d.call();
  for (let i = 1; i <= 5; i++) {
    caller.write(post(90_000, 90_000));
    await caller.until((text) => statuses(text).length === i);
  }
  assert.deepEqual(statuses(caller.text), [200, 200, 200, 200, 200]);
  for (let i = 0; i < 3; i++) {
    const gone = await d.call();
    gone.write(post(90_001, 90_000));
    await eventually(() => d.seen.at(-1)?.wire.receivedBytes === 90_000);
    gone.socket.destroy();
    await eventually(() => d.listener.connections === 1);
  }
  caller.write(post(90_000, 90_000));
  await caller.until((text) => statuses(text).length === 6);
  assert.equal(statuses(caller.text)[5], 200);
});

test('whose body comes for more than five seconds gives way where there is no more room', async (t) => {
  const d = await door(t, keeping, { limits });
  const [slow, swift] = [await d.call(), await d.call()];
  slow.write(post(90_000, 60_000));
  await eventually(() => d.seen[0]?.wire.receivedBytes === 60_000);
  d.clock.advance(5_001);
  swift.write(post(60_000, 60_000));
  await swift.until((text) => text.endsWith('60000'));
  await slow.until((text) => text.includes('Request Timeout'));
  assert.equal(faultOf(d.seen[0]), 'client.too-slow');
});

test('who is being served gives way to nobody', async (t) => {
  const go = Promise.withResolvers<void>();
  const d = await door(
    t,
    async (x) => {
      const chunk = await x.wire.pull();
      x.wire.keep(chunk!.length);
      await go.promise;
      x.wire.send(200, [], 'served');
    },
    { limits: { keptBytes: 10 } },
  );
  const [served, next] = [await d.call(), await d.call()];
  served.write(post(8, 8));
  await eventually(() => d.seen[0]?.wire.receivedBytes === 8);
  d.clock.advance(60_000);
  next.write(post(8, 8));
  await next.until((text) => text.includes('Service Unavailable'));
  go.resolve();
  await served.until((text) => text.endsWith('served'));
});
