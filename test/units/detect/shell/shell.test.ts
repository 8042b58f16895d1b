import assert from 'node:assert/strict';
import { test } from 'node:test';
import { posixBinaries } from '../../../../src/guard/decide/waf/detect/shell/binaries.ts';
import { mayName } from '../../../../src/guard/decide/waf/detect/shell/names.ts';
import { cmdlets } from '../../../../src/guard/decide/waf/detect/shell/powershell.ts';
import { detectShell } from '../../../../src/guard/decide/waf/detect/shell/shell.ts';
import { windowsNames } from '../../../../src/guard/decide/waf/detect/shell/windows.ts';

const attack = (text: string, context = 'POSIX command') => {
  const found = detectShell(text);
  assert.ok(found && found.score >= 50, `${text}: ${found?.score ?? 'nothing'}`);
  assert.equal(found.context, context, text);
  assert.equal(found.family, 'shell');
  assert.ok(
    found.from >= 0 && found.from < found.to && found.to <= text.length,
    `${text}: ${found.from}-${found.to}`,
  );
};
const passes = (text: string) => assert.ok((detectShell(text)?.score ?? 0) < 50, text);

test('a command counts behind every separator and in every substitution', () => {
  for (const op of [';', '|', '||', '&', '&&', '\n', '$(', '`', '<(', '; do ', '; then ', ' ; { ', '|& ']) {
    attack(`10.0.0.1${op}cat /etc/passwd`);
  }
});

test('no name of a command is passed over by its beginning or its length', () => {
  for (const name of [...posixBinaries.keys(), ...windowsNames, ...cmdlets])
    for (const end of [' ', ';', '|', '\n', '&', '']) assert.ok(mayName(`;${name}${end}`, 1), name + end);
  for (const word of ['catalogue ', 'lt;', 'x;', '#x;', 'wordiest '])
    assert.ok(!mayName(`;${word}`, 1), word);
});

test('a command counts behind a long run of broken lines, and behind blanks that a variable stands for', () => {
  for (const blanks of [
    '\\\n'.repeat(40),
    ' \t'.repeat(40),
    '$IFS'.repeat(40),
    ' ${IFS}'.repeat(40),
    '\\\n'.repeat(9_000),
  ])
    attack(`;${blanks}cat /etc/passwd`);
});

test('a command counts behind ever so many words that another one is run by', () => {
  for (const words of ['env ', 'A=1 ', 'sudo ', 'time -p ', 'timeout 5 ', 'sudo env A=1 nice '])
    for (const times of [1, 5, 2_000]) attack(`;${words.repeat(times)}cat /etc/passwd`);
});

test('a command in the middle of a word, or behind a letter, is none', () => {
  passes('concat /etc/passwd');
  passes('x cat /etc/passwd');
  passes('tomcat;bobcat');
});

test('quotes, backslashes, empty variables and wildcards hide nothing', () => {
  for (const word of [
    "c'a't",
    'c"a"t',
    'c\\at',
    'ca$@t',
    'c``at',
    '/???/c?t',
    '/bi*/ca*',
    "$'\\x63at'",
    "$'\\143at'",
  ])
    attack(`;${word} /etc/passwd`);
  attack(';cat${IFS}/etc/passwd');
  attack(';cat$IFS$9/etc/passwd');
  attack(';{cat,/etc/passwd}');
  attack(';a=c;b=at;$a$b /etc/passwd');
});

test('each shell is told from the others', () => {
  attack('& type C:\\Windows\\win.ini', 'cmd.exe command');
  attack('& w^hoami', 'cmd.exe command');
  attack('%PATH:~0,1%', 'cmd.exe command');
  attack('; Get-Content C:\\x.txt', 'PowerShell command');
  attack('I`E`X (New-Object Net.WebClient)', 'PowerShell command');
  attack('[System.Reflection.Assembly]::Load($x)', 'PowerShell command');
});

test('lists, tables, code and prose that hold the names of commands pass', () => {
  for (const text of [
    'id;name;date',
    '| id | name | date |',
    'if (a && id) { find(b); }',
    'SELECT `id`, `date` FROM `users`',
    'salt & pepper',
    'ls is a command',
    '&copy; 2024 & more',
    '$(document).ready(function() {})',
    'You can use `ls -la` to list all files in a folder.',
    'npm run build && npm test',
    '0 5 * * * /usr/bin/backup.sh >/dev/null 2>&1',
  ])
    passes(text);
});

test('the range of a finding begins at the separator and ends with the command', () => {
  const text = 'x=1; cat /etc/passwd | wc';
  const found = detectShell(text)!;
  assert.equal(text.slice(found.from, found.to).trim(), '; cat /etc/passwd');
  assert.equal(found.what, 'cat behind ;');
});

test('a value that is made of itself, again and again, is followed no further than one that is written out', () => {
  attack(`;a=ca;a=$a$x;a=\${a}t;$a /etc/passwd`);
  attack(`;a=b;${'a=$a$a;'.repeat(40)}cat /etc/passwd`);
});
