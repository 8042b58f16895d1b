import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { worthBelowRoot, worthOfName } from '../../../../src/guard/decide/waf/detect/path/sensitive.ts';
import { mayMatter, namedBy } from '../../../../src/guard/decide/waf/detect/path/standing.ts';

test('a token of which nothing is made names nothing that matters', () => {
  const pieces = (
    '/ // \\ . .. ~ : c: % %2f %2e /./ ! ; etc ETC passwd proc self 1 environ home users x .ssh .env .git config win.ini ' +
    'web-inf web.xml meta-inf root a.b dev tcp sys kernel var log www html app.php ~ .bak .old flag K İ ／ ⁄ windows Windows ' +
    'system32 boot.ini opt lampp inetpub xampp sysprep data run secrets usr local'
  ).split(' ');
  const token = fc.array(fc.nat(pieces.length - 1), { minLength: 1, maxLength: 9 });
  let passed = 0;
  fc.assert(
    fc.property(token, (list) => {
      const text = list.map((i) => pieces[i]).join('');
      if (mayMatter(text, 0, text.length)) return;
      passed++;
      const path = namedBy(text, 0, text.length, false);
      assert.equal(worthOfName(path), 0, text);
      for (const drive of [false, true]) assert.equal(worthBelowRoot(path, drive), 0, text);
    }),
    { numRuns: 20_000 },
  );
  assert.ok(passed > 1_000, `${passed}`);
});

test('what matters is told among what does not', () => {
  for (const text of [
    '/etc/passwd',
    'C:\\Windows\\win.ini',
    '~/.ssh/id_rsa,',
    './/./etc/hosts',
    '/a/.ENV!',
    '%windir%\\x',
  ])
    assert.ok(mayMatter(text, 0, text.length), text);
  for (const text of ['/a/b', 'text/plain', 'and/or', 'C:\\temp\\x', '/api/v1/ok.', '~/an', '/100%'])
    assert.ok(!mayMatter(text, 0, text.length), text);
});
