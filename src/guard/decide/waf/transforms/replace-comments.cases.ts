import { cases } from '../cases.ts';

export default cases({
  turns: [
    ['UNION/**/SELECT/* x */1', 'UNION SELECT 1'],
    ['a/*b*//*c*/d', 'a  d'],
    ['a/*b', 'a '],
    ['a*/b', 'a*/b'],
    ['a/*/b', 'a '],
    ['/**/*/', ' */'],
  ],
});
