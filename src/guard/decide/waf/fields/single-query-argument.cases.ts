import { cases, get } from '../cases.ts';

export default cases({
  settings: { Name: 'Id' },
  gives: [
    [get('/?id=7'), '7'],
    [get('/?a=1&ID=7=8&id=%20&ids=9'), ['7=8', '%20']],
    [get('/?%69D=7&i%64=%38'), ['7', '%38']],
    [get('/?id[]=7&id%5Bx%5D=8&+id=9&id%00x=0&[id]=1'), ['7', '8', '9', '0']],
    [get('/?a=1;id=7'), '7'],
    [get('/?id=7;a=1'), ['7;a=1', '7']],
    [get('/?id'), ''],
    [get('/?id='), ''],
    [get('/?a=id'), null],
    [get('/id=7'), null],
  ],
  rejects: [{ settings: { Name: 'x'.repeat(31) }, notes: ['shape.range'] }],
});
