import { cases } from '../cases.ts';

export default cases({
  turns: [
    ['aBc-àÿ1', 'ABC-àÿ1'],
    ['az{', 'AZ{'],
  ],
});
