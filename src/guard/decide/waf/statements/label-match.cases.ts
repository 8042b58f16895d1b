import { cases, get } from '../cases.ts';

const acl = 'awswaf:000000000000:webacl:acl:';
const given = { labels: { '/high': 'risk:high', '/low': 'risk:money:low', '/brisk': 'brisk:high' } };

export default cases(
  {
    given,
    settings: { Scope: 'LABEL', Key: 'risk:high' },
    matches: [get('/high')],
    passes: [get('/low'), get('/brisk'), get('/')],
    rejects: [
      { settings: { Scope: 'LABEL', Key: 'risk:' }, notes: ['shape.value'] },
      { settings: { Scope: 'NAMESPACE', Key: 'risk' }, notes: ['shape.value'] },
      { settings: { Scope: 'ALL', Key: 'risk' }, notes: ['shape.value'] },
      { settings: { Scope: 'LABEL', Key: 'a b' }, notes: ['shape.value'] },
      { settings: { Scope: 'LABEL' }, notes: ['shape.missing'] },
    ],
  },
  {
    given,
    settings: { Scope: 'LABEL', Key: 'high' },
    matches: [get('/high'), get('/brisk')],
    passes: [get('/low')],
  },
  {
    given,
    settings: { Scope: 'LABEL', Key: `${acl}risk:high` },
    matches: [get('/high')],
    passes: [get('/low')],
  },
  {
    given,
    settings: { Scope: 'NAMESPACE', Key: 'risk:' },
    matches: [get('/high'), get('/low')],
    passes: [get('/brisk')],
  },
  { given, settings: { Scope: 'NAMESPACE', Key: 'money:' }, matches: [get('/low')], passes: [get('/high')] },
  {
    given,
    settings: { Scope: 'NAMESPACE', Key: `${acl}risk:` },
    matches: [get('/low')],
    passes: [get('/brisk')],
  },
  {
    given,
    settings: { Scope: 'NAMESPACE', Key: 'awswaf:managed:aws:' },
    matches: [],
    passes: [get('/high')],
  },
);
