import { cases } from '../cases.ts';

export default cases({
  turns: [
    ['UN/*x*/ION -- #', 'UNxION  '],
    ['---', '-'],
    ['/*/', '/'],
    ['a-b*c/d', 'a-b*c/d'],
  ],
});
