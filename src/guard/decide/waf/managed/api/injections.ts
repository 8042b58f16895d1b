import { type Family, threshold } from '../../detect/finding.ts';
import { addressHeaders } from '../../detect/protocol/spoofed.ts';
import { finds, holds, type Piece, type Place } from '../../inspect/inspect.ts';
import { anyOf } from '../aws-rule.ts';
import type { ManagedRule } from '../managed-group.ts';
import { isResource } from '../resource.ts';
import { isCalled, isRunning } from '../told-of-machines.ts';
import { isNotWrittenOut } from '../written-out.ts';
import { blocks } from './api-rule.ts';
import { isHandedOn } from './command-argument.ts';
import { isCondition } from './condition.ts';
import { isDeclared, isFilterDocument } from './declared-filter.ts';
import { isNameOfValue } from './name-of-value.ts';
import { isProperty } from './properties.ts';
import { isRangeKey, rangesOfTexts } from './ranges.ts';

const everywhere: readonly Place[] = ['query', 'body', 'path', 'cookie', 'header'];
const values: readonly Place[] = ['query', 'body', 'path', 'cookie'];

const family = (name: string, about: string, families: readonly Family[], places = everywhere): ManagedRule =>
  blocks(name, about, (given) => finds(given, { places, families }));

/** Headers that say where a request comes from, or was sent to: addresses of this network are in them by right. */
const isUrl = ({ where, name }: Piece): boolean => {
  if (where !== 'header') return true;
  const lower = name.toLowerCase();
  return !addressHeaders.has(lower) && lower !== 'host' && lower !== 'via' && lower !== 'forwarded';
};

/** Settings of Solr by which it reads templates of whoever asks, and fetches what they name. */
const loading =
  /^(?:solr|params)\.resource\.loader\.enabled$|^(?:requestDispatcher\.requestParsers\.)?enable(?:RemoteStreaming|StreamBody)$/;
const shortestLoading = 'enableStreamBody'.length;

/** What a value becomes where it is put into code, a command, a query, a document or a message. */
export const injectionRules = [
  family('JNDILookup', 'JNDI look-ups, however they are hidden: `${jndi:ldap://…}`.', ['jndi']),
  family(
    'TemplateInjection',
    'Expressions that a template engine would evaluate: `{{7*7}}`, `${T(…)}`, `<%= … %>`, `#{…}`.',
    ['template'],
  ),
  blocks(
    'CommandInjection',
    'Commands that a shell would run (POSIX, cmd.exe, PowerShell): `;id`, `$(whoami)`, `| dir`.',
    (given) =>
      finds(given, {
        places: everywhere,
        families: ['shell'],
        sensitivity: 'HIGH',
        counts: (finding, piece, near) =>
          (finding.score >= threshold.LOW || isHandedOn(finding, piece)) &&
          !isResource(piece) &&
          !isNameOfValue(finding, piece, near) &&
          !isRunning(finding, piece, near),
      }),
  ),
  family(
    'CodeInjection',
    'Code that PHP, Node, Python, Ruby, Java or ASP would evaluate: `eval(…)`, `require("child_process")`.',
    ['code'],
  ),
  blocks(
    'UnsafeDeserialization',
    'Serialized objects whose making runs code, of Java, .NET, PHP, Python, Ruby and Node.',
    (given) =>
      finds(given, {
        places: everywhere,
        families: ['deserialization'],
        // A log names its loggers by the same words; the document as a whole shows what is a type.
        counts: ({ context }, { where, how }) =>
          context !== 'type of an object' || (where !== 'json' && !how.includes('json')),
      }),
  ),
  blocks(
    'NoSQLInjection',
    'Operators and script of document databases: `{"$ne": null}`, `user[$gt]=`, `\'; return true`. Filters by numbers and lists (`{"price": {"$gte": 5}}`) are none, unless of a name or a password.',
    (given) =>
      anyOf(
        finds(given, {
          places: everywhere,
          families: ['nosql'],
          of: (piece) => !isRangeKey(piece) && !isDeclared(piece) && !isFilterDocument(piece),
          counts: (finding, piece, near) =>
            !isProperty(finding, piece, near) && !isCondition(finding, piece, near),
        }),
        rangesOfTexts(given),
        holds(given, {
          places: ['body', 'query'],
          asked: 'has a store load what callers send',
          test: ({ where, text }) =>
            text.length >= shortestLoading &&
            (where === 'json-key' || where.endsWith('-name')) &&
            loading.test(text),
        }),
      ),
  ),
  family('LDAPInjection', 'Filters of LDAP that go on where a value should end: `*)(uid=*`.', ['ldap']),
  family('XPathInjection', "Expressions of XPath and XQuery: `' or count(/*)=1 or '`.", ['xpath']),
  family(
    'XMLExternalEntity',
    'Document types with entities from elsewhere, and their like: `<!ENTITY x SYSTEM "file:…">`.',
    ['xxe'],
  ),
  family(
    'ServerSideInclude',
    'Directives that a web server would obey: `<!--#exec cmd=…-->`, `<esi:include …>`.',
    ['ssi'],
  ),
  blocks(
    'PrototypePollution',
    'Names that lead to the prototype of all objects: `__proto__[x]=`, `constructor.prototype`.',
    (given) =>
      anyOf(
        finds(given, { places: everywhere, families: ['prototype'] }),
        holds(given, {
          places: ['body'],
          asked: 'is the prototype of a constructor',
          test: ({ where, name, text }) =>
            where === 'json-key' && text === 'prototype' && name.endsWith('/constructor/prototype'),
        }),
      ),
  ),
  family('MailHeaderInjection', 'Line breaks and headers of a mail in a value: `a@b%0aBcc: …`.', ['mail']),
  family('ResponseSplitting', 'Line breaks and headers of HTTP in a value: `%0d%0aSet-Cookie: …`.', ['crlf']),
  blocks(
    'ServerSideRequestForgery',
    'Addresses where a server should not go for a caller: metadata of a cloud, this machine in odd spellings, `gopher:`.',
    (given) =>
      finds(given, {
        places: everywhere,
        families: ['ssrf'],
        of: isUrl,
        counts: (finding, piece) => !isCalled(finding, piece),
      }),
  ),
  family(
    'RemoteFileInclusion',
    'Addresses of scripts that a program would include: `http://203.0.113.9/x.php?`.',
    ['rfi'],
    values,
  ),
  blocks(
    'PathTraversalInHeaders',
    'Climbing out of a folder, and files no caller should name, in cookies and headers.',
    (given) => finds(given, { places: ['cookie', 'header'], families: ['path'] }),
  ),
  blocks(
    'CrossSiteScriptingInHeaders',
    'Script that would run in a browser, in headers. Cookies are the Common group’s.',
    (given) => finds(given, { places: ['header'], families: ['xss'], counts: isNotWrittenOut }),
  ),
];
