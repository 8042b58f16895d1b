import { cases } from '../cases.ts';

export default cases({
  turns: [['a\0b\0', 'a b ']],
});
