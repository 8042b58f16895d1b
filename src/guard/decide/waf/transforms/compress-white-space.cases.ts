import { cases } from '../cases.ts';

export default cases({
  turns: [
    ['a \t\n b\xa0\xa0c', 'a b c'],
    ['  ', ' '],
  ],
});
