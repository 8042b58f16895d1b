import { cases, from, having } from '../cases.ts';

const forwarded = (FallbackBehavior: string) => ({
  CountryCodes: ['NL'],
  ForwardedIPConfig: { HeaderName: 'X-Client', FallbackBehavior },
});

export default cases(
  {
    // RIPE NCC, and the registries of Brazil and Japan, on addresses of their own.
    settings: { CountryCodes: ['NL', 'BR'] },
    matches: [from('193.0.6.139'), from('200.160.2.3')],
    passes: [from('133.11.0.1'), from('10.0.0.1')],
    rejects: [
      { settings: { CountryCodes: [] }, notes: ['shape.range'] },
      { settings: { CountryCodes: ['NL', 'XX'] }, notes: ['shape.value'] },
      { settings: { CountryCodes: ['nl'] }, notes: ['shape.value'] },
      { settings: {}, notes: ['shape.missing'] },
    ],
  },
  {
    settings: forwarded('NO_MATCH'),
    matches: [having('X-Client', '193.0.6.139, 133.11.0.1')],
    passes: [having('X-Client', '133.11.0.1'), having('X-Client', 'nonsense'), from('193.0.6.139')],
  },
  {
    settings: forwarded('MATCH'),
    matches: [having('x-client', 'nonsense')],
    passes: [from('193.0.6.139')],
  },
);
