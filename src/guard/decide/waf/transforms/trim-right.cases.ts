import { cases } from '../cases.ts';

export default cases({
  turns: [
    [' a b \n', ' a b'],
    ['   ', ''],
  ],
});
