// What the pages for users show: that it can be pasted, that it is read, and that it leads somewhere.
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { noteCodes } from '../../src/define/readers/codes.ts';
import type { Command } from '../../src/operate/cli/command.ts';
import commands from '../../src/operate/cli/commands/index.ts';
import { runProgram } from '../../src/operate/cli/program.ts';
import { paint } from '../../src/operate/cli/terminal.ts';
import { EXIT } from '../../src/operate/halt.ts';
import { blocksOf, commandLines, pages, wordsOf } from '../docs.ts';

const OWN = /^(?:npx portcullis|portcullis|node (?:\S*\/)?bin\/portcullis\.mjs)(?:\s+|$)/;
const shown = blocksOf('sh').flatMap((block) =>
  commandLines(block).map((line) => ({
    at: block.at,
    page: block.page,
    line: line
      .replace(/^\(?(?:[A-Z_]+=(?:\$\([^)]*\)|\S*)\s+)*/, '')
      .replace(/^(?:\w+ )*\w+ \| (?=portcullis)/, ''),
  })),
);
const ours = shown.filter(({ line }) => OWN.test(line));

/** Commands that read their line and then do nothing. */
const idle = (commands as readonly Command<unknown>[]).map((kind) => ({ ...kind, run: async () => EXIT.ok }));

test('every portcullis command that a page shows is one, with flags and values that it takes', async () => {
  assert.ok(ours.length > 60, `${ours.length} were found`);
  for (const { at, line } of ours) {
    const said: string[] = [];
    const code = await runProgram(idle, wordsOf(line.replace(OWN, '')), '0', {
      out: () => {},
      err: (text) => said.push(text),
      paint: paint(false),
      tty: false,
      clear: () => {},
      columns: 80,
    });
    assert.equal(code, EXIT.ok, `${at}: ${line}\n${said.join('\n')}`);
  }
});

test('a file of this repository that a command names is there', () => {
  const named = shown.flatMap(({ at, page, line }) =>
    (/^(?:cdk|loadgen)\//.test(page) ? [] : wordsOf(line))
      .filter((word) => /^(?:examples|bin|deploy|scripts|docs)\/\S/.test(word))
      .map((word) => ({ at, word })),
  );
  assert.ok(named.length > 10);
  assert.deepEqual(
    named.filter(({ word }) => !existsSync(word)),
    [],
  );
});

test('every npm script that a page names is one, and so is every bench', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  for (const page of pages) {
    const text = readFileSync(page, 'utf8');
    if (/^(?:cdk|loadgen)\//.test(page)) continue;
    for (const [, name] of text.matchAll(/npm run (?:-s )?(\w+)/g))
      assert.ok(name! in scripts, `${page}: ${name}`);
    for (const [, names] of text.matchAll(/npm run bench -- ([a-z -]+[a-z])/g)) {
      for (const name of names!.split(' '))
        assert.ok(existsSync(`bench/${name}.ts`), `${page}: bench ${name}`);
    }
  }
});

test('every flag that a page names in its text is a flag of ours', () => {
  const flags = new Set(
    (commands as readonly Command<unknown>[])
      .flatMap(({ flags: of }) => Object.values(of as Record<string, string>))
      .flatMap((flag) => flag.match(/--[\w-]+/g) ?? []),
  );
  // Of Node, npm and the AWS CLI.
  const others = /^--(?:help|version|real|include-value|enable-experimental-\S+|omit|ignore-scripts)$/;
  const unknown = pages
    .filter((page) => /^(?:README\.md|docs\/[^/]+\.md|examples)/.test(page))
    .flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/`(--[a-z][\w-]*)/g)]
        .map(([, flag]) => flag!)
        .filter((flag) => !flags.has(flag) && !others.test(flag))
        .map((flag) => `${page}: ${flag}`),
    );
  assert.deepEqual(unknown, []);
});

test('every code of a note that a page names is one', () => {
  const families = new Set(Object.keys(noteCodes).map((code) => code.split('.')[0]));
  const unknown = pages
    .filter((page) => /^(?:README\.md|docs\/[^/]+\.md|examples)/.test(page) && page !== 'docs/note-codes.md')
    .flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/\(`([a-z-]+)\.([a-z-]+)`\)|\[([a-z-]+)\.([a-z-]+)\]$/gm)]
        .map((found) => [found[1] ?? found[3]!, found[2] ?? found[4]!] as const)
        .filter(([family, rest]) => families.has(family) && !(`${family}.${rest}` in noteCodes))
        .map((code) => `${page}: ${code.join('.')}`),
    );
  assert.deepEqual(unknown, []);
});

test('the README leads to every page of docs/, and the list of decisions to every decision', () => {
  const readme = readFileSync('README.md', 'utf8');
  const lost = globSync('docs/*.md').filter((page) => !readme.includes(`(${page})`));
  const decisions = readFileSync('docs/decisions/README.md', 'utf8');
  const forgotten = globSync('docs/decisions/*.md')
    .map((page) => basename(page))
    .filter((page) => page !== 'README.md' && !decisions.includes(`(${page})`));
  assert.deepEqual([...lost, ...forgotten], []);
});

test('a page of docs/ begins with what one can do after it', () => {
  const other = globSync('docs/*.md').filter(
    (page) => !/^# .+\n\n(?:After this page|Here you look up) /.test(readFileSync(page, 'utf8')),
  );
  assert.deepEqual(other, []);
});

test('a page that asks the AWS endpoint names it with each call: older AWS CLIs pass AWS_ENDPOINT_URL over, and ask AWS', () => {
  for (const block of blocksOf('sh')) {
    if (!/^docs\//.test(block.page)) continue;
    const lines = commandLines(block);
    assert.ok(!lines.some((line) => line.startsWith('export AWS_ENDPOINT_URL')), block.at);
    const asks = lines.some((line) => /^(?:\w+=\$\()?aws (?!cloudformation)/.test(line));
    // Once a page has defined the function, its later blocks use it.
    const page = readFileSync(block.page, 'utf8');
    assert.ok(!asks || page.includes('aws() { command aws --endpoint-url http://127.0.0.1:4566'), block.at);
  }
});
