import type { Finding } from '../detect/finding.ts';
import { BRACKET, DOT } from '../inspect/characters.ts';
import { finds, holds, type Piece, type Place } from '../inspect/inspect.ts';
import type { WafGiven } from '../statement.ts';
import { anyOf, awsRule, perComponent } from './aws-rule.ts';
import { isExploitablePath } from './exploitable-paths.ts';
import { headTest } from './head.ts';
import { type ManagedGroup, rulesIn, versionsTo } from './managed-group.ts';

// Of what would be run or unserialised, the part that is Java’s.
const java =
  /java|runtime|processbuilder|^@|@type|com\.sun|org\.(?:apache|spring|codehaus|hibernate)|ognl|jdbc|c3p0/i;

const isJava = ({ context, what, from, to }: Finding, { text, where, how }: Piece): boolean =>
  // A log names its loggers by the same words; the document as a whole shows what is a type.
  (context !== 'type of an object' || (where !== 'json' && !how.includes('json'))) &&
  (java.test(what) || java.test(text.slice(from, to)));

/** `class.module.classLoader…`: the way from any bean to the class loader (CVE-2022-22965). */
const classLoader = /(?:^|\.)class(?:\.module)?\.classloader\b|\bclass\[['"]?(?:module|classloader)['"]?\]/i;

// As a value: what some client put into an argument, or a path into a map of properties.
const toClassLoader = /^class(?:\.module)?\.classloader(?:\.[\w[\]]+)+(?:=|$)/i;

const isToClassLoader = ({ text, where }: Piece): boolean => {
  if (where.endsWith('-name') || where === 'json-key') return text.length < 256 && classLoader.test(text);
  return (text.charCodeAt(0) | 32) === 99 && toClassLoader.test(text);
};

const javaRce = (given: WafGiven, place: Place) =>
  anyOf(
    finds(given, {
      places: [place],
      families: ['deserialization', 'code', 'template'],
      counts: isJava,
    }),
    holds(given, {
      places: [place],
      asked: 'leads to the class loader',
      needs: DOT | BRACKET,
      test: isToClassLoader,
    }),
  );

/** Server functions of React that bring their own response object or walk through a prototype (CVE-2025-55182). */
const isFlight = ({ what }: Finding): boolean => what.startsWith('$') || what === 'a response object';

const localhost = /^localhost(?:\.localdomain)?\.?(?::\d+)?$/i;

const rules = [
  ...perComponent(
    'JavaDeserializationRCE',
    ['HEADER', 'BODY', 'URIPATH', 'QUERYSTRING'],
    'approximated',
    javaRce,
    'Java objects and expressions that run code: serialized gadgets, `getRuntime().exec`, `class.module.classLoader`.',
  ),
  awsRule({
    name: 'Host_localhost_HEADER',
    fidelity: 'documented',
    label: 'Host_Localhost_Header',
    about: 'A `Host` that is `localhost`.',
    compile: (given) =>
      headTest(
        given,
        'host',
        (x) => x.header('host'),
        (x) => localhost.test(x.header('host')),
        ['this machine itself', 'not localhost'],
      ),
  }),
  awsRule({
    name: 'PROPFIND_METHOD',
    fidelity: 'exact',
    label: 'Propfind_Method',
    about: 'The method `PROPFIND`.',
    compile: (given) =>
      headTest(
        given,
        'method',
        (x) => x.method,
        (x) => x.method === 'PROPFIND',
        ['what the rule looks for', 'not PROPFIND'],
      ),
  }),
  awsRule({
    name: 'ExploitablePaths_URIPATH',
    fidelity: 'approximated',
    about: 'Paths of programs known to be weak, and of what no server should show: `/.git/`, `/WEB-INF/`.',
    compile: (given) =>
      holds(given, {
        places: ['path'],
        asked: 'is a path that scanners probe for',
        test: ({ text, where }) => where === 'path' && isExploitablePath(text),
      }),
  }),
  awsRule({
    name: 'Log4JRCE_HEADER',
    fidelity: 'approximated',
    about: 'JNDI look-ups (Log4Shell) in headers and cookies, however they are hidden: `${${lower:j}ndi:…}`.',
    compile: (given) => finds(given, { places: ['header', 'cookie'], families: ['jndi'] }),
  }),
  ...perComponent(
    'Log4JRCE',
    ['QUERYSTRING', 'BODY', 'URIPATH'],
    'approximated',
    (given, place) => finds(given, { places: [place], families: ['jndi'] }),
    'JNDI look-ups (Log4Shell), however they are hidden: `${${lower:j}ndi:…}`.',
  ),
  awsRule({
    name: 'ReactJSRCE_BODY',
    // AWS security bulletin on CVE-2025-55182: version 1.24 or higher has it.
    since: 'Version_1.24',
    fidelity: 'approximated',
    about: 'Objects for React’s server functions that lead through a prototype (CVE-2025-55182).',
    compile: (given) => finds(given, { places: ['body'], families: ['deserialization'], counts: isFlight }),
  }),
];

const versions = versionsTo(1, 25);

/** What is known to be sent by nobody but those who exploit: Java objects, JNDI look-ups, paths of weak programs. */
export const knownBadInputs: ManagedGroup = Object.freeze({
  vendor: 'AWS',
  name: 'AWSManagedRulesKnownBadInputsRuleSet',
  description:
    'What nobody sends but those who exploit: Java objects, JNDI look-ups, paths of weak programs.',
  capacity: 200,
  labelNamespace: 'awswaf:managed:aws:known-bad-inputs:',
  versions,
  rules: (version: string) => rulesIn(rules, versions, version),
});
