// What PHP, Node and Python ran of values drawn from their grammars, and was not told; each beside what looks like it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectCode } from '../../../../src/guard/decide/waf/detect/code/code.ts';
import { spelledOut } from '../../../../src/guard/decide/waf/detect/code/spelled-out.ts';
import { blocks, passes } from '../judged.ts';

test('strings that PHP puts together are read as what they are', () => {
  for (const [code, plain] of [
    ["('sys'.'tem')(strrev('di'))", "system('id')"],
    ["exec(hex2bin('6964'))", "exec('id')"],
    ["system(base64_decode('aWQ='))", "system('id')"],
    ["str_rot13('flfgrz')", "'system'"],
    ["urldecode('%69%64')", "'id'"],
    ['chr(105).chr(100)', "'id'"],
    ["implode('',['i','d'])", "'id'"],
    ["$a='system';$a('id')", "$a='system';system('id')"],
    ["['system'][0]('id')", "system('id')"],
    ["system ('id')", "system('id')"],
    ["hex2bin('00ff')", "hex2bin('00ff')"],
    ["'.print_r(file('/etc/p'.'asswd')).'", "'.print_r(file('/etc/passwd')).'"],
  ])
    assert.equal(spelledOut(code!), plain);
});

test('code that names what it calls or reads in pieces is an attack', () => {
  blocks(detectCode, [
    '".system (\'id\')."',
    'x\';system\n(strrev("di"));$y=\'',
    "require '/e'.'tc/passwd'",
    "print_r(file(strrev('dwssap/cte/')))",
    "<?php passthru\n(strrev('di'));?>",
    '\';["shell_exec"][0]("id");//',
    "${array_map('sys'.'tem',['id'])}",
    'include(chr(47).chr(101).chr(116).chr(99).chr(47).chr(112).chr(97).chr(115).chr(115).chr(119).chr(100))',
    "$a=hex2bin('73797374656d');$a('ls '.'/');//",
  ]);
  passes(detectCode, [
    'system ("the machine")',
    "'a'.'b'",
    "echo 'Hello '.'world';",
    'They exec ("run") it',
    'chr(65).chr(66)',
    "['a'][0] (see below)",
  ]);
});

test('strings that JavaScript and Python put together are read as what they are', () => {
  for (const [code, plain] of [
    ["require('child_'+`process`)['exec'+'Sync'](atob('aWQ='))", "require('child_process').execSync('id')"],
    ["[...'di'].reverse().join('')", "'id'"],
    ["'di'.split('').reverse().join('')", "'id'"],
    ['String.fromCharCode(105,100)', "'id'"],
    ["Buffer.from('6964','hex').toString()+''", "'id'"],
    ["['i','d'].join('')", "'id'"],
    ["decodeURIComponent('%69%64')", "'id'"],
    ["__import__('os').system('di'[::-1])", "__import__('os').system('id')"],
    ["bytes.fromhex('6964').decode()", "'id'"],
    ["__import__('base64').b64decode('aWQ=').decode()", "'id'"],
    ["''.join(['i','d'])", "'id'"],
    ['chr(105)+chr(100)', "'id'"],
  ])
    assert.equal(spelledOut(code!), plain);
  blocks(detectCode, [
    "import(atob('Y2hpbGRfcHJvY2Vzcw==')).then(x=>x.execSync('id'))",
    "\";require(['c','h','i','l','d','_','p','r','o','c','e','s','s'].join('')).execSync(atob('aWQ='))//",
    "{open('dwssap/cte/'[::-1]).read()}",
    '"+str(open(bytes.fromhex(\'2f6574632f706173737764\').decode()).read())+"',
  ]);
  passes(detectCode, ["['a','b'].join('')", "'a'+'b'", 'word[::-1]', "x = 'abc'[::-1]", "atob('aGVsbG8=')"]);
});
