import { cases, get, post } from '../cases.ts';

const limit = 16_384;

export default cases(
  {
    settings: {},
    gives: [
      [post('a=1&b=%20'), 'a=1&b=%20'],
      [post('\x00\xff'), '\x00\xff'],
      [post('x'.repeat(limit)), 'x'.repeat(limit)],
      [post('x'.repeat(limit + 1)), 'x'.repeat(limit)],
      [get('/'), null],
    ],
    rejects: [{ settings: { OversizeHandling: 'IGNORE' }, notes: ['shape.value'] }],
  },
  {
    settings: { OversizeHandling: 'MATCH' },
    gives: [
      [post('x'.repeat(limit)), 'x'.repeat(limit)],
      [post('x'.repeat(limit + 1)), true],
    ],
  },
  { settings: { OversizeHandling: 'NO_MATCH' }, gives: [[post('x'.repeat(limit + 1)), null]] },
);
