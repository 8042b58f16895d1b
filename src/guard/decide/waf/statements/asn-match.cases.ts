import { cases, from, having } from '../cases.ts';

const given = { asnDatabase: 'test/fixtures/asn.mmdb' };
const forwarded = {
  AsnList: [64500],
  ForwardedIPConfig: { HeaderName: 'X-Client', FallbackBehavior: 'NO_MATCH' },
};

export default cases(
  {
    given,
    settings: { AsnList: [64501, 65000] },
    matches: [from('203.0.113.7')],
    passes: [from('203.0.113.200'), from('198.51.100.1'), from('10.0.0.1')],
    rejects: [
      { settings: { AsnList: [] }, notes: ['shape.range'] },
      { settings: { AsnList: [4_294_967_296] }, notes: ['shape.range'] },
      { settings: { AsnList: ['AS1'] }, notes: ['shape.type'] },
    ],
  },
  { given, settings: { AsnList: [0] }, matches: [from('10.0.0.1')], passes: [from('198.51.100.1')] },
  {
    given,
    settings: { AsnList: [64500] },
    matches: [from('2001:db8:5::1')],
    passes: [from('2001:db8:6::1')],
  },
  {
    given,
    settings: forwarded,
    matches: [having('X-Client', '198.51.100.9, 10.0.0.1')],
    passes: [having('X-Client', '10.0.0.1'), from('198.51.100.9')],
  },
);
