import { cases, get } from '../cases.ts';

export default cases({
  settings: {},
  gives: [
    [get('/?a=1'), '1'],
    [get('/?a=1&&b=2&c'), ['1', '2', '']],
    [get('/?'), null],
    [get('/?&&'), null],
    [get('/'), null],
  ],
});
