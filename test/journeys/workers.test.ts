import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rateRule, smallDefinition } from '../definition.ts';
import { startGateway } from '../gateway.ts';
import { eventually } from '../waiting.ts';

for (const workers of [1, 4]) {
  test(`the request over the limit is the first one refused, with ${workers} worker${workers > 1 ? 's' : ''}`, async () => {
    const gateway = await startGateway({ definition: smallDefinition({ rules: [rateRule(20)] }), workers });
    try {
      const answers = await Promise.all(
        Array.from({ length: 40 }, () => fetch(gateway.api('prod', '/pets')).then((r) => r.status)),
      );
      assert.equal(answers.filter((status) => status === 200).length, 20);
      assert.equal(answers.filter((status) => status === 403).length, 20);
      gateway.clock.advance(300_000);
      assert.equal((await fetch(gateway.api('prod', '/pets'))).status, 200);
    } finally {
      await gateway.close();
    }
  });
}

test('a worker that dies is replaced, its limits are kept, and it shows in /healthz', async (t) => {
  const gateway = await startGateway({ definition: smallDefinition({ burst: 5, rate: 1 }), workers: 2 });
  t.after(() => gateway.close());
  const ask = async (): Promise<number> =>
    (await fetch(gateway.api('prod', '/pets'), { headers: { Connection: 'close' } })).status;
  for (let i = 0; i < 5; i++) assert.equal(await ask(), 200);
  assert.equal(await ask(), 429);
  const { crew } = gateway.supervisor;
  await Promise.all([crew!.lose(0), crew!.lose(1)]);
  await eventually(() => crew!.running === 2);
  assert.equal(await ask(), 429, 'the bucket is still empty');
  gateway.clock.advance(1_000);
  assert.equal(await ask(), 200);
  const health = (await (await fetch(`${gateway.console}/healthz`)).json()) as {
    status: string;
    workers: unknown;
  };
  assert.deepEqual(health.workers, { wanted: 2, running: 2, replaced: 2 });
});

test('a worker that dies takes its own connections with it and no others', async (t) => {
  const gateway = await startGateway({ definition: smallDefinition(), workers: 2 });
  t.after(() => gateway.close());
  assert.equal((await fetch(gateway.api('prod', '/pets'))).status, 200);
  await gateway.supervisor.crew!.lose(0);
  for (let i = 0; i < 10; i++) {
    const { status } = await fetch(gateway.api('prod', '/pets'), { headers: { Connection: 'close' } });
    assert.equal(status, 200);
  }
});

test('a worker that cannot take a generation serves on by the one before, and says so', async (t) => {
  const gateway = await startGateway({ definition: smallDefinition(), workers: 2 });
  t.after(() => gateway.close());
  // No memory was laid out for it, so that no worker can compile it.
  const definition = { ...gateway.supervisor.definition, generation: 2 };
  const kept = await gateway.supervisor.crew!.apply(definition, new Map());
  assert.equal(kept.length, 2);
  for (const index of [0, 1]) {
    assert.ok(kept.some((why) => why.startsWith(`worker ${index} serves by the generation before it: `)));
  }
  assert.equal((await fetch(gateway.api('prod', '/pets'))).status, 200);
});
