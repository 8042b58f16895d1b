import { cases, get } from '../cases.ts';

export default cases({
  settings: { Name: 'Id' },
  gives: [
    [get('/?id=7'), '7'],
    [get('/?a=1&ID=7=8&id=%20&ids=9'), ['7=8', '%20']],
    [get('/?id'), ''],
    [get('/?id='), ''],
    [get('/?a=id'), null],
    [get('/id=7'), null],
  ],
  rejects: [{ settings: { Name: 'x'.repeat(31) }, notes: ['shape.range'] }],
});
