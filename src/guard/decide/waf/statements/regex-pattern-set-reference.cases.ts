import { cases, get } from '../cases.ts';

const of = (ARN: string) => ({
  ARN,
  FieldToMatch: { UriPath: {} },
  TextTransformations: [{ Priority: 0, Type: 'LOWERCASE' }],
});
const given = { patternSets: { paths: ['^/wp-', '\\.php$', '(?i)/\\.git/'], none: [] } };

export default cases(
  {
    given,
    settings: of('paths'),
    matches: [get('/WP-login'), get('/x/index.php'), get('/.git/config')],
    passes: [get('/x/wp-'), get('/index.php/x'), get('/git/')],
    rejects: [{ settings: { ...of('paths'), Arn: 'x' }, notes: ['shape.unknown-key'] }],
  },
  { given, settings: of('none'), matches: [], passes: [get('/')] },
);
