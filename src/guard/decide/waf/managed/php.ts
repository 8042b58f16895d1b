import type { Finding } from '../detect/finding.ts';
import { finds, type Piece, type Place } from '../inspect/inspect.ts';
import type { WafGiven } from '../statement.ts';
import { anyOf, awsRule } from './aws-rule.ts';
import { type ManagedGroup, versionsTo } from './managed-group.ts';

// Functions that are PHP’s, by the last name of a call.
const functions: ReadonlySet<string> = new Set(
  (
    'passthru shell_exec proc_open pcntl_exec create_function phpinfo php_uname get_current_user phpversion ' +
    'get_loaded_extensions get_defined_vars zend_version call_user_func call_user_func_array array_map array_filter array_walk ' +
    'usort uasort uksort register_shutdown_function register_tick_function ob_start assert file_get_contents readfile fopen ' +
    'highlight_file show_source opendir scandir parse_ini_file file_put_contents move_uploaded_file fwrite glob ini_set ini_get ' +
    'putenv getenv dl error_log base64_decode gzinflate str_rot13 unserialize fsockopen posix_getpwuid get_cfg_var system exec ' +
    'popen eval preg_replace include include_once require_once print_r var_dump md5 die echo print'
  ).split(' '),
);
// What says that it is another language after all.
const elsewhere =
  /\b(?:require\(|process\.|child_process|import |__\w+__|java\.|Runtime|os\.|subprocess|new Function)/;

/** Of code, the part that is PHP’s. */
function isPhp({ what, from, to }: Finding, { text }: Piece): boolean {
  if (what.startsWith('PHP') || what === 'a variable of the request') return true;
  const around = text.slice(Math.max(0, from - 200), to + 200);
  if (elsewhere.test(around)) return false;
  const name = /([\w$]+)(?:\(\)| of )/.exec(what)?.[1] ?? '';
  return what.includes('.') ? false : functions.has(name);
}

const isPhpObject = ({ what }: Finding): boolean => what.startsWith('PHP object');
const isPhpStream = ({ context, what }: Finding): boolean =>
  context === 'name of a stream' &&
  /^(?:php|phar|expect|zip|compress\.\w+|zlib|ssh2\.\w+|data|glob)\b/.test(what);

const injected = (given: WafGiven, places: readonly Place[]) =>
  anyOf(
    finds(given, { places, families: ['code'], counts: isPhp }),
    finds(given, { places, families: ['deserialization'], counts: isPhpObject }),
    finds(given, { places, families: ['path'], counts: isPhpStream }),
  );

const rule = (component: string, places: readonly Place[], where: string) =>
  awsRule({
    name: `PHPHighRiskMethodsVariables_${component}`,
    fidelity: 'approximated',
    about: `Code, objects and streams of PHP in ${where}: \`fsockopen(…)\`, \`$_GET[…]\`, \`O:8:"stdClass"…\`, \`php://filter\`.`,
    compile: (given) => injected(given, places),
  });

const rules = [
  rule('HEADER', ['header', 'cookie'], 'headers and cookies'),
  rule('QUERYSTRING', ['query'], 'arguments'),
  rule('BODY', ['body'], 'the body'),
  rule('URIPATH', ['path'], 'the path'),
];

/** Code of PHP. */
export const php: ManagedGroup = Object.freeze({
  vendor: 'AWS',
  name: 'AWSManagedRulesPHPRuleSet',
  description: 'Code, objects and streams of PHP.',
  capacity: 100,
  labelNamespace: 'awswaf:managed:aws:php-app:',
  versions: Object.freeze([...versionsTo(2, 2), ...versionsTo(1, 3)]),
  rules: () => rules,
});
