import { cases } from '../cases.ts';

export default cases({
  turns: [
    [' \t a b ', 'a b '],
    ['   ', ''],
  ],
});
