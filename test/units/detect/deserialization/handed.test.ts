// Objects by the arguments, properties and attributes that a mapper is handed; streams behind a name, and with a wrong sum.

import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { detectDeserialization } from '../../../../src/guard/decide/waf/detect/deserialization/deserialization.ts';
import { blocks, passes } from '../judged.ts';

const stream = Buffer.concat([
  Buffer.from([0xac, 0xed, 0, 5, 0x73, 0x72, 0, 17]),
  Buffer.from('java.util.HashMap\u0005\u0007'),
]);

test('a stream behind a name and what parts it from the name is an attack', () => {
  const base64 = stream.toString('base64url');
  blocks(detectDeserialization, [`e1s1_${base64}`, `4ab7-9f_${base64}`, `v1-${base64}`]);
  passes(detectDeserialization, ['e1s1_rO0', 'x_rO0ABCDEFGHIJKLMNOP', 'user_rO0ABsent']);
});

test('a compressed stream whose sum is wrong is read none the less', () => {
  const packed = gzipSync(stream);
  packed[packed.length - 5]! ^= 1;
  blocks(detectDeserialization, [packed.toString('base64')]);
  const text = gzipSync(Buffer.from('just a text that is long enough to be read by somebody'));
  text[text.length - 5]! ^= 1;
  passes(detectDeserialization, [text.toString('base64')]);
});

test('properties by which a driver of a database makes objects are attacks as keys of JSON', () => {
  blocks(detectDeserialization, [
    '{"type":"MYSQL","host":"a.example","other":{"allowUrlInLocalInfile":"true"}}',
    '{"driver":"mysql","props":{"autoDeserialize":true}}',
    '{"queryInterceptors":"com.mysql.cj.jdbc.interceptors.ServerStatusDiffInterceptor"}',
    '{"socketFactory":"org.springframework.context.support.ClassPathXmlApplicationContext"}',
  ]);
  passes(detectDeserialization, [
    '{"type":"MYSQL","host":"a.example","other":{"allowUrlInLocalInfile":"false"}}',
    '{"socketFactory":"com.google.cloud.sql.postgres.SocketFactory"}',
    '{"autoDeserialize":false}',
    '{"connectionFactory":"pool"}',
  ]);
});

test("the arguments of PHP's reader of XML, and types by an attribute, are attacks", () => {
  blocks(detectDeserialization, [
    '{"sourceData":{"data":"http://evil.example/x.xml","dataIsURL":true,"options":1337}}',
    '<profile><item key="k" type="System.Data.Services.Internal.ExpandedWrapper`2[[System.Web.UI.ObjectStateFormatter],[System.Windows.Data.ObjectDataProvider]]"></item></profile>',
    '<asp:ObjectDataSource TypeName="System.Diagnostics.Process" SelectMethod="Start" runat="server"/>',
  ]);
  passes(detectDeserialization, [
    '{"data":"x","dataIsURL":false}',
    '<add name="log" type="System.Diagnostics.TextWriterTraceListener" />',
    '<item key="k" type="System.String">a</item>',
    '<asp:ObjectDataSource TypeName="Shop.Orders" SelectMethod="All" runat="server"/>',
  ]);
});

test('the method by which Java starts programs is an attack as the whole value', () => {
  blocks(detectDeserialization, ['java.lang.Runtime.getRuntime']);
  passes(detectDeserialization, [
    'java.lang.Runtime',
    'java.lang.Thread',
    'we call java.lang.Runtime.getRuntime here',
  ]);
});
