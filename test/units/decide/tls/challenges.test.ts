import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Challenges, challengeCells } from '../../../../src/guard/decide/tls/tls.ts';

const open = (): [Challenges, Challenges] => {
  const cells = new SharedArrayBuffer(challengeCells.bytes);
  return [new Challenges(cells), new Challenges(cells)];
};

test('a challenge that one thread puts is found by all, until it is dropped', () => {
  const [writer, reader] = open();
  assert.equal(reader.of('token'), null);
  writer.put('token', 'token.print');
  writer.put('tok', 'tok.print');
  assert.equal(reader.of('token'), 'token.print');
  assert.equal(reader.of('tok'), 'tok.print');
  for (const other of ['', 'toke', 'token.', 'token.print', 'TOKEN', '.'])
    assert.equal(reader.of(other), null);
  writer.drop('token');
  assert.equal(reader.of('token'), null);
  writer.put('longer-token', 'longer-token.print');
  writer.put('t', 't.p');
  assert.equal(reader.of('longer-token'), 'longer-token.print');
  assert.equal(reader.of('t'), 't.p', 'nothing is left of what was there before');
});

test('what is no token is not taken, and no more than there is room for', () => {
  const [writer] = open();
  for (const [token, answer] of [
    ['a b', 'a b.c'],
    ['a', 'b.c'],
    ['a', 'a.c\r\nX: y'],
    ['', '.c'],
    ['a', `a.${'c'.repeat(500)}`],
  ])
    assert.throws(() => writer.put(token!, answer!), /token/);
  for (let i = 0; i < 16; i++) writer.put(`t${i}`, `t${i}.c`);
  assert.throws(() => writer.put('more', 'more.c'), /too many/);
  writer.drop('t3');
  writer.put('more', 'more.c');
  assert.equal(writer.of('t15'), 't15.c');
});
