// What FreeMarker, SpEL, OGNL, MVEL, JEXL, Groovy, Ruby, Python and Node run though no name of it is written out, beside what only looks so.
import { test } from 'node:test';
import { detectCode } from '../../../../src/guard/decide/waf/detect/code/code.ts';
import { detectTemplate } from '../../../../src/guard/decide/waf/detect/template/template.ts';
import { blocks, passes } from '../judged.ts';

test('strings that are put together, taken apart or turned around are read as what they are', () => {
  blocks(detectCode, [
    "('ca'+'lc').execute()",
    '"calc"\t.execute()  .getText()',
    "'id'.'execute'()",
    "'''hostname'''.'execute'()",
    '[1].each{/id/.execute()}',
    "def foo='calc'; foo.execute()",
    'def k9=/whoami/; k9.execute()',
    "x=['sh -c id',null]*.execute()",
    "'id'.invokeMethod('execute',null)",
    '"id".&execute.call()',
    "'curl 127.0.0.1'.with{it.execute()}",
    "assert ('id' as String).execute()",
    "'d2hvYW1p'.decodeBase64().with{new String(it)}.execute()",
    'new("jZvZ.lZng.ProcessBuilder".replace("Z","a"),["id"]).start()',
    "new java.io.FileInputStream('/etc/passwdzz'.substring(0,11)).read()",
    "new java.net.URL(new StringBuilder('/1.0.0.721//:ptth').reverse().toString()).openStream()",
    'Runtime.getRuntime().exec(new String(new byte[]{115,104,32,45,99,32,105,100}))',
    "new java.util.Scanner(new java.io.File(T(Character).toString(47)+'etc'.concat('/passwd'))).next()",
  ]);
});

test('strings of Ruby and Python, and methods by a symbol, are read as what they are', () => {
  blocks(detectCode, [
    "method(:system).call('imaohw'.reverse)",
    "['id'].map(&method(:system))",
    "Kernel.instance_method(:system).bind(self).call('id')",
    "Kernel.`('id')",
    'send("sy\\x73tem".sub("x","x"),[105,100].pack("c*"))'.replace('\\x73', 's'),
    'Process.spawn(%q(ls -la))',
    "File.read('L2V0Yy9wYXNzd2Q='.unpack1('m'))",
    'open(bytes([47,101,116,99,47,112,97,115,115,119,100]).decode()).read()',
    "__import__('OS'.lower()).system('{}'.format('id'))",
    "getattr(__import__('os'),'sys' 'tem')('id')",
    'new Function([...")\'di\'(cnyScexe.)\'ssecorp_dlihc\'(eriuqer.eludoMniam.ssecorp nruter"].reverse().join(""))()',
  ]);
});

test('what no program that people show has is seen in one of several lines', () => {
  blocks(detectCode, [
    "\n% for i in [__import__('os').execvp('id',['id'])]:\n${i}\n% endfor\n",
    "\ncase global.process.mainModule.require('child_process').execSync('id')\n  default: p a",
    "\nmixin m\n  = process.getBuiltinModule('child_process').execSync('id')\n+m",
    "\nif Function('return process')().mainModule.require('fs').readFileSync('/etc/passwd')\n  p a",
  ]);
  passes(detectCode, [
    "import os\n\ndef main():\n    os.system('make')\n\nmain()",
    "const { execSync } = require('child_process');\n\nexecSync('npm run build');\nconsole.log('done');",
  ]);
});

test('a directive of FreeMarker, a class that needs no package and an end of the program are seen in their places', () => {
  blocks(detectTemplate, [
    '<#switch "freemarker.template.utility.Execute"?new()("id")><#case "a">1</#switch>',
    '<#function f a><#return "freemarker.template.utility.Execute"?new()("id")></#function>${f(1)}',
    "T(Runtime).runtime.exec(new String[]{'sh','-c','calc'})",
    'T( java.lang.Runtime ).getRuntime()',
    '<%=System.exit(0)%>',
    '@{System.exit(0)}',
  ]);
  passes(detectTemplate, ['<#switch size><#case "a">1</#switch>', 'T(Runtime) is short', 'f(T(n)) = T(n/2)']);
});

test('the same forms of other things pass', () => {
  passes(detectCode, [
    'System.exit(0);',
    "/ab+c/.exec('abc')",
    'system ("the machine")',
    '"GET /../../etc/passwd HTTP/1.1" 400 0',
    "('see below').with a note",
    "'Kim'.replace('K', 'J')",
    '"a" + "b" + "c"',
    'query.execute()',
    'cursor.execute("select 1")',
    "path = '/usr/bin'; run.execute()",
    'new StringBuilder("abc").reverse().toString()',
    'new java.util.ArrayList<>("a")',
  ]);
});
