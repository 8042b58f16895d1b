import { cases, get, having } from '../cases.ts';

const of = (FieldToMatch: object) => ({
  FieldToMatch,
  TextTransformations: [
    { Priority: 0, Type: 'URL_DECODE' },
    { Priority: 1, Type: 'HTML_ENTITY_DECODE' },
  ],
});

export default cases(
  {
    settings: of({ QueryString: {} }),
    matches: [get('/?q=%3Cscript%3Ealert(1)%3C/script%3E'), get('/?q=%26lt;img%20src=x%20onerror=alert(1)>')],
    passes: [get('/?q=5+%3C+6+and+7+%3E+3'), get('/?q=%3Cb%3Ebold%3C/b%3E'), get('/')],
    rejects: [
      { settings: { ...of({ UriPath: {} }), SensitivityLevel: 'LOW' }, notes: ['shape.unknown-key'] },
    ],
  },
  {
    settings: of({ Cookies: { MatchPattern: { All: {} }, MatchScope: 'VALUE', OversizeHandling: 'MATCH' } }),
    matches: [having('Cookie', 'a=1; b=<svg/onload=alert(1)>')],
    passes: [having('Cookie', 'a=1; b=2')],
  },
);
