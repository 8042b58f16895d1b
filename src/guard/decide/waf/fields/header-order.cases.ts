import { cases, having } from '../cases.ts';

const many = [`X-${'h'.repeat(8_200)}`, 'v'];
/** No name is long, but what is handed on of headers has room for the first two alone. */
const long = ['X-A', 'v'.repeat(4_500), 'X-B', 'v'.repeat(4_500), 'X-C', 'v'];

export default cases(
  {
    settings: { OversizeHandling: 'CONTINUE' },
    rejects: [{ settings: {}, notes: ['shape.missing'] }],
  },
  {
    settings: { OversizeHandling: 'MATCH' },
    gives: [
      [having(...many), true],
      [having(...long), true],
    ],
  },
  {
    settings: { OversizeHandling: 'NO_MATCH' },
    gives: [
      [having(...many), null],
      [having(...long), null],
    ],
  },
);
