import { cases, get } from '../cases.ts';

export default cases({
  settings: {},
  gives: [
    [get('/'), '/'],
    [get('/pets/7?full=1'), '/pets/7'],
    [get('/a%20b//c/'), '/a%20b//c/'],
  ],
  rejects: [{ settings: { Name: 'x' }, notes: ['shape.unknown-key'] }],
});
