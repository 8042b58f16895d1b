import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectCode } from '../../../../src/guard/decide/waf/detect/code/code.ts';
import { detectCrlf } from '../../../../src/guard/decide/waf/detect/crlf/crlf.ts';
import { detectDeserialization } from '../../../../src/guard/decide/waf/detect/deserialization/deserialization.ts';
import type { Detector } from '../../../../src/guard/decide/waf/detect/finding.ts';
import { detectJndi } from '../../../../src/guard/decide/waf/detect/jndi/jndi.ts';
import { detectLdap } from '../../../../src/guard/decide/waf/detect/ldap/ldap.ts';
import { detectMail } from '../../../../src/guard/decide/waf/detect/mail/mail.ts';
import { detectNosql, detectNosqlKey } from '../../../../src/guard/decide/waf/detect/nosql/nosql.ts';
import {
  detectPrototype,
  detectPrototypeKey,
} from '../../../../src/guard/decide/waf/detect/prototype/prototype.ts';
import { detectTemplate } from '../../../../src/guard/decide/waf/detect/template/template.ts';
import { detectXxe } from '../../../../src/guard/decide/waf/detect/xxe/xxe.ts';

const score = (detect: Detector, text: string): number => detect(text)?.score ?? 0;
const caught = (detect: Detector, ...texts: string[]): void => {
  for (const text of texts) assert.ok(score(detect, text) >= 50, `${text}: ${score(detect, text)}`);
};
const passes = (detect: Detector, ...texts: string[]): void => {
  for (const text of texts) assert.equal(detect(text), null, text);
};

test('an expression of constants is a probe; one of names, paths and filters is a template', () => {
  caught(detectTemplate, '{{7*7}}', '${7*7}', '<%= 7*7 %>', '#{7*7}', 'a{{9*9}}b');
  passes(detectTemplate, '{{ price * 2 }}', '{{ user.name | upper }}', '${VAR:-x}', '<%= user.name %>');
});

test('a name put together of pieces, escaped or turned round is still the name', () => {
  caught(detectTemplate, "{{()|attr('__cla'~'ss__')}}", "{{''['\\x5f\\x5fclass\\x5f\\x5f']}}");
  caught(detectTemplate, '{{ x|attr("__ssalc__"|reverse) }}', "{{['__glo','bals__']|join}}");
});

test('a finding names the construct, where it would run, and its place', () => {
  const text = 'x {{ lipsum.__globals__ }} y';
  const found = detectTemplate(text)!;
  assert.equal(found.what, '__globals__ of an object');
  assert.equal(found.context, '{{…}}');
  assert.equal(text.slice(found.from, found.to), '{{ lipsum.__globals__ }}');
});

test('an expression that prose talks of is doubtful at most', () => {
  const text = 'In Jinja you write {{ 7 * 7 }} and the page shows 49; that is how to show that it works.';
  assert.ok(score(detectTemplate, text) < 50);
});

test('look-ups are resolved from the inside out before their scheme is read', () => {
  caught(detectJndi, '${${lower:j}ndi:ldap://a.example}', '${${env:X:-j}n${::-d}i:rmi://a.example}');
  assert.equal(detectJndi("${${date:'j'}ndi:dns://a.example}")!.what, 'jndi:dns');
  passes(detectJndi, '${date:yyyy-MM-dd}', '${env:HOME}', '${DB_HOST:localhost}:${DB_PORT:5432}');
});

test('a serialized object is read by its grammar, whatever it travels in', () => {
  assert.equal(detectDeserialization('O:4:"Evil":0:{}')!.what, 'PHP object Evil');
  const java = Buffer.from('aced00057372000f6a6176612e7574696c2e4c6f63616c65', 'hex');
  for (const form of ['base64', 'base64url', 'hex', 'latin1'] as const)
    assert.match(detectDeserialization(java.toString(form))!.what, /^Java object/);
  passes(detectDeserialization, 'a:1:{i:0;s:1:"a";}', 'eyJhIjoxfQ==', 'gAJ9cQAoWAEAAABhcQFLAXUu');
});

test('code counts where it is called, not where it is mentioned', () => {
  caught(detectCode, "system('id')", "';phpinfo();//", "('sys'.'tem')('id')", '$_GET[0]($_GET[1])');
  caught(detectCode, "require('child_process').exec('id')", "__import__('os').system('id')");
  passes(detectCode, 'the system (Linux) is good', 'regex.exec(str)', "const fs = require('fs');");
});

test('a program of several lines is shown, not injected', () => {
  const text =
    "const { exec } = require('child_process');\n\nexec('ls', (e, out) => {\n  console.log(out);\n});";
  assert.ok(score(detectCode, text) < 50);
});

test('a filter is left by a parenthesis that the value did not open', () => {
  caught(detectLdap, '*)(uid=*', 'admin)(&)', '*))(|(cn=*');
  passes(detectLdap, 'f(x)(y=2)', '(a)(b)', '1) apples (red) 2) pears', ':)');
});

test('an operator is a key where it stands as one', () => {
  caught(detectNosql, '{"$ne":null}', "', $where: '1 == 1", "' || '1'=='1");
  passes(detectNosql, 'costs $gt', '$filter=name eq 1', "var x = 'a'; var y = 'b';", "a == 'x' || b == 'y'");
  for (const name of ['$where', 'user[$ne]', 'age.$gt', 'a[$in][0]']) assert.ok(detectNosqlKey(name), name);
  for (const name of ['$filter', '$top', '$ref', 'us$in', 'a[b]']) assert.equal(detectNosqlKey(name), null);
});

test('a line that begins a header counts behind a value, not in a letter or a pasted message', () => {
  caught(
    detectCrlf,
    'x\r\nSet-Cookie: a=b',
    '\r\nLocation: http://a.example',
    'x\u560d\u560aSet-Cookie: a=b',
  );
  passes(detectCrlf, 'Meeting\nLocation: Berlin\nDate: Friday', 'Hello\nNote: fine');
  assert.ok(score(detectCrlf, 'Accept: */*\r\nHost: a.example') < 50);
  caught(detectMail, 'a@b.example\nBcc: c@d.example', 'x\r\nRCPT TO:<c@d.example>\r\nDATA');
  assert.ok(score(detectMail, 'From: a@b.example\nTo: c@d.example\nSubject: hi') < 50);
});

test('a break that is written out counts behind a word, and not in a program', () => {
  caught(detectCrlf, 'de\\r\\nSet-Cookie: admin=1', 'en\\nLocation: //evil.example');
  passes(detectCrlf, 'send("HTTP/1.1 200 OK\\r\\nSet-Cookie: a=1")', 'C:\\new\\robots', 'one\\nTwo: three');
});

test('what belongs to XSLT and XInclude is told by its namespace, whatever its prefix', () => {
  const xslt = 'xmlns:t="http://www.w3.org/1999/XSL/Transform"';
  caught(
    detectXxe,
    `<t:stylesheet ${xslt}><t:value-of select="document('/etc/passwd')"/></t:stylesheet>`,
    `<stylesheet ${xslt.replace(':t', '')}><copy-of select="unparsed-text('/etc/passwd')"/></stylesheet>`,
    '<a xmlns:z="http://www.w3.org/2001/XInclude"><z:include parse="text" href="file:///etc/passwd"/></a>',
  );
  passes(detectXxe, `<t:stylesheet ${xslt}><t:value-of select="name"/></t:stylesheet>`);
});

test('JSON that names a class of Ruby, and XML that names one of the JDK, are objects', () => {
  caught(
    detectDeserialization,
    '{"json_class":"Gem::Requirement","x":1}',
    '{"^o":"Net::BufferedIO","io":1}',
    '<map><jdk.nashorn.internal.objects.NativeString/></map>',
  );
  passes(detectDeserialization, '{"json_class":"Range","a":[1,2]}', '{"json_class":"Order"}');
});

test('a document type is an attack for what it reaches, not for being there', () => {
  caught(
    detectXxe,
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///x">]>',
    '<!DOCTYPE a SYSTEM "http://b.example/c">',
  );
  passes(detectXxe, '<!DOCTYPE html>', '<!DOCTYPE note SYSTEM "Note.dtd">');
});

test('a path that leads to the prototype is one in names, keys and values, not in a program', () => {
  for (const name of ['__proto__', 'a[__proto__][b]', 'constructor[prototype][x]', '__pro__proto__to__'])
    assert.ok(detectPrototypeKey(name), name);
  for (const name of ['constructor', 'prototype', 'my__proto__x', 'proto'])
    assert.equal(detectPrototypeKey(name), null, name);
  caught(detectPrototype, '{"__proto__":{"x":1}}', '{"\\u005f\\u005fproto__":{}}', '__proto__[x]=1');
  passes(detectPrototype, 'Foo.prototype.bar = function(){}', '{"constructor":"Ferrari"}');
});

test('a class that does harm is known by its name in every form that mappers read', () => {
  for (const name of [
    'com.sun.rowset.JdbcRowSetImpl',
    'Lcom.sun.rowset.JdbcRowSetImpl;',
    `${'L'.repeat(40)}org.apache.xbean.X${';'.repeat(40)}`,
    '[com.sun.rowset.JdbcRowSetImpl',
    '[Lcom.sun.rowset.JdbcRowSetImpl;',
    'com\\u002esun.rowset.JdbcRowSetImpl',
    '\\u0063om.sun.rowset.JdbcRowSetImpl',
    'bsh.Interpreter',
    'javax.naming.InitialContext',
    'oracle.jdbc.rowset.OracleJDBCRowSet',
    'System.Windows.Data.ObjectDataProvider, PresentationFramework',
    'Microsoft.VisualStudio.Text.Formatting.TextFormattingRunProperties, X',
  ])
    caught(detectDeserialization, `{"note":"12.5 and a.b@c.example","x":{"@type":"${name}","a":1}}`);
  caught(detectDeserialization, '{"a":1.5,"json_class":"Gem::Installer"}', '{"a":1.5,"^o":"Gem::Installer"}');
  caught(detectDeserialization, '{"a":1.5,"py/object":"os.x"}');
  passes(detectDeserialization, '{"@type":"com.example.Shop","a":"Gem::Installer","b":"java.lang.String"}');
});
