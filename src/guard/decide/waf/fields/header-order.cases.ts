import { cases, having } from '../cases.ts';

const many = [`X-${'h'.repeat(8_200)}`, 'v'];

export default cases(
  {
    settings: { OversizeHandling: 'CONTINUE' },
    rejects: [{ settings: {}, notes: ['shape.missing'] }],
  },
  { settings: { OversizeHandling: 'MATCH' }, gives: [[having(...many), true]] },
  { settings: { OversizeHandling: 'NO_MATCH' }, gives: [[having(...many), null]] },
);
