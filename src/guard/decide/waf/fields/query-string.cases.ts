import { cases, get } from '../cases.ts';

export default cases({
  settings: {},
  gives: [
    [get('/?a=1&b=%20'), 'a=1&b=%20'],
    [get('/?a?b'), 'a?b'],
    [get('/?'), ''],
    [get('/'), null],
  ],
});
