import { cases, get } from '../cases.ts';

export default cases(
  {
    settings: { FallbackBehavior: 'MATCH' },
    gives: [[get('/'), true]],
    rejects: [{ settings: { FallbackBehavior: 'MAYBE' }, notes: ['shape.value'] }],
  },
  { settings: { FallbackBehavior: 'NO_MATCH' }, gives: [[get('/'), null]] },
);
