import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectPath, restrictedExtension } from '../../../../src/guard/decide/waf/detect/path/path.ts';

const score = (text: string) => detectPath(text)?.score ?? 0;
const attack = (text: string) => assert.ok(score(text) >= 50, `${text}: ${score(text)}`);
const passes = (text: string) => assert.ok(score(text) < 50, `${text}: ${score(text)}`);

test('a climb to a file that matters is an attack in every spelling of dots and slashes', () => {
  for (const up of [
    '../',
    '..\\',
    '....//',
    '..;/',
    '..%2f',
    '..%252f',
    '..%c0%af',
    '%2e%2e/',
    '..／',
    '．．/',
    '.%00./',
  ])
    attack(`${up.repeat(3)}etc/passwd`);
});

test('one folder up is seen by high sensitivity alone, and two or three to a module or a picture pass', () => {
  passes('../images/a.png');
  passes('../../lib/util');
  passes("import x from '../../../lib/util'");
  assert.equal(detectPath('a/b/c.txt'), null);
});

test('files that matter are found on every platform', () => {
  for (const file of [
    '/etc/passwd',
    '/proc/self/environ',
    '~/.ssh/id_rsa',
    '.git/config',
    'C:\\Windows\\win.ini',
    'c:/boot.ini',
    '/WEB-INF/web.xml',
    '%SYSTEMROOT%\\win.ini',
  ])
    attack(file);
});

test('a sentence may name them', () => {
  passes('Edit the /etc/hosts file and add a line for your domain, then restart the browser.');
  passes('Put your settings in a .env file and never commit it to git.');
});

test('streams of PHP, shares of other machines and null characters are found', () => {
  attack('php://filter/convert.base64-encode/resource=index');
  attack('expect://id');
  attack('file:///etc/passwd');
  attack('\\\\evil.test@80\\x\\y');
  attack('shell.php\0.jpg');
  passes('https://example.com/a/b.html');
  passes('data:image/png;base64,iVBORw0KGgo=');
});

test('ranges, ellipses, dates and fractions are no paths', () => {
  for (const text of [
    '1..10',
    'wait... what',
    'and/or',
    '2024/01/05',
    'main..feature',
    '\\alpha/\\beta',
    '24/7/365',
  ]) {
    assert.equal(detectPath(text), null, text);
  }
});

test('the range of a finding is the token', () => {
  const text = 'open(../../../etc/passwd)';
  const found = detectPath(text)!;
  assert.equal(text.slice(found.from, found.to), '../../../etc/passwd');
  assert.match(found.what, /3 folders up to etc\/passwd/);
});

test('extensions of backups, dumps, logs and settings are restricted, up to a query', () => {
  for (const path of [
    '/index.php.bak',
    '/dump.sql',
    '/a/app.log?x=1',
    '/php.ini',
    '/server.key#x',
    '/a.php~',
    '/web.config',
    '/x.SWP',
    '/b.conf;v=1',
  ])
    assert.equal(restrictedExtension(path)?.family, 'path', path);
  for (const path of [
    '/index.html',
    '/a.b/c',
    '/log',
    '/sql/',
    '/archive.tar.gz',
    'he is in. log',
    '/app.js',
    '/.well-known/x',
    '',
  ])
    assert.equal(restrictedExtension(path), null, path);
});

test('the folders of services and sites pass, and the files in them do not', () => {
  for (const folder of [
    '/var/lib/docker',
    '/var/lib/postgresql/17/main',
    '/var/lib/grafana/',
    '/var/www/html',
    '/var/www/shop/current',
    '/var/www/shop.example/public',
    '/var/www/shop.example',
  ])
    passes(folder);
  for (const file of [
    '/var/www/html/index.php',
    '/var/www/html/wp-config',
    '/var/www/html/.env',
    '/var/www/backup.sql',
    '/var/www/app/config',
    '/var/www/html/../../etc/shadow',
    '/var/lib/jenkins/secrets/initialAdminPassword',
    '/var/lib/dpkg/status',
    '/var/lib/grafana/grafana.db',
    '/var/lib/mysql/mysql/user.MYD',
    '/var/lib/mlocate/mlocate.db',
    '/var/log/auth.log',
  ])
    attack(file);
});

test('a climb to a folder of the root, over the root, or behind a label is an attack', () => {
  attack('../../../../etc');
  attack('\\..\\..\\..\\..\\etc');
  attack('/../../etc');
  attack('filelocation:/../../etc,filename:passwd');
  attack('base:/../../../etc/passwd');
  passes('../../etc');
  passes('../../../../src');
  passes('../../../etc');
  passes('place:/docs/a');
  passes('/../../images');
});

test('what a server of configurations reads as a slash is one', () => {
  attack('..(_)..(_)..(_)etc/passwd');
  attack('default/master/..(_)..(_)etc(_)passwd');
  passes('call foo(_) and then bar..(_)');
  passes('a(_)b');
});

test('a name that goes on with a word is another one', () => {
  passes('/items/web.config transforms/parts');
  passes('/items/boot.ini? never heard/parts');
  passes('/search/.htaccess rewrite rules');
  attack('/items/web.config');
  attack('/a/boot.ini HTTP/1.1');
  attack('/../../etc/passwd word');
});
