import { cases, get } from '../cases.ts';

const given = {
  groups: {
    g: [
      ['/a', 'Block'],
      ['/b', 'Count'],
      ['/c', 'Allow'],
      ['/', 'Count'],
    ],
  },
} as const;
const count = { Count: {} };

export default cases(
  {
    given,
    settings: { ARN: 'g' },
    matches: [get('/a')],
    passes: [get('/b'), get('/c'), get('/c/a'), get('/')],
    rejects: [
      { settings: {}, notes: ['shape.missing'] },
      { settings: { ARN: 'g', ExcludedRules: [{ Name: '/a' }, { Name: '/a' }] }, notes: ['shape.value'] },
      {
        settings: { ARN: 'g', RuleActionOverrides: [{ Name: '/a', ActionToUse: { Monetize: {} } }] },
        notes: ['shape.value'],
      },
    ],
  },
  {
    given,
    settings: { ARN: 'g', RuleActionOverrides: [{ Name: '/a', ActionToUse: count }] },
    matches: [],
    passes: [get('/a')],
  },
  {
    given,
    settings: { ARN: 'g', RuleActionOverrides: [{ Name: '/b', ActionToUse: { Block: {} } }] },
    matches: [get('/a'), get('/b')],
    passes: [get('/c')],
  },
  { given, settings: { ARN: 'g', ExcludedRules: [{ Name: '/a' }] }, matches: [], passes: [get('/a')] },
);
