import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { weighGraphql } from '../../src/guard/decide/waf/detect/graphql/graphql.ts';
import { bodyParts } from '../../src/guard/decide/waf/detect/views/body.ts';
import { decodedViews } from '../../src/guard/decide/waf/detect/views/views.ts';
import { Pieces } from '../../src/guard/decide/waf/inspect/pieces.ts';
import { searches } from '../../src/guard/decide/waf/inspect/searches.ts';
import { linearIn } from './linear.ts';

// What repeats of one unit do not show: units of several pieces, with something before and behind them.
const marks = [...' ;|&$(){}<>`\'"\\^%#=*?[]/.:@~,!-+\n\r\t\0a1éx', '＜', '\ud800', '\\\n', '\r\n'];
const words: Readonly<Record<string, string>> = {
  sqli: "select union case␠when␠ then␠ interval␠ in( between␠ or␠ -- /* */ {d␠ from␠ begin␠ if␠ n' q'[ $$ $a$ cast( declare␠@a␠ exec␠",
  xss: '<a␠ <script> <!-- <![CDATA[ <svg␠ onload= style= href= javascript: &# url( ${ eval( // /* srcdoc=" <style> {{',
  shell:
    'a=$a$a; cat␠ id $IFS ${IFS} ${ $( sudo␠ env␠ a= $a {cat, /dev/tcp/ IEX [System. :: %PATH:~ cmd␠/c␠ ()␠{ Get-Item␠ sh␠-c␠ then␠ /*/ /b?n/',
  template: '{{ }} {% %} ${ #{ <% %> <#if␠ [# @( T( __class__ #set($ 7*7 {* {php} [[',
  code: "<?php␠ ?> <?= eval( $_GET[ -> new␠ function( java.lang. process. __ =cmd| require␠\" %x( 'a'+ 'a'. ['a', chr(65). atob(' ''.join([ [...'a' $a='b';",
  path: '../ ..\\ /etc/passwd %2e C:\\ file:// ....// .;/ .env .bak \\\\ php://filter/',
  ssrf: 'http:// // [::1] 127. 0x7f localhost .nip.io 169.254.169.254 gopher:// ① 。 jar: url=',
  xxe: '<!DOCTYPE␠ <!ENTITY␠ <!ENTITY␠%␠ SYSTEM␠" PUBLIC␠" %a; ]> <xi:include␠ xmlns:a=" <xsl: XInclude XSL/Transform',
  deserialization:
    'O:4:" a:1:{ rO0 "@type":" {"$type":" !!python/ cos\n BAh $1: <java.lang.a> <object␠class="',
  other:
    "jndi: ${lower: :- )(uid=* '␠or␠ count( '] || $where {$gt: db. Bcc:␠ Set-Cookie:␠ <!--#exec␠ <esi: __proto__ constructor prototype document.cookie= SET␠",
  graphql: 'query␠ { } a a: ( ) """ ... ...on␠A @a fragment␠a␠on␠B $a:',
  body: '{"a": [ <a> </a> <a␠b=" <!-- <![CDATA[ - ␠␠a: | &a␠ !!a␠ --B\r\n --B Content-Disposition:␠form-data;␠name=" filename*0= a=b& %41 )]}\' {a: /* */ // \\x41 \\u{41} ` "" a;b \r\na=b Content-Type:␠application/http a[b]=',
  value: '{a: {"a": <a> </a> <a:b␠ =?a?Q?=41?= ?a=b& &a= # /a?b= /* ` \\x41 %7B%22a%22: eyJhIjo bVJdb4Mw',
  views: '% %25 &amp; &# \\u \\x41 +AD w- 0x41 H4sI eJ Ｂ Ã© PHNjcmlwdD4 abcdefghijklmnop 41414141',
};
/** Whatever a detector compares with: what is quoted in its own source. */
function ownWords(family: string): string[] {
  const folder = join(import.meta.dirname, '../../src/guard/decide/waf/detect', folders[family] ?? family);
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const sources = files.map((name) => readFileSync(join(folder, name), 'utf8'));
  const quoted = sources.flatMap((source) =>
    [...source.matchAll(/'([^'\\\n]{2,400})'/g)].map(([, text]) => text!),
  );
  return [...new Set(quoted.flatMap((text) => text.split(' ')))].filter(
    (word) => word.length > 1 && word.length < 24,
  );
}

const folders: Readonly<Record<string, string>> = {
  sqli: 'sql',
  metadata: 'ssrf',
  rfi: 'ssrf',
  redirect: 'ssrf',
};

const wordsOf = (family: string): string[] =>
  (words[family] ?? words.other!).split(' ').map((word) => word.replaceAll('␠', ' '));
const piecesOf = (family: string): string[] => [...marks, ...wordsOf(family)];

const body =
  (contentType: string) =>
  (text: string): void =>
    void bodyParts({ bytes: Buffer.from(text), whole: true, contentType, contentEncoding: '' }, () => {});

const readers: readonly (readonly [string, string, (text: string) => void])[] = [
  ...[...searches].map(([name, { detect }]) => [name, name, detect] as const),
  ['graphql', 'graphql', (text) => weighGraphql([text])],
  ['views', 'views', (text) => decodedViews(text, true)],
  ['a value', 'value', (text) => new Pieces().add('a', text, 'json', [])],
  ...[
    '',
    'application/json',
    'application/xml',
    'application/yaml',
    'text/csv',
    'text/plain',
    'multipart/form-data; boundary=B',
  ].map((type) => [`a body of type '${type}'`, 'body', body(type)] as const),
];

// What is made of what came before, twice: one that puts in what a name stands for doubles it each time.
const doublings: readonly (readonly [string, string, string])[] = [
  [';a=b;', 'a=$a$a;', '$a'],
  [';a=b;', 'a=${a}${a};', '${a}'],
  [";export a='cat ';", 'export a="$a$a";', '$a'],
  ['&set a=b&', 'set a=%a%%a%&', '%a%'],
  [";$a='b';", '$a="$a$a";', 'iex $a'],
  ["<script>a='b';", 'a=a+a;', 'eval(a)</script>'],
  ["<script>a='b';", 'a=`${a}${a}`;', 'eval(a)</script>'],
  ["{% set a='b' %}", '{% set a=a~a %}', '{{a}}'],
  ["#set($a='b')", '#set($a="$a$a")', '$a'],
  ["<#assign a='b'>", '<#assign a=a+a>', '${a}'],
  ["';set @a='b';", 'set @a=concat(@a,@a);', 'prepare s from @a'],
  ["<?php $a='b';", '$a=$a.$a;', '$a();?>'],
  ['<!--#set var="a" value="b"-->', '<!--#set var="a" value="$a$a"-->', '<!--#exec cmd="$a"-->'],
  ['a: &a [x]\n', 'a: &a [*a,*a]\n', 'b: *a'],
  ['<!DOCTYPE a [<!ENTITY a "x">', '<!ENTITY a "&a;&a;">', ']><a>&a;</a>'],
  ['{...a}', 'fragment a on B{...a ...a}', ''],
];

// Rows that end as none of them does: whoever looks for the end from each of them goes over all of it.
const rows = [
  ' #',
  '\t',
  ' ',
  '/',
  ':',
  '.A',
  '%5C',
  '-0',
  '[[',
  '=',
  'do{',
  '\n;',
  '@',
  '*P',
  ' "',
  '&a ',
  '- ',
];
const begins = ['', 'a: b', 'a=', '<a>', '<a ', '"', 'a;b=', 'cat ', '//a'];
const ends = ['\r\n', '\r', '\0', '"', '>', ',', ';='];

for (const [name, family, read] of readers) {
  test(`${name}: 64 KB of any pieces are read without a throw, in time in proportion to the length`, () => {
    const own = ownWords(family);
    const piece = fc.oneof(
      { arbitrary: fc.constantFrom(...piecesOf(family)), weight: 3 },
      { arbitrary: fc.constantFrom(...(own.length > 0 ? own : marks)), weight: 1 },
    );
    const some = (maxLength: number) => fc.array(piece, { maxLength }).map((all) => all.join(''));
    const unit = fc.array(piece, { minLength: 1, maxLength: 6 }).map((all) => all.join(''));
    const bounds = { floor: 6_000, times: 24 };
    // Two rows, since what opens in one may be closed in the other.
    const rows = fc.tuple(some(3), unit, some(2), fc.oneof(fc.constant(''), unit), some(2));
    const property = fc.property(rows, (shape) => {
      const [before, first, between, second, behind] = shape;
      const text = (count: number): string =>
        before + first.repeat(count) + between + second.repeat(count) + behind;
      const count = Math.ceil(65_536 / (first.length + second.length));
      const took = linearIn(JSON.stringify(shape), read, text, count, bounds);
      assert.ok(took < 1_000_000, `${took} µs: ${JSON.stringify(shape)}`);
    });
    // `RUNS=6000` looks further than every change has to wait for.
    fc.assert(property, { numRuns: Number(process.env.RUNS ?? 300), endOnFailure: true });
  });
  test(`${name}: rows that end as none of them does take time in proportion to their length`, () => {
    for (const begin of begins)
      for (const row of rows)
        for (const end of ends) {
          const text = (count: number): string => begin + row.repeat(count) + end;
          linearIn(JSON.stringify([begin, row, end]), read, text, Math.ceil(16_384 / row.length), {
            floor: 4_000,
            times: 24,
          });
        }
  });
  test(`${name}: many of one piece behind many of another take time in proportion to their length`, () => {
    const pieces = wordsOf(family);
    for (const first of pieces)
      for (const second of pieces) {
        const text = (count: number): string => first.repeat(count) + second.repeat(count);
        const count = Math.ceil(32_768 / (first.length + second.length));
        linearIn(JSON.stringify([first, second]), read, text, count, { floor: 6_000, times: 24 });
      }
  });
  test(`${name}: commands behind one long word take time in proportion to their length`, () => {
    for (const row of [
      'vault<*|',
      '|id',
      ';a=b',
      '&dir',
      '/a?b=',
      '$(id)',
      '<a>',
      '{{a}}',
      "'or'",
      '../',
      '&#x41;',
    ])
      linearIn(row, read, (count) => `${'x'.repeat(4 * count)}＜${row.repeat(count)}`, 8_192, {
        floor: 2_000,
        times: 24,
      });
  });
  test(`${name}: what is made of itself twice, again and again, takes time in proportion to its length`, () => {
    for (const [before, unit, behind] of doublings) {
      const text = (count: number): string => before + unit.repeat(count) + behind;
      linearIn(text(1), read, text, Math.ceil(32_768 / unit.length));
    }
  });
}
