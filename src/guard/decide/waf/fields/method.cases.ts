import { ask, cases, get } from '../cases.ts';

export default cases({
  settings: {},
  gives: [
    [get('/'), 'GET'],
    [ask({ method: 'PATCH' }), 'PATCH'],
  ],
});
