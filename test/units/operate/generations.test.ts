import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Clock } from '../../../src/base/clock.ts';
import { Accounts } from '../../../src/guard/decide/usage/usage.ts';
import { cellsOf } from '../../../src/guard/serve/gateway.ts';
import { Generations } from '../../../src/operate/supervise/generations.ts';
import { filesSource } from '../../../src/operate/supervise/source.ts';
import { temporaryFolder } from '../../folders.ts';

test('a plan whose keys no method asks for has its memory, and starts', async (t) => {
  const file = join(temporaryFolder(t), 'portcullis.yaml');
  const plans = 'plans: { gold: { keys: [ann], quota: { limit: 10, period: DAY } } }';
  writeFileSync(file, `apis: { shop: { to: 'http://127.0.0.1:3000' } }\nkeys: { ann: {} }\n${plans}\n`);
  const { definition } = await filesSource([file]).read();
  const clock = Clock.byHand();
  const advanced = new Generations(clock).advance(definition!);
  assert.ok('generation' in advanced);
  const { generation } = advanced;
  const accounts = new Accounts({
    definition: generation.definition,
    clock,
    cells: cellsOf(generation.cells),
  });
  assert.equal(accounts.all.length, 1);
});
