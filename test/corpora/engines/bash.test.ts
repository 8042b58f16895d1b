// Commands that bash really runs: values drawn from the grammar of shells, put into a command line as careless programs
// put them there, and kept where a program runs that the command line does not name. What the shell does is the judge.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../folders.ts';
import { blockedBy } from '../report/default-set.ts';
import { commands, ShellValues } from './shell-values.ts';

const lines: readonly { readonly quote: string; line(value: string): string }[] = [
  { quote: '', line: (v) => `host -t a ${v}` },
  { quote: '', line: (v) => `host ${v} -v` },
  { quote: '', line: (v) => `host --name=${v}` },
  { quote: "'", line: (v) => `host '${v}'` },
  { quote: '"', line: (v) => `host "${v}"` },
];
// Programs that only pass on what they are given, as they are.
const passing = ['env', 'nohup', 'timeout', 'base64', 'sort', 'sh', 'bash'];

/** A folder of programs: those of the values only note that they ran, and no others are there but what hands them on. */
function programs(below: string): string {
  const bin = join(below, 'bin');
  mkdirSync(bin);
  const named = new Set(commands.map((command) => command.split(' ')[0]!));
  for (const name of named)
    writeFileSync(join(bin, name), '#!/bin/sh\necho "$0" >> "$MARK"\n', { mode: 0o755 });
  writeFileSync(join(bin, 'host'), '#!/bin/sh\n', { mode: 0o755 });
  for (const name of passing)
    symlinkSync(
      execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim(),
      join(bin, name),
    );
  return bin;
}

// Shares from 0 to 1, only ever made stricter.
const least = 0.98;

test('nearly every value by which bash runs another program is refused', (t) => {
  const folder = temporaryFolder(t);
  const mark = join(folder, 'mark');
  const env = { PATH: programs(folder), MARK: mark, SHELL: '/bin/bash', HOME: folder };
  const runs = (line: string): boolean => {
    writeFileSync(mark, '');
    spawnSync('/bin/bash', ['--norc', '--noprofile', '-c', line], {
      cwd: folder,
      env,
      timeout: 2_000,
      input: '',
    });
    return readFileSync(mark, 'utf8') !== '';
  };

  const values = new ShellValues(20_261_123);
  const missed: string[] = [];
  let working = 0;
  for (let i = 0; i < 1_500; i++) {
    const { quote, line } = lines[i % lines.length]!;
    const value = values.value(quote);
    if (!runs(line(value))) continue;
    working++;
    const body = JSON.stringify({ host: value });
    const headers = ['Content-Type', 'application/json'];
    if (blockedBy({ method: 'POST', target: '/v1/look-up', headers, body }) === '')
      missed.push(JSON.stringify(value));
  }
  const refused = 1 - missed.length / working;
  console.log(
    `values that bash runs: ${working - missed.length} of ${working} refused, ${(100 * refused).toFixed(1)} %`,
  );
  assert.ok(working > 800, `only ${working} work`);
  assert.ok(refused >= least, `${refused}:\n${missed.slice(0, 40).join('\n')}`);
});
