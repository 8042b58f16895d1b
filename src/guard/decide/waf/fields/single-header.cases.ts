import { cases, from, get, having } from '../cases.ts';

export default cases(
  {
    settings: { Name: 'X-Tenant' },
    gives: [
      [having('x-tenant', 'a'), 'a'],
      [having('X-TENANT', 'a', 'X-Tenants', 'b', 'x-tenant', 'c', 'X-Tenant', 'd'), ['a', 'c', 'd']],
      [having('x_tenant', 'a', 'X.Tenant', 'b', 'xxtenant', 'c'), ['a', 'b']],
      [having('X-Tenan', 'a'), null],
      [get('/?x-tenant=a'), null],
    ],
    rejects: [
      { settings: {}, notes: ['shape.missing'] },
      { settings: { Name: '' }, notes: ['shape.range'] },
      { settings: { Name: 'x', Value: 'y' }, notes: ['shape.unknown-key'] },
    ],
  },
  { settings: { Name: 'X-Forwarded-For' }, gives: [[from('10.1.1.1'), '10.1.1.1']] },
  { settings: { Name: 'X-Forwarded-Proto' }, gives: [[get('/'), 'http']] },
);
