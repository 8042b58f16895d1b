// What it costs to run a function: the first call, a warm one, and a thousand at once.
//   node bench/functions.ts
import { Clock } from '../src/base/clock.ts';
import { Functions } from '../src/functions/functions.ts';
import { fn } from '../test/units/functions/given.ts';
import { median } from './support/rounds.ts';

const code = 'exports.handler = async () => ({ statusCode: 200, body: JSON.stringify({ at: new Date() }) });';
const event = JSON.stringify({ headers: 'x'.repeat(2000) });
const greeter = fn(code, { reservedConcurrency: 1000 });

const rounds = { cold: [] as number[], warm: [] as number[], first: [] as number[], second: [] as number[] };
for (let round = 0; round < 5; round++) {
  const functions = new Functions({
    clock: Clock.running(),
    region: 'r',
    accountId: '1',
    log: () => undefined,
  });
  functions.apply([greeter]);
  const ask = () => functions.invoke(greeter.arn, event);
  rounds.cold.push(await timed(ask));
  const warm: number[] = [];
  for (let i = 0; i < 2000; i++) warm.push(await timed(ask));
  rounds.warm.push(median(warm.slice(500)));
  await functions.close();

  const fresh = new Functions({ clock: Clock.running(), region: 'r', accountId: '1', log: () => undefined });
  fresh.apply([greeter]);
  const burst = () => Promise.all(Array.from({ length: 1000 }, () => fresh.invoke(greeter.arn, event)));
  rounds.first.push(await timed(burst));
  rounds.second.push(await timed(burst));
  await fresh.close();
}

verdict('the first call of a function', rounds.cold, 80);
verdict('a warm call', rounds.warm, 1);
verdict('1 000 calls at once, no process yet', rounds.first, 500);
verdict('1 000 calls at once, warm', rounds.second, 250);

async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}

function verdict(name: string, ms: readonly number[], under: number): void {
  const value = median(ms);
  console.log(
    `${value < under ? 'ok    ' : 'MISSED'} ${name.padEnd(40)} ${value.toFixed(2).padStart(8)} ms  (under ${under} ms)`,
  );
  if (value >= under) process.exitCode = 1;
}
