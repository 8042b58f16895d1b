import { cases, from, having } from '../cases.ts';

const ipSets = { office: ['203.0.113.0/24', '10.0.0.0/8', '2001:db8:5::/48'] };
const forwarded = (Position: string, FallbackBehavior = 'NO_MATCH', HeaderName = 'X-Client') => ({
  ARN: 'office',
  IPSetForwardedIPConfig: { HeaderName, FallbackBehavior, Position },
});

export default cases(
  {
    given: { ipSets },
    settings: { ARN: 'office' },
    matches: [
      from('203.0.113.0'),
      from('203.0.113.255'),
      from('10.9.8.7'),
      from('2001:db8:5::'),
      from('2001:db8:5:ffff::1'),
    ],
    passes: [from('203.0.112.255'), from('203.0.114.0'), from('11.0.0.0'), from('2001:db8:6::1')],
    rejects: [
      { settings: { Arn: 'office' }, notes: ['shape.unknown-key', 'shape.missing'] },
      { settings: forwarded('SOMEWHERE'), notes: ['shape.value'] },
      { settings: { ARN: 'office', IPSetForwardedIPConfig: {} }, notes: Array(3).fill('shape.missing') },
    ],
  },
  {
    given: { ipSets },
    settings: forwarded('FIRST'),
    matches: [
      having('x-client', '10.1.1.1'),
      having('X-Client', ' 10.1.1.1 , 198.51.100.1'),
      having('X-Client', '', 'x-client', ' ,, 10.1.1.1'),
    ],
    passes: [having('X-Client', '198.51.100.1, 10.1.1.1'), having('X-Client', 'nobody'), from('10.1.1.1')],
  },
  {
    given: { ipSets },
    settings: forwarded('LAST', 'MATCH'),
    matches: [
      having('X-Client', '198.51.100.1, 10.1.1.1'),
      having('X-Client', '10.1.1.1:80'),
      having('X-Client', '198.51.100.1', 'X-Client', '10.1.1.1, ,'),
      having('X-Client', ''),
    ],
    passes: [having('X-Client', '10.1.1.1, 198.51.100.1'), from('10.1.1.1')],
  },
  {
    given: { ipSets },
    settings: forwarded('ANY'),
    matches: [
      having('X-Client', '198.51.100.1, 10.1.1.1, 198.51.100.2'),
      having('X-Client', '198.51.100.1', 'X-Client', '10.1.1.1'),
    ],
    passes: [
      having('X-Client', '198.51.100.1, 198.51.100.2'),
      // The eleventh from the end is not looked at.
      having('X-Client', `10.1.1.1${', 198.51.100.1'.repeat(10)}`),
    ],
  },
  ...['FIRST', 'LAST', 'ANY'].map((position) => ({
    given: { ipSets },
    settings: forwarded(position, 'NO_MATCH', 'X-Forwarded-For'),
    matches: [from('10.1.1.1')],
    passes: [from('198.51.100.1')],
  })),
);
