import { ask, base64, cases, get, having, post } from '../cases.ts';

const none = [{ Priority: 0, Type: 'NONE' }];
const path = (PositionalConstraint: string, text: string, TextTransformations: unknown = none) => ({
  SearchString: base64(text),
  FieldToMatch: { UriPath: {} },
  TextTransformations,
  PositionalConstraint,
});

export default cases(
  {
    settings: path('EXACTLY', '/admin'),
    matches: [get('/admin'), get('/admin?x=1')],
    passes: [get('/Admin'), get('/admin/'), get('/x/admin'), get('/%61dmin')],
    rejects: [
      { settings: { ...path('EXACTLY', '/admin'), Field: 1 }, notes: ['shape.unknown-key'] },
      { settings: path('NEARBY', '/admin'), notes: ['shape.value'] },
      { settings: path('EXACTLY', ''), notes: ['shape.value'] },
      { settings: path('EXACTLY', 'a'.repeat(201)), notes: ['shape.value'] },
      { settings: { ...path('EXACTLY', ''), SearchString: '/admin!' }, notes: ['shape.value'] },
      { settings: path('CONTAINS_WORD', 'a-b'), notes: ['shape.value'] },
      { settings: path('EXACTLY', '/', []), notes: ['shape.range'] },
      { settings: path('EXACTLY', '/', [{ Priority: 0, Type: 'ROT13' }]), notes: ['shape.value'] },
      { settings: path('EXACTLY', '/', [...none, ...none]), notes: ['shape.value'] },
      {
        settings: { ...path('EXACTLY', '/'), FieldToMatch: { UriPath: {}, Method: {} } },
        notes: ['shape.value'],
      },
      {
        settings: { ...path('EXACTLY', '/'), FieldToMatch: { Fragment: {} } },
        notes: ['shape.unknown-key', 'shape.value'],
      },
    ],
  },
  {
    settings: path('STARTS_WITH', '/admin'),
    matches: [get('/admin'), get('/administrator'), get('/admin/users')],
    passes: [get('/x/admin'), get('/ADMIN')],
  },
  {
    settings: path('ENDS_WITH', '.php'),
    matches: [get('/index.php'), get('/index.php?a=b')],
    passes: [get('/index.php/'), get('/index.phpx'), get('/?f=.php')],
  },
  {
    settings: path('CONTAINS', 'wp-'),
    matches: [get('/wp-login'), get('/a/wp-')],
    passes: [get('/wp/login'), get('/?wp-')],
  },
  {
    settings: path('CONTAINS_WORD', 'admin'),
    matches: [get('/admin'), get('/my-admin/x'), get('/adminadmin/admin')],
    passes: [get('/administrator'), get('/my_admin'), get('/admin1')],
  },
  {
    settings: path('STARTS_WITH', '/admin', [
      { Priority: 2, Type: 'LOWERCASE' },
      { Priority: 1, Type: 'URL_DECODE' },
    ]),
    matches: [get('/ADMIN'), get('/%41dmin/x'), get('/%61%64min')],
    passes: [get('/%2561dmin'), get('/user')],
  },
  {
    settings: {
      ...path('EXACTLY', 'curl'),
      FieldToMatch: { SingleHeader: { name: 'user-agent' } },
    },
    matches: [having('User-Agent', 'curl'), having('X-A', '1', 'user-agent', 'x', 'USER-AGENT', 'curl')],
    passes: [having('User-Agent', 'curl/8'), having('X-User-Agent', 'curl'), get('/curl')],
  },
  {
    settings: { ...path('CONTAINS', '\xff\x00'), FieldToMatch: { Body: { OversizeHandling: 'CONTINUE' } } },
    matches: [post('a\xff\x00b'), post(`${'x'.repeat(16_382)}\xff\x00tail`)],
    passes: [post('\xff'), post(`${'x'.repeat(16_383)}\xff\x00`), ask({ target: '/?\xff' })],
  },
);
