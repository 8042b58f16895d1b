import { cases } from '../cases.ts';

export default cases({
  turns: [
    ['AbC-ÀÉ1', 'abc-ÀÉ1'],
    ['AZ[', 'az['],
  ],
});
