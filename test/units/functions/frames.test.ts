import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameReader, frame } from '../../../src/functions/frames.ts';

const bytes = Buffer.concat([
  frame({ say: 'ready' }, ''),
  frame({ say: 'log', level: 'INFO' }, 'line\nänother'),
  frame({ say: 'answer', id: 'a' }, '{"n":1}'),
]);
const expected = ['ready ', 'log line\nänother', 'answer {"n":1}'];

test('frames are found wherever the stream is cut', () => {
  for (let size = 1; size <= bytes.length; size++) {
    const heard: string[] = [];
    const reader = new FrameReader(1000, (said, body) => void heard.push(`${said.say} ${body}`));
    for (let at = 0; at < bytes.length; at += size) assert.ok(reader.push(bytes.subarray(at, at + size)));
    assert.deepEqual(heard, expected, `pieces of ${size}`);
  }
});

test('what is no frame breaks the stream for good', () => {
  const cases = [
    Buffer.from([0, 0, 0, 0]),
    Buffer.from([0xff, 0xff, 0xff, 0xff]),
    Buffer.from('\0\0\0\x04null'),
    Buffer.from('\0\0\0\x05null\n'),
    Buffer.from('\0\0\0\x04{}\n '),
    frame({ say: 'whatever' }, ''),
    frame({ say: 'log' }, 'x'.repeat(1000)),
  ];
  for (const broken of cases) {
    const heard: string[] = [];
    const reader = new FrameReader(1000, (said) => void heard.push(said.say));
    assert.equal(reader.push(broken), false, broken.toString().slice(0, 20));
    assert.equal(reader.push(bytes), false);
    assert.deepEqual(heard, []);
  }
});
