import { restrictedExtension } from '../detect/path/path.ts';
import { finds, holds, type Piece, type Place, type Sought } from '../inspect/inspect.ts';
import type { WafGiven } from '../statement.ts';
import { awsRule, perComponent } from './aws-rule.ts';
import { isBadBot } from './bad-bots.ts';
import { headTest, longerThan } from './head.ts';
import { type ManagedGroup, versionsTo } from './managed-group.ts';

const looksFor = (family: Sought) => (given: WafGiven, place: Place) =>
  finds(given, { places: [place], families: [family] });

// Names of arguments whose value is the name of a file; elsewhere `www.example.db` is as good as any word.
const fileNames =
  /^(?:.*[_.-])?(?:file|filename|path|page|doc|document|folder|root|pg|style|pdf|template|include|inc|dir|load|read|download|view|content|layout|mod|conf|url|src|log)s?$/i;

const namesRestricted = ({ text, where, name }: Piece): boolean => {
  if (where !== 'query' && where !== 'path' && where !== 'segment') return false;
  if (where === 'query' && !fileNames.test(name) && !text.includes('/') && !text.includes('\\')) return false;
  if (where === 'query' && /^https?:/i.test(text)) return false;
  return text.includes('.') || text.endsWith('~') ? restrictedExtension(text) !== null : false;
};

const rules = [
  awsRule({
    name: 'NoUserAgent_HEADER',
    fidelity: 'exact',
    compile: (given) =>
      headTest(
        given,
        'user-agent',
        (x) => x.header('user-agent'),
        (x) => x.header('user-agent') === '',
      ),
  }),
  awsRule({
    name: 'UserAgent_BadBots_HEADER',
    fidelity: 'approximated',
    label: 'BadBots_Header',
    compile: (given) =>
      headTest(
        given,
        'user-agent',
        (x) => x.header('user-agent'),
        (x) => isBadBot(x.header('user-agent')),
      ),
  }),
  awsRule({
    name: 'SizeRestrictions_QUERYSTRING',
    fidelity: 'documented',
    compile: (given) => longerThan(given, 'query string', 2_048, (x) => x.query.length),
  }),
  awsRule({
    name: 'SizeRestrictions_Cookie_HEADER',
    fidelity: 'documented',
    compile: (given) => longerThan(given, 'cookie header', 10_240, (x) => x.header('cookie').length),
  }),
  awsRule({
    name: 'SizeRestrictions_BODY',
    fidelity: 'documented',
    compile: (given) => longerThan(given, 'body', 8_192, (x) => x.prefix?.length ?? 0),
  }),
  awsRule({
    name: 'SizeRestrictions_URIPATH',
    fidelity: 'documented',
    compile: (given) => longerThan(given, 'path', 1_024, (x) => x.stagePath.length),
  }),
  ...perComponent(
    'EC2MetaDataSSRF',
    ['BODY', 'COOKIE', 'URIPATH', 'QUERYARGUMENTS'],
    'approximated',
    looksFor('metadata'),
  ),
  ...perComponent('GenericLFI', ['QUERYARGUMENTS', 'URIPATH', 'BODY'], 'approximated', looksFor('path')),
  ...perComponent('RestrictedExtensions', ['URIPATH', 'QUERYARGUMENTS'], 'approximated', (given, place) =>
    holds(given, {
      places: [place],
      asked: 'names a file whose kind is not meant for callers',
      test: namesRestricted,
    }),
  ),
  ...perComponent('GenericRFI', ['QUERYARGUMENTS', 'BODY', 'URIPATH'], 'approximated', looksFor('rfi')),
  ...perComponent(
    'CrossSiteScripting',
    ['COOKIE', 'QUERYARGUMENTS', 'BODY', 'URIPATH'],
    'approximated',
    looksFor('xss'),
  ),
];

/** What any web application wants: script, files of the server, metadata of the cloud, sizes, scanners. */
export const common: ManagedGroup = Object.freeze({
  vendor: 'AWS',
  name: 'AWSManagedRulesCommonRuleSet',
  description:
    'What any web application wants: script, files of the server, the metadata of the cloud, sizes, scanners.',
  capacity: 700,
  labelNamespace: 'awswaf:managed:aws:core-rule-set:',
  versions: versionsTo(1, 20),
  rules: () => rules,
});
