import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Detector, Finding } from '../../src/guard/decide/waf/detect/finding.ts';
import { detectPath, restrictedExtension } from '../../src/guard/decide/waf/detect/path/path.ts';
import { detectShell } from '../../src/guard/decide/waf/detect/shell/shell.ts';
import { detectRedirect, detectSsrf } from '../../src/guard/decide/waf/detect/ssrf/ssrf.ts';
import { linear } from './linear.ts';

const detectors: Readonly<Record<string, Detector>> = {
  detectShell,
  detectPath,
  detectSsrf,
  detectRedirect,
  restrictedExtension,
};

// What commands, paths and URLs are made of, whole and broken.
const piece = fc.constantFrom(
  ...';|&$(){}<>`\'"\\^%#=*?[]/.:@~,!-+ \n\t\0'.split(''),
  ...[
    '$(',
    '${',
    '${IFS}',
    '$IFS$9',
    '() {',
    ';};',
    "$'\\x63",
    '&&',
    '||',
    '<<<',
    '> /dev/tcp/',
    '{cat,',
    '%PATH:~0,',
    'a=',
    '$a',
  ],
  ...[
    'cat',
    'id',
    'ls',
    'sudo',
    'then',
    'sh -c',
    'curl',
    'powershell',
    'IEX',
    'type',
    '[System.',
    ']::',
    '.DownloadString',
    '/etc/passwd',
    '-la',
    'C:\\',
  ],
  ...[
    '../',
    '..\\',
    '....//',
    '..;/',
    '..%2f',
    '..%c0%af',
    '%2e',
    '∕',
    '．',
    '\\\\',
    'php://',
    'file:///',
    '.env',
    'win.ini',
    '~/',
    '.bak',
  ],
  ...[
    'http://',
    '//',
    '169.254.',
    '127.0.0.1',
    '0x7f',
    '[::',
    ']',
    '①',
    '。',
    'nip.io',
    'localhost',
    'gopher:',
    '?',
    'metadata',
    'jar:',
    'é',
    '𝒳',
    '\ud800',
  ],
);
const text = fc.oneof(
  fc.array(piece, { maxLength: 40 }).map((parts) => parts.join('')),
  fc.string({ maxLength: 80, unit: 'binary' }),
);

const whole = (found: Finding | null, value: string): boolean =>
  found === null ||
  (found.score >= 30 &&
    found.score <= 100 &&
    found.from >= 0 &&
    found.from <= found.to &&
    found.to <= value.length &&
    found.what !== '');

for (const [name, detect] of Object.entries(detectors)) {
  test(`${name} never throws, gives the same twice, and a range inside the text`, () => {
    fc.assert(
      fc.property(text, (value) => {
        const found = detect(value);
        assert.deepEqual(detect(value), found);
        assert.ok(whole(found, value), JSON.stringify([value, found]));
      }),
      { numRuns: 4000, examples: [['sh -c\\']] },
    );
  });

  test(`${name} takes time in proportion to the length, whatever is repeated`, () => {
    const units = [
      ';',
      '|',
      '`',
      '$(',
      '${',
      '$((',
      "'",
      '"',
      '\\',
      '{',
      '(',
      '[',
      '%',
      '\n',
      '() {',
      ';id',
      ';id;',
      ';cat ',
      '; cat a b c ',
      '$a',
      'a=b;',
      ';a=$a$a',
      'sudo ',
      ';sudo sudo sudo sudo ',
      ';{cat,',
      ";$'\\x",
      ";'",
      ';"a',
      '`id',
      '| id ',
      '\nid',
      'a;b ',
      '%a',
      '[a',
      '%PATH:~',
      '> ',
      '>&',
      '&lt;',
      'A-b',
      ';Get-',
      '../',
      '..',
      '.',
      '/',
      '\\',
      '..;/',
      '..%2f',
      '%2e',
      '/./',
      '//',
      'a/',
      'C:\\',
      '\0',
      '\\\\a',
      '.env ',
      '/etc/passwd ',
      'the /etc/passwd ',
      'http://',
      '://',
      'a://',
      'http://a@',
      '@',
      '[::',
      ':',
      '1.',
      '0x',
      'http://127.0.0.1/ ',
      'the http://127.1/ ',
      'jar:',
      '①',
      '。',
      '%31',
      'a.',
      'http://a b ',
      'x ',
      'aa',
      'a:b ',
      'abcd\0 ',
      ' () {',
      '${IFS',
      '$(a ',
      '[System ',
      '&id=',
      ';a=',
      "';id",
      '% ',
      '{a ',
      '`id`.',
      '^',
      'php:/ ',
      '\\a/',
      'http://a\\ ',
      'jar:a ',
      '$IFS',
      '${IFS}',
      '$IFS$9',
      '${IFS ${IFS}',
      '\\\n',
      '\\\n$IFS ',
      '\\\n${',
      '|sh -c ',
      '${)env `${IFS}',
      '\\\n$IFS',
    ];
    for (const unit of units)
      linear(`${name} of ${JSON.stringify(unit)}`, detect, unit.repeat(Math.floor(65_536 / unit.length)));
  });
}
