import assert from 'node:assert/strict';
import { test } from 'node:test';
import pino from 'pino';
import { Clock } from '../../src/base/clock.ts';
import { people } from '../../src/operate/supervise/process-log.ts';
import { startGateway } from '../gateway.ts';
import { eventually } from '../waiting.ts';
import { testFile } from './support/files.ts';

const hour = 3_600_000;

/** In front of nothing: what is let through ends with 504. */
const text = `webAcls:
  edge:
    rules:
      - { name: many, rate: { limit: 10, windowSec: 60 } }
apis:
  shop:
    to: http://127.0.0.1:9
    webAcl: edge
    throttle: { rate: 1, burst: 5 }
`;

for (const apart of [hour, -hour, -400 * 24 * hour])
  test(`limits count on where the machine’s clock is put ${apart < 0 ? 'back' : 'on'} by ${Math.abs(apart) / hour} hours`, async (t) => {
    const clock = Clock.byHand();
    const file = testFile(t, 'portcullis.yaml', text);
    const gateway = await startGateway({ files: [file], clock, workers: 2 });
    t.after(() => gateway.close());
    const ask = async (): Promise<number> => {
      const response = await fetch(gateway.url, { headers: { connection: 'close' } });
      await response.body?.cancel();
      return response.status;
    };
    const asked: number[] = [];
    for (let i = 0; i < 11; i++) asked.push(await ask());
    assert.deepEqual(asked, [504, 504, 504, 504, 504, 429, 429, 429, 429, 429, 403]);
    clock.leap(apart);
    assert.equal(await ask(), 403, 'nobody is let through early');
    const { blocked } = (await (await fetch(`${gateway.console}/api/blocked`)).json()) as {
      readonly blocked: readonly { readonly by: string; readonly releasesAt: string }[];
    };
    assert.deepEqual(
      blocked.map(({ by, releasesAt }) => [by, Date.parse(releasesAt) - clock.now()]),
      [
        ['rule', 60_000],
        ['throttle', 1_000],
      ],
    );
    clock.advance(60_000);
    assert.equal(await ask(), 504, 'and nobody late');
  });

test('a gateway that woke up after eight hours of sleep knows what time it is within a second, and says so', async (t) => {
  const said: string[] = [];
  const log = pino(
    { timestamp: pino.stdTimeFunctions.isoTime },
    people((line) => said.push(line)),
  );
  const file = testFile(t, 'portcullis.yaml', text);
  const gateway = await startGateway({ files: [file], clock: Clock.running(), log });
  t.after(() => gateway.close());
  const { now } = Date;
  // Sleep stops the clock that counts, and the one that tells the date goes on.
  t.mock.method(Date, 'now', () => now() + 8 * hour);
  await eventually(() => Math.abs(gateway.clock.now() - now() - 8 * hour) < hour);
  await eventually(() =>
    said.some((line) => /warn +the clock of this machine went on by 28[78]\d\d\S* s/.test(line)),
  );
  await (await fetch(gateway.url)).body?.cancel();
  await eventually(() => gateway.supervisor.observer.health().events > 0);
  const hours = { from: now() + 7 * hour, to: now() + 9 * hour };
  await eventually(() => [...gateway.supervisor.observer.journal.rows(hours.from, hours.to)].length > 0);
});
