import { cases, get, having, post } from '../cases.ts';

const of = (FieldToMatch: object, more: object = {}) => ({
  FieldToMatch,
  TextTransformations: [{ Priority: 0, Type: 'URL_DECODE' }],
  ...more,
});

export default cases(
  {
    settings: of({ AllQueryArguments: {} }),
    matches: [get("/?id=1'%20OR%20'1'='1"), get('/?a=b&id=1%20UNION%20SELECT%20name%20FROM%20users--')],
    passes: [get('/?name=O%27Brien'), get('/?q=select+a+good+book+from+the+union'), get('/')],
    rejects: [{ settings: of({ Body: {} }, { SensitivityLevel: 'MEDIUM' }), notes: ['shape.value'] }],
  },
  {
    settings: of(
      { JsonBody: { MatchPattern: { IncludedPaths: ['/user/name'] }, MatchScope: 'VALUE' } },
      { SensitivityLevel: 'HIGH' },
    ),
    matches: [post('{"user":{"name":"x\' OR 1=1 -- "}}')],
    passes: [post('{"user":{"name":"ann"}}'), post('{"other":{"name":"x\' OR 1=1 -- "}}')],
  },
  {
    settings: of({ Headers: { MatchPattern: { All: {} }, MatchScope: 'ALL', OversizeHandling: 'CONTINUE' } }),
    matches: [having('X-Forwarded-For', "1' or '1'='1"), having('X-Name', "1' or '1'='1")],
    passes: [get('/'), having('X-Forwarded-For', '198.51.100.1, 198.51.100.2')],
  },
  {
    settings: of({ SingleHeader: { Name: 'X-Forwarded-For' } }),
    matches: [having('X-Forwarded-For', "1' or '1'='1"), having('X-Forwarded-For', "1' or 1=1-- ")],
    passes: [get('/'), having('X-Forwarded-For', '198.51.100.1, 198.51.100.2')],
  },
);
