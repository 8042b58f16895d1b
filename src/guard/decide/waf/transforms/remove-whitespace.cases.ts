import { cases } from '../cases.ts';

export default cases({
  turns: [[' a\t\r\nb\xa0c ', 'abc']],
});
