import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fieldsOf } from '../../scripts/docs/fields.ts';
import { settingsShape } from '../../src/define/model/settings.ts';
import { resourceTypes } from '../../src/define/readers/cloudformation/types.ts';
import { noteCodes } from '../../src/define/readers/codes.ts';
import { integrationShape } from '../../src/define/readers/openapi/integration.ts';
import {
  openapiShape,
  operationShape,
  pathShape,
  swaggerShape,
} from '../../src/define/readers/openapi/shapes.ts';
import { fileShape, frontShape } from '../../src/define/readers/yaml/shape.ts';
import integrations from '../../src/guard/dispatch/kinds/index.ts';

test('the generated parts of docs/ are fresh', () => {
  assert.doesNotThrow(() =>
    execFileSync(process.execPath, ['scripts/docs.ts', '--check'], { stdio: 'pipe' }),
  );
});

test('every field of a shape has its sentence', () => {
  const shapes = [
    settingsShape,
    fileShape,
    frontShape,
    openapiShape,
    swaggerShape,
    pathShape,
    operationShape,
    integrationShape,
    ...integrations.map((kind) => kind.shape),
    ...[...resourceTypes.values()].map((kind) => kind.shape),
  ];
  const silent = shapes.flatMap((shape) => fieldsOf(shape).filter((field) => field.about === ''));
  assert.deepEqual(
    silent.map((field) => field.path),
    [],
  );
});

// Every literal that has the form of a code and opens or follows the words by which notes are made.
const MADE = /(?:error|warning|info|wrong|fail|assumed|problem)\(\s*|code: |\? /;
const CODE = /(['`])([a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*)(-\$\{\w+\})?\1/;
const LITERAL = new RegExp(`(?:${MADE.source})${CODE.source}`, 'g');

const used = globSync('src/{define,functions,operate}/**/*.ts', { exclude: ['**/codes.ts'] }).flatMap(
  (file) =>
    [...readFileSync(file, 'utf8').matchAll(LITERAL)].map((found) => ({
      file,
      code: found[2]!,
      isPrefix: found[3] !== undefined,
    })),
);
const isFileName = (code: string): boolean => /\.(json|yaml|mjs|js|py|sqlite|out|com)$/.test(code);

test('every code that a note carries has its sentence in codes.ts', () => {
  for (const { file, code, isPrefix } of used) {
    if (isFileName(code)) continue;
    const known = Object.keys(noteCodes).some((name) =>
      isPrefix ? name.startsWith(`${code}-`) : name === code,
    );
    assert.ok(known, `${code} of ${file} is not in src/define/readers/codes.ts`);
  }
});

test('no code stands in codes.ts that no note carries', () => {
  const sources = globSync('src/{define,functions,operate}/**/*.ts', { exclude: ['**/codes.ts'] })
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  for (const code of Object.keys(noteCodes)) {
    const prefix = code.slice(0, code.lastIndexOf('-'));
    assert.ok(
      sources.includes(`'${code}'`) || sources.includes(`\`${prefix}-\${`),
      `${code} is used nowhere`,
    );
  }
});

test('CONTRIBUTING.md names every folder of this repository, of src/ and of the web ACL', () => {
  const page = readFileSync('CONTRIBUTING.md', 'utf8');
  const ignored = readFileSync('.gitignore', 'utf8').split('\n');
  const within = (root: string): string[] =>
    readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .filter((name) => !ignored.includes(name) && !ignored.includes(`${name}/`));
  const wanted = [
    ...within('.'),
    ...within('src').map((folder) => `src/${folder}`),
    ...within('src/guard/decide/waf'),
  ];
  const unnamed = wanted.filter((folder) => !page.includes(`\`${folder}\``));
  assert.deepEqual(unnamed, []);
});

test('every relative link of a page leads to a file, and to a heading of it where it names one', () => {
  const pages = globSync(['*.md', 'docs/**/*.md', 'examples/*/README.md', '{bench,cdk,deploy,loadgen}/*.md']);
  const links = pages.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#:]*)(?:#([^)]*))?\)/g)].map(([, to, heading]) => ({
      page,
      to: to === '' ? page : join(dirname(page), to!),
      heading,
    })),
  );
  const broken = links.filter(
    ({ to, heading }) =>
      !existsSync(to) || (heading !== undefined && !headingsOf(readFileSync(to, 'utf8')).includes(heading)),
  );
  assert.deepEqual(broken, []);
});

/** The names by which the headings of a page can be linked to, as GitHub makes them. */
const headingsOf = (page: string): string[] =>
  [...page.matchAll(/^#+ (.+)$/gm)].map(([, text]) =>
    text!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
