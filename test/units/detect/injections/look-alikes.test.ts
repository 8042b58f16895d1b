// Constructs of many languages, each beside what looks like it and means no harm.
import { test } from 'node:test';
import { detectCode } from '../../../../src/guard/decide/waf/detect/code/code.ts';
import type { Detector } from '../../../../src/guard/decide/waf/detect/finding.ts';
import { detectLdap } from '../../../../src/guard/decide/waf/detect/ldap/ldap.ts';
import { detectMail } from '../../../../src/guard/decide/waf/detect/mail/mail.ts';
import { detectNosql } from '../../../../src/guard/decide/waf/detect/nosql/nosql.ts';
import { detectShell } from '../../../../src/guard/decide/waf/detect/shell/shell.ts';
import { detectRedirect } from '../../../../src/guard/decide/waf/detect/ssrf/ssrf.ts';
import { detectTemplate } from '../../../../src/guard/decide/waf/detect/template/template.ts';
import { detectXpath } from '../../../../src/guard/decide/waf/detect/xpath/xpath.ts';
import { detectXss } from '../../../../src/guard/decide/waf/detect/xss/xss.ts';
import { blocks, passes } from '../judged.ts';

const cases: readonly [
  name: string,
  detect: Detector,
  attacks: readonly string[],
  benign: readonly string[],
][] = [
  [
    'functions of XPath that take nothing ask for no path, those of a monitor do',
    detectXpath,
    ['name(/*[1])', "' or position()=1 or '", 'x or last()=2', 'string-length(name(//*[2]))'],
    ['last(/web-1/proc.num[,,run])<>0', 'avg(/Linux server/cpu[all],5m)>5 and last(/Linux server/x)=1'],
  ],
  [
    'a script that a search of Elasticsearch brings along is NoSQL injection, a search without one is none',
    detectNosql,
    [
      `{"size":0,"script_fields":{"a":{"script":{"source":"doc['x'].value"}}}}`,
      '{"aggs":{"x":{"scripted_metric":{"map_script":"state.x=1"}}}}',
      '{"query":{"script":{"script":"1==1"}}}',
      '{"query":{"function_score":{"script_score":{"script":"Math.random()"}}}}',
      '1); ctx._source.isAdmin=true; //',
    ],
    [
      '{"query":{"match":{"title":"script"}},"script_fields":{}}',
      '{"script":"build","scripts":{"test":"node --test"}}',
      'We set ctx._source.counter in an update script, and then it fails.',
    ],
  ],
  [
    'a condition of DynamoDB that goes on behind a value is NoSQL injection, a whole request is none',
    detectNosql,
    [
      '{"FilterExpression":"attribute_exists(password)"}',
      '{"KeyConditionExpression":"pk = :a OR attribute_exists(pk)"}',
      ':v OR attribute_exists(id)',
      `x' OR begins_with("pw",'a') OR 'a'='b`,
      `SELECT * FROM "users" WHERE begins_with("password",'a')`,
    ],
    [
      '{"TableName":"t","FilterExpression":"attribute_exists(password)"}',
      '{"FilterExpression":"price > :p AND attribute_exists(stock)"}',
      'attribute_not_exists(pk)',
      '#st <> :x OR attribute_not_exists(deleted)',
      '#pk = :pk AND begins_with(#sk, :sk)',
      'Use begins_with(sk, :prefix) for the sort key.',
    ],
  ],
  [
    'everything there is, behind a query of Lucene, is an injection; alone it is a search',
    detectNosql,
    ['*:* OR _exists_:password', 'foo) OR (*:*', 'title:a || *:*'],
    ['*:*', 'title:foo OR title:bar', '_exists_:title', 'status:open AND *:*'],
  ],
  [
    'an address of LDAP that asks for passwords is an injection, one of a directory is none',
    detectLdap,
    [
      'ldap://x.test/dc=corp?userPassword?sub?(uid=*)',
      'ldaps://x.test:636/??sub?(unicodePwd=*)',
      'ldap:///dc=a?cn,userPassword?one?(objectClass=*)',
    ],
    [
      'ldap://ldap.example.com/ou=people,dc=example?uid?sub?(objectClass=*)',
      'ldaps://ldap.example.com:636',
      'ldap://ldap.example.com/dc=example,dc=com?cn,mail?sub',
    ],
  ],
  [
    'a path that looks for a secret by its name is XPath injection, one that looks for a price is none',
    detectXpath,
    ["*/*[local-name()='password']", "../*[name()='secret']", "*[contains(name(),'pass')]"],
    ["*[name()='price']", "The step *[local-name()='password'] in your stylesheet is slow.", '*[@id="a"]'],
  ],
  [
    'headers of a mail are seen when they are folded, and in encoded words',
    detectMail,
    [
      'Ann\nBcc:\n x@y.test',
      'Ann\r\nBcc:\r\n\tx@y.test, z@y.test',
      '=?utf-8?Q?a=0D=0ABcc:_x@y.test?=',
      '=?iso-8859-1?q?s=0aCc:=20x@y.test?=',
    ],
    ['=?utf-8?Q?Gr=C3=BC=C3=9Fe?= ann@y.test', 'Ann\n Bee\n ann@y.test', 'Note:\n mail x@y.test at noon'],
  ],
  [
    'an address that ends in the name of another site is an open redirect, one with a fragment is none',
    detectRedirect,
    ['https://evil.test#shop.example', 'http://evil.test?shop.example', 'https://evil.test?.shop.example'],
    [
      'https://docs.example.com#install',
      'https://docs.example.com/a#v1.example',
      'https://shop.example?utm=a.com',
      'https://shop.example/#/cart',
    ],
  ],
  [
    'a command within a container, within arithmetic and of a coproc is one',
    detectShell,
    [
      ';kubectl exec -it p -- sh',
      ';kubectl exec p -n x -- sh -c id',
      '|docker exec -it web bash',
      '$((`id`))',
      '$[`whoami`]',
      '1$(( 1 + `id` ))',
      ';coproc { id; }',
    ],
    [
      'Then (see above) docker exec runs a command in a container',
      'total=$((a + b))',
      'the sum `$((1+2))` is three',
      'if (a) { id; }',
    ],
  ],
  [
    'elements that take the place of what a script asks for are XSS, forms and anchors with names are none',
    detectXss,
    [
      '<img name=getElementById><form name=body>',
      '<form name=querySelector><input name=x></form>',
      '<embed name=cookie>',
      '<a id=config><a id=config name=url href="//x.test/a.js">',
      '<a id="c"></a><a id="c" name="src" href=//x.test>',
      '<iframe name=cfg srcdoc="<a id=url href=//x.test>"></iframe>',
    ],
    [
      '<form name="search"><input name="cookie"></form>',
      '<a id="top"></a><p>x</p><a href="#top" id="up">up</a>',
      '<a name="a" href="#b">b</a><a name="b" href="#a">a</a>',
      '<img name="logo" src="/logo.png">',
    ],
  ],
  [
    'a tag in sections of XML is one, code in a section is none',
    detectXss,
    [
      '<![CDATA[<]]>script<![CDATA[>]]>alert(1)<![CDATA[<]]>/script<![CDATA[>]]>',
      '<![CDATA[<]]>img src=x onerror=alert(1)<![CDATA[>]]>',
      '<a><![CDATA[<]]>svg onload=alert(1)></a>',
    ],
    ['<a><![CDATA[<]]></a>', '<a><![CDATA[ 1 < 2 ]]></a>', '<a>1 <![CDATA[<]]> 2</a>'],
  ],
  [
    'a template that shows a secret of its surroundings is one, a title or a file of settings is none',
    detectTemplate,
    ['<%= process.env.SECRET %>', "<%= ENV['SECRET_KEY_BASE'] %>", '<%- process.env %>'],
    ['<%= process.env.VUE_APP_TITLE %>', "password: <%= ENV['DB_PASSWORD'] %>", "<%= ENV['LANG'] %>"],
  ],
  [
    'code of a server in an instruction of XML is code, a style sheet is none',
    detectCode,
    ["<?php system('id');?>", '<?= `id` ?>', "<?php echo shell_exec($_GET['c']); ?>"],
    [
      '<?xml version="1.0"?>',
      '<?xml-stylesheet href="a.css"?>',
      '<?mso-application progid="Word.Document"?>',
    ],
  ],
];

for (const [name, detect, attacks, benign] of cases)
  test(name, () => {
    blocks(detect, attacks);
    passes(detect, benign);
  });
