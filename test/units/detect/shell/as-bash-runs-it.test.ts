// What bash ran of values drawn from its grammar, and was not told; each beside what looks like it.
import { test } from 'node:test';
import { detectShell } from '../../../../src/guard/decide/waf/detect/shell/shell.ts';
import { blocks, passes } from '../judged.ts';

test('a substitution may hold more than one command, and be followed by the ending of a file', () => {
  blocks(detectShell, [
    '$(ifconfig|sort)x',
    'x$(hostname|tee y)x',
    'a.test $(id&)',
    '$(true&&whoami)',
    ' $[$(false||hostname)]',
    'a.test$( id ).png',
    '127.0.0.1$(who).png',
  ]);
  passes(detectShell, ['$(id).length', '$(who).on(click)', '$(w).png()', 'if (a && id)', '(true && who)']);
});

test('a redirection may stand before the command it is for', () => {
  blocks(detectShell, [
    'x;2>&1 df -h',
    ';>z ls -la /',
    'a.png\r\n>/dev/null nc a.test 80',
    'x|</dev/null cat /etc/hosts',
  ]);
  passes(detectShell, ['a |> cat b', 'x |> tail', 'a\n> cat said b', '5 > 3; 2 < 1', 'x; >= id']);
});

test('what is written out and handed to a shell is run', () => {
  blocks(detectShell, ['x;echo ps aux|sh', 'a.test$(echo nc a.test 80|sh)', '-h$(echo sleep 10|sh)x']);
  passes(detectShell, ['write it | sh', 'he said (echo | sh)', 'a | sh | b']);
});

test('names of hosts and the names of programs make a command in braces', () => {
  blocks(detectShell, [
    "1';{dig,a.test};'",
    '$({ps,aux})',
    '1 `{nc,a.test,80}`',
    'a.test|{dig,a.test}&',
    '&{curl,http://a.test/x} ;',
  ]);
  passes(detectShell, ['import {ls,cat} from x', 'x;{ps,aux}', '{who,when}', 'a{dig,b}']);
});

test('a function that is made within a substitution and called is its body', () => {
  blocks(detectShell, ['$(f(){ nc a.test 80;};f)', 'x$(f(){ printenv;};f)', 'a.test ; f(){ hostname;};f']);
  passes(detectShell, ['f(){ return 1;}; f()', 'function f(){ who; }; g']);
});

test('a quote at the end of the first line is that of a program, and what follows is no script', () => {
  blocks(detectShell, ["'\ntail /etc/hosts\n'", 'x"\npython3 -c 1\n #', 'x"\nsleep 5\necho "']);
  passes(detectShell, ["the 'x'\ntail of it\nwags"]);
});

test('`whoami` between two separators is an item of no list', () => {
  blocks(detectShell, ['-h|whoami|x', '127.0.0.1;ifconfig;x']);
  passes(detectShell, ['name;id;mail', 'a|who|b', 'x|id|y', 'user | whoami | name']);
});
