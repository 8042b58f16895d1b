import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessLogFormats } from '../../../src/define/readers/yaml/access-log.ts';
import { accessFormat } from '../../../src/observe/logs/access-format.ts';
import { variables } from '../../../src/observe/logs/variables.ts';
import { viewOf } from '../../../src/observe/view.ts';
import { definition } from './definition.ts';
import { event, hostile, waf } from './event.ts';

const at = viewOf(definition()).stages.get('pets/Prod')!;
const line = (format: string, e = event()): string => accessFormat(format)(e, at);
const clf =
  '$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime]"$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId $context.extendedRequestId';

test('the JSON format is API Gateway’s, and the default', () => {
  assert.equal(
    line(''),
    '{"requestId":"0b6b8c53-1b2f-4a7c-9c3e-7a1d0c9b8e2f","extendedRequestId":"KI1lOhl6HQybji8=","ip":"203.0.113.7","caller":"-","user":"-","requestTime":"22/Nov/2026:04:24:25 +0000","httpMethod":"GET","resourcePath":"/pets/{id}","status":"200","protocol":"HTTP/1.1","responseLength":"42"}',
  );
});

test('an access log may be in the Common Log Format', () => {
  assert.equal(
    line(clf),
    '203.0.113.7 - - [22/Nov/2026:04:24:25 +0000]"GET /pets/{id} HTTP/1.1" 200 42 0b6b8c53-1b2f-4a7c-9c3e-7a1d0c9b8e2f KI1lOhl6HQybji8=',
  );
});

test('a line of CSV quotes a field where it needs it', () => {
  assert.equal(
    line(
      '$context.identity.sourceIp,$context.identity.userAgent,$context.status',
      event({ userAgent: 'a "b", c' }),
    ),
    '203.0.113.7,"a ""b"", c",200',
  );
});

test('no field of a CSV line begins as a formula, quoted or not', () => {
  for (const ua of ['=1+1', '-1+1', '+1', '@SUM(A1)', '=HYPERLINK("http://evil","x")', '=1,2', '=a\\b'])
    assert.match(
      line('$context.status,$context.identity.userAgent', event({ userAgent: ua })),
      /^200,"?'[=+@-]/,
      ua,
    );
});

test('no format has a character that steers a terminal: what a caller sends as bytes past ASCII either', () => {
  for (const format of [
    '{"ua":"$context.identity.userAgent"}',
    '$context.identity.userAgent $context.status',
    '<ua>$context.identity.userAgent</ua>',
    '$context.identity.userAgent,$context.status',
  ])
    assert.doesNotMatch(
      line(format, event({ userAgent: '\u009b31m\u009d0;title\u009c\u0085' })),
      /[\u007f-\u009f]/,
      format,
    );
});

test('what would be markup in a line of XML is escaped', () => {
  assert.equal(
    line(
      '<request id="$context.requestId"><ua>$context.identity.userAgent</ua></request>',
      event({ requestId: 'r', userAgent: '<a&"b"\u0001>' }),
    ),
    '<request id="r"><ua>&lt;a&amp;&quot;b&quot;\ufffd&gt;</ua></request>',
  );
});

test('a refusal says what the caller was told, quoted or not', () => {
  const throttled = event({ status: 429, reason: 'THROTTLED', integrationStatus: -1, integrationMs: -1 });
  assert.equal(
    line(
      '{"a":"$context.error.message","b":$context.error.messageString,"c":"$context.error.messageString","d":"$context.error.responseType","e":"$context.integrationStatus"}',
      throttled,
    ),
    '{"a":"Too Many Requests","b":"Too Many Requests","c":"Too Many Requests","d":"THROTTLED","e":"-"}',
  );
});

test('the web ACL’s answer and ARN are there once one has looked', () => {
  const format = '$context.wafResponseCode $context.webaclArn $context.waf.status';
  assert.equal(line(format), '- - -');
  assert.equal(
    line(format, event({ waf: waf() })),
    'WAF_BLOCK arn:aws:wafv2:us-east-1:000000000000:regional/webacl/shop/0f0f 403',
  );
});

test('the status of a Lambda proxy’s integration is Lambda’s, and the function’s stands beside it', () => {
  const e = event({ integrationStatus: 404 });
  assert.equal(
    line('$context.integrationStatus $context.integration.status $context.integrationLatency', e),
    '200 404 9',
  );
});

test('unknown variables, and those of families that callers name, print -', () => {
  assert.equal(
    line('$context.nothing|$context.authorizer.claims.sub-x|$context.status.|$contextual'),
    '-|-|200.|$contextual',
  );
});

test('a format over several lines still gives one', () => {
  assert.equal(line('{\n  "a":"$context.status",\n  "b":"$context.stage"\n}\n'), '{ "a":"200", "b":"prod" }');
});

test('whatever a caller sends, one event is one line and JSON stays JSON', () => {
  const json = '{"path":"$context.path","ua":"$context.identity.userAgent","method":"$context.httpMethod"}';
  for (const text of hostile) {
    const e = event({ path: text, stagePath: text, userAgent: text, method: text });
    for (const format of [json, ...Object.values(accessLogFormats), clf]) {
      assert.doesNotMatch(line(format, e), /[\u0000-\u001f\u007f\u2028\u2029]/, JSON.stringify(text));
    }
    const parsed = JSON.parse(line(json, e)) as Record<string, string>;
    assert.deepEqual(Object.keys(parsed), ['path', 'ua', 'method']);
    assert.equal(parsed.ua, text);
    assert.equal(line(clf, e).split('"').length, 3, 'no quote of the caller’s ends a field');
  }
});

test('every variable gives something for every event, and never undefined', () => {
  for (const [name, variable] of Object.entries(variables)) {
    for (const e of [event(), event({ operation: '', host: '', integrationStatus: -1, integrationMs: -1 })]) {
      const value = variable(e, at);
      assert.ok(typeof value === 'string' || Number.isFinite(value), name);
    }
  }
});

test('a client’s certificate is one field of one line, and whole again for whoever reads it', () => {
  const pem = '-----BEGIN CERTIFICATE-----\nMII+/=\n-----END CERTIFICATE-----\n';
  const name = 'identity.clientCert.clientCertPem';
  const shown = event({ learned: [name, pem] });
  const json = line(`{"pem":"$context.${name}","status":$context.status}`, shown);
  assert.ok(!json.includes('\n'));
  assert.deepEqual(JSON.parse(json), { pem, status: 200 });
  assert.equal(
    line(`$context.status "$context.${name}"`, shown),
    '200 "-----BEGIN CERTIFICATE-----\\x0AMII+/=\\x0A-----END CERTIFICATE-----\\x0A"',
  );
});
