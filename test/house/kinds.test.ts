import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { casesOf, kindFiles } from '../units/decide/cases-of.ts';

test('every index of kinds is fresh', () => {
  assert.doesNotThrow(() =>
    execFileSync(process.execPath, ['scripts/index.ts', '--check'], { stdio: 'pipe' }),
  );
});

for (const folder of ['statements', 'fields', 'transforms']) {
  for (const file of kindFiles(folder)) {
    test(`${folder}/${file} has a name, sentences for all that may be written, and cases beside it`, async () => {
      const kind = (await import(`../../src/guard/decide/waf/${folder}/${file}.ts`)).default;
      assert.match(kind.name, /^\w+$/);
      assert.ok(kind.shape.description, 'its shape has no sentence');
      for (const [key, field] of Object.entries(kind.shape.shape ?? {})) {
        assert.ok((field as { description?: string }).description, `${key} has no sentence`);
      }
      const cases = await casesOf(folder, kind.name);
      const of = (which: 'matches' | 'passes' | 'gives' | 'turns') =>
        cases.reduce((n, one) => n + (one[which]?.length ?? 0), 0);
      if (folder === 'statements') assert.ok(of('matches') > 0 && of('passes') > 0, 'a match and a pass');
      else assert.ok(of('gives') + of('turns') > 0, 'what it gives');
      assert.ok(
        folder === 'transforms' || cases.every((one) => one.settings !== undefined),
        'settings in each case',
      );
    });
  }
}
