// What the fifteenth trial showed: dollars, templates, images and sessions of everyday products, beside what is like them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeMarshal } from '../../../src/guard/decide/waf/detect/deserialization/marshal.ts';
import { detectNosql } from '../../../src/guard/decide/waf/detect/nosql/nosql.ts';
import { detectShell } from '../../../src/guard/decide/waf/detect/shell/shell.ts';
import { blocks, passes } from './judged.ts';

test('two dollars before a word are a number and the word: a key, no command', () => {
  passes(detectShell, [
    '{"$$token":"yoiLxj1yHNfYrwib","$$date":"2026-06-01T10:00:00.000Z","$$completed":true}',
    '$$date',
    '{"$$id":7,"$$hashKey":"object:12"}',
    '{"$$host":"a","$$sort":"b"}',
    '$$w',
    '{"in":{"$add":["$$d","$$w","$$ps"]}}',
    '$#who',
    '$?id',
  ]);
});

test('what a shell takes for nothing still hides no command', () => {
  blocks(detectShell, [
    '$@date',
    ';$@id',
    ';c$@at /etc/passwd',
    ';wh$*oami',
    ';$!id',
    ';cat /tmp/x.$$ /etc/passwd',
    ';$$;whoami',
  ]);
});

test('a template hands a value to printf, a command line hands it to a shell', () => {
  passes(detectShell, [
    '{{$e.Name | printf "%q"}}',
    '{{$i | printf "%02d"}}',
    'port: {{ .Values.port | printf "%v" | quote }}',
    'name: {{ .Release.Name | printf "%s-db" | trunc 63 | trimSuffix "-" }}',
  ]);
  blocks(detectShell, [
    'x | printf "%q"',
    '{{ x | printf "id" | sh }}',
    '{{ x | printf "id"; id }}',
    '{{ x }} | printf "%q"',
    '{{ x | printf "id" > /tmp/x }}',
  ]);
});

test('an image is rid of what its build has cached', () => {
  const image = (line: string): string =>
    `FROM node:22-alpine AS build\nWORKDIR /app\nRUN ${line}\nEXPOSE 3000\n`;
  passes(
    detectShell,
    [
      'npm ci --omit=dev && rm -rf /root/.npm',
      'apk add curl && rm -rf /tmp/* /var/cache/apk/*',
      'mvn -q package && rm -rf /root/.m2',
      'apt-get clean && rm -rf /var/lib/apt/lists/* /tmp/* /var/tmp/*',
    ].map(image),
  );
  blocks(detectShell, [
    image('npm ci && rm -rf /tmp/* /'),
    image('npm ci && rm -rf /root/.ssh'),
    'x; rm -rf /tmp/*',
    'x && rm -rf /root/.npm',
  ]);
});

test('what is told of a visitor, beside names that MongoDB has none of, is no update', () => {
  passes(detectNosql, [
    '{"$token":"abc","$distinct_id":"1","$ip":"0","$set":{"$name":"Pat"}}',
    '[{"$token":"a","$distinct_id":"1","$unset":["plan"]}]',
    '{"event":"e","properties":{"$lib":"web","$set":{"plan":"b"}}}',
    '{"$$date":"2026","$set":{"a":1},"$set_once":{"$initial_referrer":"$direct"}}',
  ]);
  blocks(detectNosql, [
    '{"$set":{"role":"admin"}}',
    '{"name":"Pat","$set":{"role":"admin"}}',
    '{"$set":{"role":"admin"},"$max":{"n":1}}',
    '{"$token":"a","$set":{"role":"admin"},"$where":"1"}',
    '{"$token":"a","b":{"$set":{"role":"admin"}}}',
  ]);
});

test('the session of Rack holds its own id, and nothing that runs', () => {
  const marshal = (name: string): Buffer =>
    Buffer.from(
      `\x04\x08{\x06I"\x0fsession_id\x06:\x06ETo:${String.fromCharCode(name.length + 5)}${name}\x06:\x0f@public_idI"\x07ab\x06;\0T`,
      'latin1',
    );
  assert.equal(judgeMarshal(marshal('Rack::Session::SessionId')), null);
  assert.ok(judgeMarshal(marshal('Rack::Session::SessionIdentity')));
  assert.ok(judgeMarshal(marshal('Gem::Installer')));
});
