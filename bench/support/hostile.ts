/** Texts of one length that cost detectors as much as we know how to: by what they repeat. */
export const hostile = (length: number): Named[] => [
  ...named([...commands, ...others], length),
  ...alphabets.map(
    (letters): Named => [`a mix of ${JSON.stringify(letters)}`, mixture([...letters], length)],
  ),
  ...vocabularies.map((words): Named => [`a mix of ${words.join(' ')}`, mixture(words, length)]),
];

/** Those of commands, paths and addresses. */
export const hostileCommands = (length: number): Named[] => named(commands, length);

type Named = readonly [name: string, text: string];

const named = (units: readonly string[], length: number): Named[] =>
  units.map((unit) => [
    JSON.stringify(unit.slice(0, 14)),
    unit.repeat(Math.ceil(length / unit.length)).slice(0, length),
  ]);

/** Letters or words in an order of no pattern, the same each time. */
function mixture(letters: readonly string[], length: number): string {
  let seed = 1;
  let text = '';
  while (text.length < length) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    text += letters[(seed >>> 16) % letters.length];
  }
  return text.slice(0, length);
}

// The worst that a search found which mixed fragments of all languages by chance, for minutes.
const vocabularies = [
  ["'", '<%', 'cat ', '[', 'java.lang.'],
  ['>', '*', '_', '\\x', '<', 'a', '%u00'],
  ['%2e', '\t', '{{', '-', '['],
  ['$(', '(', 'http://', '﹤', '*'],
  ['or ', '.', '/etc/', 'on', '&lt;', '﹤', '+'],
  ['~', '<%', 'http://', '%2e', 'Bcc:', 'GET ', '\\x'],
  ['{{', 'java.lang.', '!', '﹤', ']', 'base64,'],
  ['system', '*/', '\\u00', '＇', '&&'],
  ['system(<!--%>--"'],
  ['&#x', '{', '%2e', '=?', '<', ';', '﹤'],
  ['`', '﹤', '*/', '${', 'javascript:', '&lt;', '$('],
  ['<%', '<?php', '\\u00', 'a', '+', '"', 'http://'],
  ['/*//.}}&&'],
  ['/*cat &&${/*-'],
];

const alphabets = ['&#x;lt', '{"a":1,', '$({`;|&', '%0a2f', '${}:j', '<a =">', '\'"`\\', 'a($`{;', 'eval()'];

const commands = [
  "It's a long way to the top; if you can't find the best cat & dog, read more at 5 p.m. (or later). ",
  ';id;',
  '; cat a b c ',
  '$(',
  '`id',
  '| id ',
  'id;',
  'id&',
  'id\n',
  'w|',
  '|a\\',
  '{ id ',
  '`id`',
  'Get-Date;',
  'a=$(id);',
  'a=f(x);',
  'a=1;id;',
  '\nls -la',
  "c'a't ",
  '> ',
  '%a',
  '../',
  '..%2f',
  'C:\\',
  'http://',
  'http://127.1/ ',
  '://a',
  '\\\\a ',
  '①',
  ';',
  ";c'a't ",
  '&a=b',
  '[a',
  'sudo ',
  ';a=$a',
  '/etc/passwd ',
  '/a.b ',
  ';find /x ',
];

const others = [
  'a=b&',
  '1+',
  ' or 1=1',
  '(',
  "'",
  '\'"`',
  "\\'",
  '/**/',
  'se/**/lect ',
  '1.',
  'f(x)',
  'select a from b where c = d ',
  "' ' ",
  'a,b;c ',
  '@a:=',
  'x=y and ',
  '<',
  '<a ',
  '<a b=c ',
  '<a href="javascript:x ',
  '<img src=x on',
  'x="y" ',
  '</script>',
  '<!--',
  '&lt;',
  '&#60;',
  'javascript:',
  '[a](javascript:',
  'a(b)',
  'a["b"]',
  '${a}',
  '{{a}}',
  '{{"eval",',
  '{php}',
  '{{attr.',
  '{',
  '[',
  '{"a":',
  '${',
  '${${',
  '${a:-',
  '<%',
  '#{',
  '%25',
  '%2525',
  '%u0041',
  '\\u0041',
  '\\x41',
  '/etc/passw ',
  '＇',
  'O:8:"a":',
  '!!a ',
  'rO0AB',
  'QUJD',
  'JTI3 ',
  '<!ENTITY a ',
  '<!DOCTYPE a [',
  '<!--#',
  '*)(a=',
  ')(',
  "' or ",
  "'] | a[",
  '$ne:',
  'db.a(',
  '\r\na: b',
  'To: a@b.c\n',
  '__proto__',
  'constructor.',
  'process.',
  'a.b.c(',
  "x'41' ",
  '0x41 ',
  'Ã©',
  '+AGE-',
  '{a:',
  '/*',
  "'\\x27'",
  '=?a?Q?b?=',
  '?a=b&',
  '<a:b>',
  'a[b c]',
  '(a=1,',
  'eval(',
  '{"$',
  '`${',
  '&Tab;',
  '\\\n',
  '${env:',
  '"JTI3JTIwb3I",',
];
