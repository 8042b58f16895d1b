import { cases } from '../cases.ts';

export default cases({
  turns: [
    ['%41%6a+%2B', 'Aj +'],
    ['%zz%4', '%zz%4'],
    ['%2541', '%41'],
    ['%ff', '\xff'],
  ],
});
