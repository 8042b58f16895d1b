import { restrictedExtension } from '../detect/path/path.ts';
import { DOT } from '../inspect/characters.ts';
import { finds, holds, type Piece, type Place, type Question, type Sought } from '../inspect/inspect.ts';
import type { WafGiven } from '../statement.ts';
import { anyOf, awsRule, perComponent } from './aws-rule.ts';
import { headTest, longerThan } from './head.ts';
import { type ManagedGroup, versionsTo } from './managed-group.ts';
import { namesScanner } from './scanner-agent.ts';
import { isFile } from './systems.ts';
import { isCalled } from './told-of-machines.ts';
import { isNotWrittenOut } from './written-out.ts';

const looksFor = (family: Sought, counts?: Question['counts']) => (given: WafGiven, place: Place) =>
  finds(given, { places: [place], families: [family], ...(counts === undefined ? {} : { counts }) });

// Names of arguments whose value is the name of a file; elsewhere `www.example.db` is as good as any word.
const fileNames =
  /^(?:.*[_.-])?(?:file|filename|path|page|doc|document|folder|root|pg|style|pdf|template|include|inc|dir|load|read|download|view|content|layout|mod|conf|url|src|log)s?$/i;

const namesRestricted = ({ text, where, name }: Piece): boolean => {
  if (where !== 'query' && where !== 'path' && where !== 'segment') return false;
  // What stands amid a path is no file: `/providers/Microsoft.Sql/servers`. A segment that holds a path ends with one.
  if (where === 'segment' && !/[\\/]/.test(text)) return false;
  if (where === 'query' && !fileNames.test(name) && !text.includes('/') && !text.includes('\\')) return false;
  if (where === 'query' && /^https?:/i.test(text)) return false;
  return text.includes('.') || text.endsWith('~') ? restrictedExtension(text) !== null : false;
};

// No browser names a folder above; what is stored under such a name lies where its sender wants it.
const climbingNames = (given: WafGiven, place: Place) =>
  holds(given, {
    places: [place],
    asked: 'gives a file a name that climbs out of its folder',
    needs: DOT,
    test: ({ text, where }) => where === 'file-name' && /(?:^|[\\/])\.\.[\\/]/.test(text),
  });

const rules = [
  awsRule({
    name: 'NoUserAgent_HEADER',
    fidelity: 'exact',
    about: 'No `User-Agent`, or an empty one.',
    compile: (given) =>
      headTest(
        given,
        'user-agent',
        (x) => x.header('user-agent'),
        (x) => x.header('user-agent') === '',
        ['none', 'one'],
      ),
  }),
  awsRule({
    name: 'UserAgent_BadBots_HEADER',
    fidelity: 'approximated',
    label: 'BadBots_Header',
    about: 'A `User-Agent` that names a scanner: `sqlmap`, `nikto`, `nuclei`.',
    compile: namesScanner,
  }),
  awsRule({
    name: 'SizeRestrictions_QUERYSTRING',
    fidelity: 'documented',
    about: 'A query of more than 2 048 bytes.',
    compile: (given) => longerThan(given, 'query string', 2_048, (x) => x.query.length),
  }),
  awsRule({
    name: 'SizeRestrictions_Cookie_HEADER',
    fidelity: 'documented',
    about: 'Cookies of more than 10 240 bytes.',
    compile: (given) => longerThan(given, 'cookie header', 10_240, (x) => x.header('cookie').length),
  }),
  awsRule({
    name: 'SizeRestrictions_BODY',
    fidelity: 'documented',
    about: 'A body of more than 8 192 bytes.',
    compile: (given) => longerThan(given, 'body', 8_192, (x) => x.prefix?.length ?? 0),
  }),
  awsRule({
    name: 'SizeRestrictions_URIPATH',
    fidelity: 'documented',
    about: 'A path of more than 1 024 bytes.',
    compile: (given) => longerThan(given, 'path', 1_024, (x) => x.stagePath.length),
  }),
  ...perComponent(
    'EC2MetaDataSSRF',
    ['BODY', 'COOKIE', 'URIPATH', 'QUERYARGUMENTS'],
    'approximated',
    looksFor('metadata', (finding, piece) => !isCalled(finding, piece)),
    'Addresses of the metadata of a cloud, in any spelling: `http://169.254.169.254/`, `http://2852039166/`.',
  ),
  ...perComponent(
    'GenericLFI',
    ['QUERYARGUMENTS', 'URIPATH', 'BODY'],
    'approximated',
    (given, place) => {
      const paths = finds(given, { places: [place], families: ['path'], counts: isFile });
      return place === 'body' ? anyOf(paths, climbingNames(given, place)) : paths;
    },
    'Climbing out of a folder, and files no caller should name: `../../etc/passwd`, `C:\\windows\\win.ini`, `php://filter`.',
  ),
  ...perComponent(
    'RestrictedExtensions',
    ['URIPATH', 'QUERYARGUMENTS'],
    'approximated',
    (given, place) =>
      holds(given, {
        places: [place],
        asked: 'names a file whose kind is not meant for callers',
        test: namesRestricted,
      }),
    'Files of a kind that is not meant for callers: `.log`, `.ini`, `.bak`, `.sql`.',
  ),
  ...perComponent(
    'GenericRFI',
    ['QUERYARGUMENTS', 'BODY', 'URIPATH'],
    'approximated',
    looksFor('rfi'),
    'Addresses of scripts of other hosts that a program would include: `http://203.0.113.9/x.txt?`.',
  ),
  ...perComponent(
    'CrossSiteScripting',
    ['COOKIE', 'QUERYARGUMENTS', 'BODY', 'URIPATH'],
    'approximated',
    looksFor('xss', isNotWrittenOut),
    'Script that would run in a browser: in tags, attributes, addresses, strings of scripts, templates.',
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
