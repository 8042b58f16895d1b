import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IssuerLog, type IssuerTrouble } from '../../../src/operate/supervise/issuer-log.ts';

test('an issuer that cannot be asked is told of once, with the reason, and once when it answers again', () => {
  const lines: string[] = [];
  const tell = (line: unknown): void => void lines.push(String(line));
  const log = new IssuerLog({ warn: tell, info: tell });
  const since = '2026-11-22T12:00:00.000Z';
  const keys: IssuerTrouble = {
    issuer: 'https://a.example',
    what: 'keys',
    since,
    because: 'https://a.example/keys answers 404',
  };
  const answers: IssuerTrouble = { ...keys, issuer: 'https://b.example/introspect', what: 'answers' };
  for (const troubles of [[], [keys], [keys, answers], [answers], [answers], []]) log.look(troubles);
  assert.deepEqual(lines, [
    `the keys of https://a.example cannot be fetched since ${since} (https://a.example/keys answers 404): those that are known serve on`,
    `https://b.example/introspect cannot be asked about tokens since ${since} (https://a.example/keys answers 404): answers that are kept serve on`,
    'https://a.example answers again',
    'https://b.example/introspect answers again',
  ]);
});
