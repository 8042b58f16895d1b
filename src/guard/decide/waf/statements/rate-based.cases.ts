import { ask, base64, cases, from, get, having } from '../cases.ts';

const login = {
  ByteMatchStatement: {
    SearchString: base64('/login'),
    FieldToMatch: { UriPath: {} },
    TextTransformations: [{ Priority: 0, Type: 'NONE' }],
    PositionalConstraint: 'STARTS_WITH',
  },
};
const forwarded = (FallbackBehavior: string) => ({
  Limit: 10,
  AggregateKeyType: 'FORWARDED_IP',
  ForwardedIPConfig: { HeaderName: 'X-Client', FallbackBehavior },
});

const custom = (...CustomKeys: readonly object[]) => ({
  Limit: 10,
  AggregateKeyType: 'CUSTOM_KEYS',
  CustomKeys,
});
const none = [{ Priority: 0, Type: 'NONE' }];
const small = [{ Priority: 0, Type: 'LOWERCASE' }];

export default cases(
  {
    settings: { Limit: 10, EvaluationWindowSec: 60, AggregateKeyType: 'IP' },
    before: [
      [from('203.0.113.7'), 10],
      [from('203.0.113.8'), 8],
      [from('2001:db8:1:2::1'), 5],
      [from('2001:db8:1:2::2'), 5],
    ],
    matches: [from('203.0.113.7'), from('2001:db8:1:2:3:4:5:6')],
    passes: [from('203.0.113.8'), from('2001:db8:1:3::1'), from('203.0.113.9')],
    rejects: [
      { settings: { Limit: 9, AggregateKeyType: 'IP' }, notes: ['shape.range'] },
      { settings: { Limit: 2_000_000_001, AggregateKeyType: 'IP' }, notes: ['shape.range'] },
      { settings: { Limit: 10, AggregateKeyType: 'CONSTANT' }, notes: ['shape.missing'] },
      { settings: { Limit: 10, AggregateKeyType: 'FORWARDED_IP' }, notes: ['shape.missing'] },
      { settings: { Limit: 10, AggregateKeyType: 'CUSTOM_KEYS' }, notes: ['shape.missing'] },
      { settings: custom({ IP: {} }), notes: ['shape.value'] },
      { settings: custom({ HTTPMethod: {}, ASN: {} }, { IP: {} }), notes: ['shape.value'] },
      { settings: custom({ HTTPMethod: {} }, { ForwardedIP: {} }), notes: ['shape.missing'] },
      { settings: { ...custom({ HTTPMethod: {} }), AggregateKeyType: 'IP' }, notes: ['shape.value'] },
      { settings: custom({ LabelNamespace: { Namespace: 'a' } }), notes: ['shape.value'] },
      { settings: { Limit: 10, AggregateKeyType: 'COOKIE' }, notes: ['shape.value'] },
      { settings: { ...forwarded('MATCH'), AggregateKeyType: 'IP' }, notes: ['shape.value'] },
      {
        settings: {
          Limit: 10,
          AggregateKeyType: 'IP',
          ScopeDownStatement: { RateBasedStatement: { Limit: 10, AggregateKeyType: 'IP' } },
        },
        notes: ['shape.value'],
      },
    ],
  },
  {
    settings: { Limit: 10, AggregateKeyType: 'IP', ScopeDownStatement: login },
    before: [
      [get('/login'), 10],
      [get('/other'), 50],
    ],
    matches: [get('/login'), get('/login/x')],
    passes: [get('/other'), ask({ target: '/login', from: '203.0.113.8' })],
  },
  {
    settings: { Limit: 10, AggregateKeyType: 'CONSTANT', ScopeDownStatement: login },
    before: [
      [ask({ target: '/login', from: '203.0.113.1' }), 6],
      [ask({ target: '/login', from: '203.0.113.2' }), 4],
    ],
    matches: [ask({ target: '/login', from: '203.0.113.3' })],
    passes: [get('/')],
  },
  {
    settings: forwarded('NO_MATCH'),
    before: [
      [having('x-client', '198.51.100.1, 10.0.0.1'), 10],
      [having('X-Client', 'nonsense'), 20],
    ],
    matches: [having('X-Client', '198.51.100.1'), having('X-Client', ' 198.51.100.1,x')],
    passes: [having('X-Client', '10.0.0.1'), having('X-Client', 'nonsense'), from('198.51.100.1')],
  },
  {
    settings: forwarded('MATCH'),
    before: [
      [having('X-Client', 'nonsense'), 5],
      [having('X-Client', '1.2.3.4:80'), 5],
    ],
    matches: [having('X-Client', 'whatever')],
    passes: [having('X-Client', '198.51.100.1'), from('203.0.113.7')],
  },
  {
    settings: custom({ Header: { Name: 'X-Tenant', TextTransformations: small } }, { HTTPMethod: {} }),
    before: [
      [having('x-tenant', 'A'), 5],
      [ask({ headers: ['X-Tenant', 'a'], from: '203.0.113.8' }), 5],
      [having('x-tenant', 'b'), 9],
    ],
    matches: [having('x-tenant', 'a'), having('X-TENANT', 'A')],
    passes: [having('x-tenant', 'b'), ask({ method: 'PUT', headers: ['x-tenant', 'a'] }), get('/')],
  },
  {
    settings: custom({ QueryArgument: { Name: 'user', TextTransformations: none } }, { IP: {} }),
    before: [[get('/?user=1'), 10]],
    matches: [get('/x?USER=1')],
    passes: [get('/?user=2'), ask({ target: '/?user=1', from: '203.0.113.8' }), get('/')],
  },
  {
    settings: custom({ Cookie: { Name: 'sid', TextTransformations: none } }),
    before: [[having('Cookie', 'a=1; sid=x'), 10]],
    matches: [having('Cookie', 'sid=x')],
    passes: [having('Cookie', 'SID=x'), having('Cookie', 'sid=y'), get('/')],
  },
  {
    // By each of several values: one that is over is not hidden by another beside it, whichever the server heeds.
    settings: custom({ Cookie: { Name: 'sid', TextTransformations: small } }, { HTTPMethod: {} }),
    before: [
      ...Array.from({ length: 5 }, (_, i) => [having('Cookie', `sid=${i}; sid=X`), 1] as const),
      ...Array.from({ length: 5 }, (_, i) => [having('Cookie', `sid=x; sid=a${i}`), 1] as const),
      [having('Cookie', 'sid=b; sid=b'), 9],
    ],
    matches: [
      having('Cookie', 'sid=new; sid=x'),
      having('Cookie', 'sid=x; sid=newer'),
      ask({ headers: ['Cookie', 'sid=n1; sid=n2', 'Cookie', 'sid=x', 'Cookie', 'sid=n3'] }),
    ],
    passes: [having('Cookie', 'sid=0'), having('Cookie', 'sid=a4; sid=1'), having('Cookie', 'sid=b')],
  },
  {
    settings: custom({ Header: { Name: 'X-Tenant', TextTransformations: none } }),
    before: [[having('X-Tenant', 'a'), 10]],
    matches: [ask({ headers: ['x-tenant', 'n', 'X_Tenant', 'a'] })],
    passes: [ask({ headers: ['x-tenant', 'n', 'X-Tenant', 'm'] })],
  },
  {
    settings: custom({ QueryArgument: { Name: 'user', TextTransformations: none } }),
    before: [
      [get('/?user=1'), 10],
      // More than anybody has, whichever they are: all together.
      ...Array.from(
        { length: 10 },
        (_, i) => [get(`/?${Array.from({ length: 70 }, (_, n) => `user=${i}-${n}`).join('&')}`), 1] as const,
      ),
    ],
    matches: [
      get('/?user=2&user=1'),
      get('/?user=1&us%65r=3'),
      get(`/?${Array.from({ length: 65 }, (_, n) => `user=x${n}`).join('&')}`),
    ],
    passes: [get('/?user=2'), get('/?user=0-0&user=0-1')],
  },
  {
    settings: custom(
      { UriPath: { TextTransformations: small } },
      { QueryString: { TextTransformations: none } },
    ),
    before: [[get('/A?b'), 10]],
    matches: [get('/a?b')],
    passes: [get('/a?B'), get('/a'), get('/ab?')],
  },
  {
    settings: {
      ...custom({ ForwardedIP: {} }, { HTTPMethod: {} }),
      ForwardedIPConfig: { HeaderName: 'X-Client', FallbackBehavior: 'MATCH' },
    },
    before: [
      [having('X-Client', '198.51.100.1'), 10],
      [having('X-Client', 'nonsense'), 10],
    ],
    matches: [having('X-Client', '198.51.100.1, 10.0.0.1'), having('X-Client', 'other')],
    passes: [having('X-Client', '198.51.100.2'), get('/')],
  },
  {
    given: { labels: { '/a': 'tenant:a', '/b': 'tenant:b', '/c': 'other:c' } },
    settings: custom({ LabelNamespace: { Namespace: 'awswaf:000000000000:webacl:acl:tenant:' } }),
    before: [[get('/a'), 10]],
    matches: [get('/a/1')],
    passes: [get('/b'), get('/c'), get('/')],
  },
  {
    given: { labels: { '/a': 'tenant:a', '/b': 'tenant:b', '/c': 'other:c' } },
    settings: custom({ LabelNamespace: { Namespace: 'tenant:' } }),
    before: [[get('/a'), 10]],
    matches: [get('/a/1')],
    passes: [get('/b'), get('/c'), get('/')],
  },
  {
    given: { asnDatabase: 'test/fixtures/asn.mmdb' },
    settings: { ...custom({ ASN: {} }), ForwardedIPConfig: forwarded('MATCH').ForwardedIPConfig },
    before: [
      [having('X-Client', '203.0.113.7'), 9],
      [having('X-Client', '203.0.113.8, 198.51.100.1'), 1],
      [having('X-Client', 'nobody'), 10],
      [get('/'), 20],
    ],
    matches: [having('X-Client', '203.0.113.9'), having('X-Client', 'else')],
    passes: [having('X-Client', '10.0.0.1'), get('/')],
  },
  {
    settings: custom({ JA3Fingerprint: { FallbackBehavior: 'MATCH' } }, { HTTPMethod: {} }),
    before: [[get('/'), 10]],
    matches: [get('/')],
    passes: [ask({ method: 'PUT' })],
  },
);
