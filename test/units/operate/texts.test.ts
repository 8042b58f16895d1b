import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOWHERE } from '../../../src/base/origin.ts';
import { askedOf } from '../../../src/operate/cli/asked.ts';
import { localAddress } from '../../../src/operate/cli/greeting.ts';
import { countLine, noteLine } from '../../../src/operate/cli/notes.ts';
import { quoted } from '../../../src/operate/cli/self.ts';
import { table } from '../../../src/operate/cli/table.ts';
import { paint } from '../../../src/operate/cli/terminal.ts';
import { durationMs } from '../../../src/operate/duration.ts';
import { cannotListen, urlOf } from '../../../src/operate/listening.ts';
import { levelOf, people } from '../../../src/operate/supervise/process-log.ts';
import { smallDefinition } from '../../definition.ts';

test('an execute-api address of an API we have becomes the path form, any other stays', () => {
  const here = (value: string) => localAddress(value, 'http://127.0.0.1:8080', smallDefinition());
  const path = 'http://127.0.0.1:8080/_aws/execute-api/abcdefghij/prod/pets';
  assert.equal(here('https://abcdefghij.execute-api.us-east-1.amazonaws.com/prod/pets'), path);
  assert.equal(
    here('see https://abcdefghij.execute-api.cn-north-1.amazonaws.com.cn/prod/pets now'),
    `see ${path} now`,
  );
  const other = 'https://zzzzzzzzzz.execute-api.us-east-1.amazonaws.com/prod/';
  assert.equal(here(other), other);
});

test('a table lines its columns up, and numbers stand to the right', () => {
  assert.deepEqual(
    table(
      ['who', 'n'],
      [
        ['203.0.113.7', 5],
        ['::1', 1234],
      ],
    ),
    ['who             n', '───────────  ────', '203.0.113.7     5', '::1          1234'],
  );
  assert.deepEqual(table(['name'], [['a long line']], 6), ['name', '─────…', 'a lon…']);
});

test('a span of time is a number and a unit, and nothing else', () => {
  assert.deepEqual(['90s', '15m', '1h', '7d'].map(durationMs), [90_000, 900_000, 3_600_000, 604_800_000]);
  assert.deepEqual(['', '1', 'h', '1.5h', '-1h', '1w', '1h '].map(durationMs), Array(7).fill(null));
});

test('a note is one line with its place, its level and its code', () => {
  const origin = { file: 'a.yaml', line: 3, path: 'x' };
  const note = { level: 'error', code: 'shape.type', message: 'must be text', origin } as const;
  assert.equal(noteLine(note, paint(false)), 'a.yaml:3 error must be text [shape.type]');
  assert.equal(noteLine({ ...note, origin: NOWHERE }, paint(false)), 'error must be text [shape.type]');
  assert.equal(countLine([note, note, { ...note, level: 'info' }]), '2 errors, 1 remark');
  assert.equal(countLine([]), '');
});

test('a request is asked about as curl would send it, and its target is not tidied up', () => {
  const asked = askedOf(
    'post',
    'http://shop.test:81/a/../b?x=%2e#part',
    '203.0.113.7',
    ['X-A:  1'],
    'a=b',
    'h',
  );
  assert.equal(asked.method, 'POST');
  assert.equal(asked.target, '/a/../b?x=%2e');
  assert.deepEqual(asked.headers.slice(0, 2), ['Host', 'shop.test:81']);
  assert.deepEqual(asked.headers.slice(-6), [
    ...['X-A', '1'],
    ...['Content-Type', 'application/x-www-form-urlencoded', 'Content-Length', '3'],
  ]);
  const named = askedOf('GET', '/x', '::1', ['host: other'], '', 'h');
  assert.deepEqual(
    named.headers.filter((_, i) => i % 2 === 0).filter((name) => name.toLowerCase() === 'host'),
    ['host'],
  );
});

test('words for a shell are quoted where they must be', () => {
  assert.equal(quoted('/a/b-c_d.json'), '/a/b-c_d.json');
  assert.equal(quoted("it's {here}"), "'it'\\''s {here}'");
});

test('what keeps a port closed is said with what to do', () => {
  const halt = cannotListen('EADDRINUSE', '', '::1', 80, '--port');
  assert.equal(halt.message, 'the address [::1]:80 is in use by another process');
  assert.match(halt.advice[0]!, /--port 0/);
  assert.match(cannotListen('EACCES', '', '127.0.0.1', 80, '--port').message, /may not listen/);
  assert.match(
    cannotListen('EADDRNOTAVAIL', '', '192.0.2.1', 80, '--port').message,
    /no address of this machine/,
  );
});

test('an address for every interface is shown as one that can be called', () => {
  assert.equal(urlOf('0.0.0.0', 8080), 'http://127.0.0.1:8080');
  assert.equal(urlOf('::', 8080), 'http://[::1]:8080');
});

test('people read short lines, and LOG_LEVEL may be in capitals or nonsense', () => {
  const lines: string[] = [];
  people((line) => lines.push(line)).write('{"level":40,"time":"2026-11-22T05:07:34.084Z","msg":"careful"}');
  assert.deepEqual(lines, ['05:07:34 warn  careful\n']);
  assert.deepEqual([levelOf('DEBUG'), levelOf('loud'), levelOf(undefined)], ['debug', 'info', 'info']);
});
