import { cases } from '../cases.ts';

export default cases({
  turns: [
    ['c\\a"t"  \'/etc/passwd\'', 'cat /etc/passwd'],
    [' \tLS\n\r\v\f-la ', 'ls -la'],
    ['a,b;c^d', 'a,b;c^d'],
    ['  ', ''],
    ['a\\ b', 'a b'],
  ],
});
