import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const sources = globSync('{src,test,bench,scripts,examples,loadgen,bin}/**/*.{ts,mjs}', {
  exclude: ['**/assembly/**'],
});
const IMPORT = /(?:import|export)\s+(?:type\s+)?([^'"();]*?)\s*from\s+'(\.[^']+)'/g;
/** A module that is loaded, started or read by its name: all it exports may be meant. */
const NAMED =
  /(?:import\(|import |new URL\(|join\(import\.meta\.dirname, )\s*['"`](\.?[^'"`$]+\.(?:ts|mjs))/g;
const EXPORT = /^export (?:abstract )?(?:async )?(const|let|function\*?|class|interface|type) (\w+)/gm;

/** What other files take from a file: names of its exports, or `*`. */
const taken = new Map<string, Set<string>>();
for (const file of sources) {
  const text = readFileSync(file, 'utf8');
  for (const [, what, from] of text.matchAll(IMPORT)) take(join(dirname(file), from!), namesIn(what!));
  for (const [, from] of text.matchAll(NAMED)) take(join(dirname(file), from!), ['*']);
}

test('nothing is exported that no other file asks for', () => {
  const idle: string[] = [];
  let exported = 0;
  for (const file of globSync('src/**/*.ts', { exclude: ['**/index.ts'] })) {
    const asked = taken.get(file) ?? new Set();
    const text = readFileSync(file, 'utf8');
    for (const [, kind, name] of text.matchAll(EXPORT)) {
      exported++;
      if (asked.has(name!) || asked.has('*')) continue;
      // A type may be exported because it stands in the signature of what is.
      const isType = kind === 'interface' || kind === 'type';
      if (isType && text.split(new RegExp(`\\b${name}\\b`)).length > 2) continue;
      idle.push(`${file}: ${name}`);
    }
  }
  assert.ok(exported > 1000, `${exported} exports: the pattern has lost them`);
  assert.deepEqual(idle, []);
});

test('every file of src is asked for by another', () => {
  const loose = globSync('src/**/*.ts', { exclude: ['**/*.cases.ts'] }).filter((file) => !taken.has(file));
  assert.deepEqual(loose, []);
});

function namesIn(what: string): string[] {
  const listed = /\{([^}]*)\}/.exec(what)?.[1] ?? '';
  const names = listed.split(',').map(
    (part) =>
      part
        .trim()
        .replace(/^type /, '')
        .split(' as ')[0]!,
  );
  if (what.includes('*')) names.push('*');
  if (/^\w/.test(what.trim())) names.push('default');
  return names.filter((name) => name !== '');
}

function take(file: string, names: readonly string[]): void {
  const known = taken.get(file) ?? new Set<string>();
  for (const name of names) known.add(name);
  taken.set(file, known);
}
