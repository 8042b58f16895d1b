import { cases, get, having, post } from '../cases.ts';

const of = (RegexString: string, FieldToMatch: object = { UriPath: {} }, Type = 'NONE') => ({
  RegexString,
  FieldToMatch,
  TextTransformations: [{ Priority: 0, Type }],
});
const evil = `${'a'.repeat(8_000)}!`;

export default cases(
  {
    settings: of('^/(admin|root)(/|$)'),
    matches: [get('/admin'), get('/root/x'), get('/admin/?a=b')],
    passes: [get('/Admin'), get('/administrator'), get('/x/admin')],
    rejects: [
      { settings: of('(a'), notes: ['shape.value'] },
      { settings: of('(a)\\1'), notes: ['shape.value'] },
      { settings: of('(?=a)'), notes: ['shape.value'] },
      { settings: of('a++'), notes: ['shape.value'] },
      { settings: of('(?>a)'), notes: ['shape.value'] },
      { settings: of(''), notes: ['shape.range'] },
      { settings: of('x'.repeat(513)), notes: ['shape.range'] },
    ],
  },
  { settings: of('(?i)/admin'), matches: [get('/x/ADMIN')], passes: [get('/user')] },
  { settings: of('admin', undefined, 'URL_DECODE'), matches: [get('/%61dmin')], passes: [get('/%2561dmin')] },
  {
    settings: of('curl|wget/\\d{1,20}\\.', { SingleHeader: { Name: 'user-agent' } }),
    matches: [having('User-Agent', 'curl'), having('User-Agent', 'wget/12345678901234567890.')],
    passes: [having('User-Agent', 'wget/.'), get('/curl')],
  },
  {
    settings: of('^(a+)+$', { Body: {} }),
    matches: [post('a'.repeat(8_000))],
    passes: [post(evil)],
  },
  { settings: of('(?s)(.*)*x', { Body: {} }), matches: [post(`${evil}x`)], passes: [post(evil)] },
  { settings: of('é', { Body: {} }), matches: [post('\xc3\xa9')], passes: [post('\xe9')] },
  { settings: of('b$', { Body: {} }), matches: [post('ab\n')], passes: [post('b\n\n')] },
);
