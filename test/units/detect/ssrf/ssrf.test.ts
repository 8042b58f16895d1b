import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostOf } from '../../../../src/guard/decide/waf/detect/ssrf/host.ts';
import { looseAddress } from '../../../../src/guard/decide/waf/detect/ssrf/loose-address.ts';
import { detectRedirect, detectSsrf } from '../../../../src/guard/decide/waf/detect/ssrf/ssrf.ts';

const score = (text: string) => detectSsrf(text)?.score ?? 0;

test('every spelling of one address is read as that address', () => {
  for (const host of [
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '0x7f.1',
    '127.0.0.257',
    '017700000001',
  ]) {
    const address = looseAddress(host)!;
    assert.equal(address.v4, 0x7f000001, host);
    assert.equal(address.odd, host !== '127.0.0.1', host);
  }
  for (const host of [
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '0:0:0:0:0:ffff:7f00:1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '::127.0.0.1',
    '2001:0:4136:e378:8000:63bf:80ff:fffe',
    'fe80::5efe:127.0.0.1',
    '2001:db8::200:5efe:7f00:1',
  ])
    assert.equal(looseAddress(host)?.v4, 0x7f000001, host);
  for (const host of ['1.2.3.4.5', '', 'a.b', '0x', ':::', '1::2::3', '12345::', '999999999999999'])
    assert.equal(looseAddress(host), null, host);
});

test('names, circled letters and trailing dots are folded before a host is classified', () => {
  assert.equal(hostOf('①②⑦.⓪.⓪.①').reach, 'loopback');
  assert.equal(hostOf('169。254。169。254').reach, 'metadata');
  assert.equal(hostOf('metadata.google.internal.').reach, 'metadata');
  assert.equal(hostOf('10-0-0-1.sslip.io').reach, 'rebinding');
  assert.equal(hostOf('8.8.8.8.nip.io').reach, 'public');
  assert.equal(hostOf('münchen.de').reach, 'public');
  assert.equal(hostOf('a b').reach, 'none');
});

test('the metadata of every cloud is an attack, plainly written or not', () => {
  for (const url of [
    'http://169.254.169.254/',
    'http://2852039166/',
    '//169.254.169.254/x',
    '169.254.169.254',
    'http://[fd00:ec2::254]/',
    'http://metadata.google.internal/',
    'gopher://169.254.169.254:80/_',
  ])
    assert.ok(score(url) >= 60, `${url}: ${score(url)}`);
});

test('this machine and private networks are for high sensitivity alone, unless they are disguised', () => {
  for (const url of [
    'http://localhost:3000/',
    'http://127.0.0.1:8000/',
    'http://192.168.1.1/',
    'http://db.internal/',
  ]) {
    assert.ok(score(url) >= 30 && score(url) < 50, `${url}: ${score(url)}`);
  }
  for (const url of [
    'http://127.1/',
    'http://0x7f000001/',
    'http://[::ffff:7f00:1]/',
    'http://good.test@127.0.0.1/',
    'http://localtest.me/',
    'http://127.0.0.1:6379/',
  ])
    assert.ok(score(url) >= 50, `${url}: ${score(url)}`);
});

test('ordinary URLs of public hosts say nothing', () => {
  for (const url of [
    'https://example.com/a?b=c',
    'https://user:pw@example.com/x.git',
    '//cdn.example.com/a.js',
    'https://1password.com/',
    'mailto:a@b.test',
    '2130706433',
    '127.1',
  ])
    assert.equal(detectSsrf(url), null, url);
});

test('a script of another host behind which the rest is cut off is a remote file inclusion', () => {
  const found = detectSsrf('http://evil.test/shell.txt?')!;
  assert.equal(found.family, 'rfi');
  assert.ok(found.score >= 50);
  assert.equal(detectSsrf('https://example.com/page.php?id=5'), null);
});

test('a text of an archive is none, a program of one is', () => {
  assert.ok(score('ftp://files.example/pub/readme.txt') < 50);
  assert.ok(score('ftp://files.example/pub/x.php') >= 50);
});

test('what a store answers to its own machine alone is asked for, whatever the port; a page of a developer is not', () => {
  for (const url of ['http://localhost:9200/_cat/indices', 'http://localhost:8500/v1/kv/?recurse'])
    assert.ok(score(url) >= 50, url);
  for (const url of ['http://localhost:9200/', 'http://localhost:8080/actuator/health'])
    assert.ok(score(url) < 50, url);
  assert.ok(score('curl http://localhost:9200/_cat/indices') < 50);
});

test('a redirect to another site is told from a path', () => {
  for (const to of [
    '//evil.test',
    '///evil.test/x',
    '/\\evil.test',
    '\\\\evil.test',
    '/\t/evil.test',
    'https:evil.test',
    'https:/evil.test',
    'https://good.test@evil.test',
    '/%09/evil.test',
    '@evil.test',
    ' //evil.test',
  ])
    assert.ok((detectRedirect(to)?.score ?? 0) >= 50, to);
  for (const to of [
    '/home',
    '/a//b',
    '/',
    '//',
    '?a=//b',
    'home',
    'https:',
    '/a?to=//b.test',
    '',
    'javascript:x',
  ])
    assert.equal(detectRedirect(to), null, to);
  const absolute = detectRedirect('https://example.com/cb')!;
  assert.ok(absolute.score >= 30 && absolute.score < 50);
});

test('the resolver and the clock of a VPC may be named, and are asked for nothing', () => {
  for (const text of ['169.254.169.253', '169.254.169.123']) assert.ok(score(text) < 50, text);
  for (const text of [
    'http://169.254.169.253/',
    '169.254.169.254',
    '169.254.169.253/latest',
    '0xa9.254.169.253',
  ])
    assert.ok(score(text) >= 50, text);
});

test('a package beside this one is no file that is fetched', () => {
  for (const text of ['file:../lib', 'file:./packages/a']) assert.ok(score(text) < 50, text);
  for (const text of ['file:/etc/hosts', 'file:///x', 'file://../x']) assert.ok(score(text) >= 50, text);
});

test('a path by which a server is to fetch the metadata of a cloud is an attack', () => {
  for (const path of [
    '/proxy/http/169.254.169.254/latest/meta-data/',
    '/wps/proxy/http/169.254.169.254:80/latest/user-data',
    '/fetch/metadata.google.internal/computeMetadata/v1/',
  ])
    assert.ok((detectSsrf(path)?.score ?? 0) >= 50, path);
  for (const path of [
    '/docs/169.254.169.254/about',
    '/proxy/http/example.com/latest/meta-data/',
    '/latest/meta-data/',
    '/x?q=To get the id, call http://169.254.169.254/latest/meta-data/id from the instance itself, as people do',
    '/a/b/c',
  ])
    assert.ok((detectSsrf(path)?.score ?? 0) < 50, path);
});

test('a share at an address of the world, and a repository at this machine in an odd spelling, are attacks', () => {
  for (const url of [
    'smb://203.0.113.9/share',
    'git://[0:0:0:0:0:ffff:127.0.0.1]:6379/a.git',
    'svn://0x7f.1/a',
  ])
    assert.ok((detectSsrf(url)?.score ?? 0) >= 50, url);
  for (const url of [
    'smb://files.example.com/share',
    'git://github.com/a/b.git',
    'svn://svn.example.com/repo',
  ])
    assert.ok((detectSsrf(url)?.score ?? 0) < 50, url);
});

test('an option in place of a host, which ssh would take for one, is an attack', () => {
  for (const url of [
    'ssh://-oProxyCommand=id/x',
    'git+ssh://-oProxyCommand=id@a.example/x',
    'svn+ssh://-oX/y',
  ])
    assert.ok(score(url) >= 50, url);
  for (const url of [
    'ssh://git@a.example/x-y.git',
    'git+ssh://git@github.com/a/b.git',
    'https://-a.example/',
  ])
    assert.ok(score(url) < 50, url);
});

test('a socket of the machine in the spelling of a library is an attack', () => {
  for (const url of ['http://unix:/var/run/docker.sock:/containers/json', 'https://unix:/run/x.sock:/'])
    assert.ok(score(url) >= 50, url);
  for (const url of ['http://unix.example/var/run:/x', 'http://unix/', 'http://unix:80/a:/b'])
    assert.ok(score(url) < 50, url);
});

test('an address without a dot behind a scheme without slashes is read as one, a label is none', () => {
  for (const value of ['http:[::1]/', 'http:0017777777776/', 'http:2886729729/#a', 'http:a@[0000::1]/x'])
    assert.ok(score(value) >= 50, value);
  for (const value of ['http:yes', 'http:200', 'dict:word', 'http:8080/x', 'file:a'])
    assert.ok(score(value) < 50, value);
});
