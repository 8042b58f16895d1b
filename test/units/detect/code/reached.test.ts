// Ways out of a program that had no name here: other run-times, classes of Windows, words without letters.
import { test } from 'node:test';
import { detectCode } from '../../../../src/guard/decide/waf/detect/code/code.ts';
import { detectTemplate } from '../../../../src/guard/decide/waf/detect/template/template.ts';
import { blocks, passes } from '../judged.ts';

test('programs that Deno, Bun and the classes of Windows start are attacks', () => {
  blocks(detectCode, [
    'Deno.run({cmd:["id"]})',
    'new Deno.Command("id").output()',
    'Bun.spawnSync(["id"])',
    'new ActiveXObject("WScript.Shell").Run("calc")',
    "new ActiveXObject('Scripting.FileSystemObject')",
    'new javax.script.ScriptEngineManager().getEngineByExtension("js").eval("1")',
  ]);
  passes(detectCode, [
    'Deno.serve(handler)',
    'Bun.serve({ port: 3000 })',
    'new ActiveXObject("Microsoft.XMLHTTP")',
    'spawn(point) and run(fast)',
  ]);
});

test('a string that is evaluated and holds a call is an attack, the name of a field is none', () => {
  blocks(detectCode, ['Eval("System.Environment.Exit(0)")', "Eval('Shell(1)')"]);
  passes(detectCode, [
    '<%# Eval("Name") %>',
    'Eval("Price", "{0:c}")',
    '<%# Eval("Price", "{0:c} (net)") %>',
  ]);
});

test('a bare word to system() is an attack behind what ends a statement', () => {
  blocks(detectCode, ['use POSIX;system(id)', ';system(id);', "');system(ls);//"]);
  passes(detectCode, ['the system(s) we use', 'system(linux)', 'use POSIX qw(floor);', ';init(now)']);
});

test('statements of PHP without a letter are an attack', () => {
  blocks(detectCode, [
    `$_=[];$_=@"$_";$_=$_['!'=='@'];`,
    '<?=$_=[];$_="$_";$__=$_;',
    "$__=('>>'^'@@');$_=$__;",
  ]);
  passes(detectCode, ['$_ = "a"; $_ = "b";', '$_++; $_++;', '$_; $__', '$5; $6;', '$_=[1];$_=[2];']);
});

test('a whole statement that answers with the environment is an attack', () => {
  blocks(detectCode, [
    'res.end(process.env.SECRET)',
    "');res.json(process.env)//",
    'ctx.body=process.env.KEY',
  ]);
  passes(detectCode, [
    'res.json({ env: process.env.NODE_ENV })',
    'res.send(process.env.NODE_ENV)',
    'app.listen(process.env.PORT)',
    'app.get("/v", (req, res) => res.send(process.env.VERSION))',
  ]);
});

test('what a class does when it is loaded is an attack where it starts a program', () => {
  blocks(detectCode, [
    'dest = y() - (500); // * / public class Double { public static double NaN = 0; static { try { java.lang.Runtime.getRuntime().exec("id"); } catch(Exception e) {} } } /**',
    'class A { static { new ProcessBuilder("id").start(); } }',
  ]);
  passes(detectCode, [
    'class A { static { System.loadLibrary("native"); } }',
    'public class A { static int n = 0; static { n = Runtime.getRuntime().availableProcessors(); } }',
  ]);
});

test('what Perl runs in a reference, what Dust evaluates and what a Lisp loads are attacks', () => {
  blocks(detectCode, [
    '(metadata "\\c${`id`};")',
    '(metadata "\\c${system(q(id))};")',
    "(require 'clojure.java.shell)",
    "(use '[clojure.java.shell :only [sh]])",
    'Sys.getenv("SECRET")',
  ]);
  blocks(detectTemplate, ['{@if cond="process.exit()"}{/if}']);
  passes(detectCode, ["(require 'clojure.string)", '(metadata "\\copyright ${year}")', 'Sys.time()']);
  passes(detectTemplate, [
    `{@if cond="'{x}'.length > 3"}a{/if}`,
    '{@math key="1" method="add" operand="2"/}',
  ]);
});
