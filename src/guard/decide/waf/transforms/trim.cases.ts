import { cases } from '../cases.ts';

export default cases({
  turns: [
    [' \t\r\n a b \v\f', 'a b'],
    ['a', 'a'],
    ['\t \t', ''],
  ],
});
