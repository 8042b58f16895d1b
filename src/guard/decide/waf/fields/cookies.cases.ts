import { cases, get, having } from '../cases.ts';

const of = (MatchPattern: object, MatchScope: string, OversizeHandling = 'CONTINUE') => ({
  MatchPattern,
  MatchScope,
  OversizeHandling,
});
const long = `big=${'x'.repeat(8_190)}; b=2`;

export default cases(
  {
    settings: of({ All: {} }, 'ALL'),
    gives: [
      [having('Cookie', 'a=1; b=2=3;c'), ['a', '1', 'b', '2=3', '', 'c']],
      [having('cookie', 'a=1', 'Cookie', 'b=2'), ['a', '1', 'b', '2']],
      [having('Cookie', ' ; '), null],
      [get('/'), null],
    ],
  },
  {
    settings: of({ IncludedCookies: ['sid'] }, 'VALUE'),
    gives: [
      [having('Cookie', 'sid=1; SID=2'), ['1']],
      [having('Cookie', 'a=1;sid\t= 2 '), ['2']],
      [having('Cookie', 'SID=2'), null],
    ],
    rejects: [{ settings: of({ IncludedCookies: ['x'.repeat(61)] }, 'ALL'), notes: ['shape.range'] }],
  },
  { settings: of({ ExcludedCookies: ['sid'] }, 'KEY'), gives: [[having('Cookie', 'sid=1; b=2'), ['b']]] },
  { settings: of({ IncludedCookies: ['b'] }, 'VALUE'), gives: [[having('Cookie', long), null]] },
  { settings: of({ All: {} }, 'VALUE', 'MATCH'), gives: [[having('Cookie', long), true]] },
  { settings: of({ All: {} }, 'VALUE', 'NO_MATCH'), gives: [[having('Cookie', long), null]] },
);
