import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Newcomers } from '../../../src/guard/accept/newcomers.ts';
import { eventually } from '../../waiting.ts';
import { door } from './caller.ts';

const get = (target: string): string => `GET ${target} HTTP/1.1\r\nHost: a.test\r\n\r\n`;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('sixteen newcomers enter in a turn, the others in those that follow, in order', async () => {
  const newcomers = new Newcomers();
  const entered: number[] = [];
  const arrive = (n: number): void => {
    if (newcomers.admits({ enter: () => entered.push(n) })) entered.push(n);
  };
  for (let n = 0; n < 40; n++) arrive(n);
  assert.equal(entered.length, 16);
  await turn();
  assert.equal(entered.length, 32);
  // Whoever comes now stands behind those who wait.
  arrive(40);
  assert.equal(entered.length, 32);
  await turn();
  assert.deepEqual(entered, [...Array(41).keys()]);
  await turn();
  await turn();
  arrive(41);
  assert.equal(entered.at(-1), 41);
});

test('who has called before is answered before 200 newcomers who called just now', async (t) => {
  const d = await door(t);
  const neighbour = await d.call();
  neighbour.write(get('/before'));
  await neighbour.until((text) => text.endsWith('/before'));
  const crowd = await Promise.all(Array.from({ length: 200 }, () => d.call()));
  await eventually(() => d.listener.connections === 201);
  d.seen.length = 0;
  for (const caller of crowd) caller.write(get('/crowd'));
  neighbour.write(get('/neighbour'));
  await Promise.all(crowd.map((caller) => caller.until((text) => text.endsWith('/crowd'))));
  const at = d.seen.findIndex((x) => x.target === '/neighbour');
  assert.ok(at >= 0 && at < 100, `the neighbour was number ${at} of ${d.seen.length}`);
});

test('newcomers who wait and have ended their side are answered as well', async (t) => {
  const d = await door(t);
  const crowd = await Promise.all(Array.from({ length: 60 }, () => d.call()));
  for (const caller of crowd) caller.socket.end(get('/last'));
  const texts = await Promise.all(crowd.map((caller) => caller.end()));
  assert.equal(texts.filter((text) => text.endsWith('hello /last')).length, 60);
});

test('newcomers who wait are answered when the listener closes, and those who have gone hold nobody up', async (t) => {
  const d = await door(t);
  const crowd = await Promise.all(Array.from({ length: 60 }, () => d.call()));
  for (const caller of crowd) caller.write(get('/closing'));
  for (const caller of crowd.slice(20, 30)) caller.socket.destroy();
  const closed = d.listener.close(5_000);
  const stayed = [...crowd.slice(0, 20), ...crowd.slice(30)];
  const texts = await Promise.all(stayed.map((caller) => caller.end()));
  assert.equal(texts.filter((text) => text.endsWith('hello /closing')).length, 50);
  await closed;
});
