import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { SpentTickets, spentCells } from '../../../src/guard/decide/waf/tokens/spent.ts';
import { ticketSec } from '../../../src/guard/decide/waf/tokens/ticket.ts';

const at = 1_700_000_000;
const nonce = (): string => randomBytes(16).toString('hex');

test('a ticket is spent once, whichever worker is asked', () => {
  const cells = new SharedArrayBuffer(spentCells.bytes);
  const [one, other] = [new SpentTickets(cells), new SpentTickets(cells)];
  const first = nonce();
  assert.equal(one.spend(first, at), true);
  assert.equal(one.spend(first, at), false);
  assert.equal(other.spend(first, at), false);
  assert.equal(other.spend(nonce(), at), true);
});

test('of a million tickets none is spent twice, in the same memory', () => {
  const cells = new SharedArrayBuffer(spentCells.bytes);
  const spent = new SpentTickets(cells);
  const nonces = Array.from({ length: 1_000 }, nonce);
  for (const one of nonces) assert.equal(spent.spend(one, at), true);
  const bytes = randomBytes(16_000_000).toString('hex');
  const before = process.memoryUsage();
  let accepted = 0;
  for (let i = 0; i < 1_000_000; i++) if (spent.spend(bytes.slice(i * 32, i * 32 + 32), at)) accepted++;
  const after = process.memoryUsage();
  for (const one of nonces) assert.equal(spent.spend(one, at), false);
  assert.ok(accepted > 500_000, `${accepted} were taken`);
  assert.ok(after.external + after.arrayBuffers <= before.external + before.arrayBuffers + 1_000_000);
});

test('good tickets are turned away once in hundreds at most, with a hundred thousand in five minutes', () => {
  const spent = new SpentTickets(new SharedArrayBuffer(spentCells.bytes));
  for (let i = 0; i < 100_000; i++) spent.spend(nonce(), at);
  let refused = 0;
  for (let i = 0; i < 10_000; i++) if (!spent.spend(nonce(), at)) refused++;
  assert.ok(refused < 50, `${refused} of 10 000`);
});

test('room is made for the time after next, and what is older cannot be told', () => {
  const spent = new SpentTickets(new SharedArrayBuffer(spentCells.bytes));
  const old = nonce();
  assert.equal(spent.spend(old, at), true);
  assert.equal(spent.spend(nonce(), at + ticketSec), true);
  assert.equal(spent.spend(old, at), false);
  assert.equal(spent.spend(nonce(), at + 2 * ticketSec), true);
  assert.equal(spent.spend(old, at), false, 'its memory is gone, so it is refused');
  assert.equal(spent.spend(nonce(), at), false);
});

test('a clock that was wrong for a while leaves tickets that can be spent, once it is put back', () => {
  const spent = new SpentTickets(new SharedArrayBuffer(spentCells.bytes));
  const before = nonce();
  assert.equal(spent.spend(before, at), true);
  for (let i = 0; i < 4; i++) assert.equal(spent.spend(nonce(), at + 86_400 + i * ticketSec), true);
  for (let i = 0; i < 4; i++) {
    const one = nonce();
    assert.equal(spent.fresh(one, at + i * ticketSec), true);
    assert.equal(spent.spend(one, at + i * ticketSec), true);
    assert.equal(spent.fresh(one, at + i * ticketSec), false);
    assert.equal(spent.spend(one, at + i * ticketSec), false);
  }
  assert.equal(spent.spend(nonce(), at), false, 'what is over stays over');
});
