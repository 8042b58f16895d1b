import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';

// From the top: an import only ever points up. A folder of guard/ is a room of its own.
const rooms = [
  'base',
  'define',
  'functions',
  'pools',
  'guard/accept',
  'guard/decide',
  'guard/dispatch',
  'guard/finish',
  'guard/record',
  'guard/serve',
  'observe',
  'operate',
];
const room = (file: string): number => rooms.findIndex((r) => file.startsWith(`src/${r}/`));
const layer = (file: string): string | undefined => /^src\/guard\/decide\/([^/]+)\//.exec(file)?.[1];
// Outside our own field, base leans on two libraries: zod for shapes, ipaddr.js for reading addresses.
const allowedInBase = new Set(['zod', 'ipaddr.js']);

const files = globSync('src/**/*.ts');

test('the files of src are found', () => assert.ok(files.length > 500));

for (const file of files.filter((name) => !name.endsWith('.cases.ts'))) {
  test(`${file} imports only what stands above it`, () => {
    assert.notEqual(room(file), -1, 'the file stands in no room');
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/from '([^']+)'/g)) {
      if (!path!.startsWith('.')) {
        if (file.startsWith('src/base/'))
          assert.ok(path!.startsWith('node:') || allowedInBase.has(path!), path);
        continue;
      }
      const target = join(dirname(file), path!);
      assert.ok(room(target) <= room(file), `${target} stands below ${file}`);
      const entered = layer(target);
      if (!entered || entered === layer(file)) continue;
      assert.equal(layer(file), undefined, 'layers do not know one another');
      const from = file.startsWith('src/guard/') ? basename(target, '.ts') : entered;
      assert.equal(from, entered, 'a layer is entered by the file that bears its name');
    }
  });
}

// Grammars that hold one another: an attribute's value is read as markup again, a text within a template is a template.
const recursive = [
  'src/guard/decide/waf/detect/views/',
  'src/guard/decide/waf/detect/xss/html/',
  'src/guard/decide/waf/detect/xss/script/',
  'src/guard/dispatch/mapping/vtl/',
];

test('no file asks for itself by way of others, but in the grammars that do', () => {
  const asked = new Map(
    files.map((file) => {
      const paths = [...readFileSync(file, 'utf8').matchAll(/(?:from |import\()'(\.[^']+)'/g)];
      return [file, paths.map(([, path]) => join(dirname(file), path!))] as const;
    }),
  );
  const free = new Set<string>();
  const walk = (file: string, road: readonly string[]): void => {
    const from = road.indexOf(file);
    if (from >= 0) {
      const circle = road.slice(from);
      const grammar = recursive.some((folder) => circle.every((one) => one.startsWith(folder)));
      assert.ok(grammar, `a circle: ${[...circle, file].join(' → ')}`);
    }
    if (from >= 0 || free.has(file)) return;
    for (const next of asked.get(file) ?? []) walk(next, [...road, file]);
    free.add(file);
  };
  for (const file of files) walk(file, []);
});

test('no file of src is past 350 lines: it would have two subjects', () => {
  for (const file of files) {
    if (basename(file) === 'index.ts') continue;
    const lines = readFileSync(file, 'utf8').split('\n').length;
    assert.ok(lines <= 350, `${file} has ${lines} lines`);
  }
});

test('node:http, node:net and their like are touched by accept/, dispatch/ and the people’s side alone', () => {
  for (const file of files) {
    if (/^src\/(guard\/(accept|dispatch)|operate)\//.test(file)) continue;
    assert.doesNotMatch(readFileSync(file, 'utf8'), /from 'node:(http|https|http2|net|tls)'/, file);
  }
});
