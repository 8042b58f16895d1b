import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectTemplate } from '../../../../src/guard/decide/waf/detect/template/template.ts';

const score = (text: string): number => detectTemplate(text)?.score ?? 0;

test('functions of templates that tell of the machine are told from its own variables', () => {
  for (const text of [
    ...[
      "{{constant('PHP_VERSION')}}",
      "{{ constant('App\\\\Kernel::SECRET') }}",
      '{{ os.Getenv "SECRET" }}',
      "{{getenv('SECRET')}}",
    ],
    ...[
      '{{env "AWS_SECRET_ACCESS_KEY"}}',
      "{{ env('APP_KEY') }}",
      "{{ lookup('pipe', 'id') }}",
      "{{ lookup('file', '/etc/passwd') }}",
    ],
    ...['<%- global.process %>', '<%= global.process.env %>'],
  ])
    assert.ok(score(text) >= 50, `${score(text)}: ${text}`);
  for (const text of [
    ...[
      '{{ env.STAGE }}',
      '{{ env "HOME" }}',
      "{{ env('locale') }}",
      "{{ lookup('env', 'HOME') }}",
      '{{ constant }}',
      '{{ constant(5) }}',
    ],
    ...[
      "{{ lookup('file', 'notes.txt') }}",
      '{{ global.title }}',
      "{{ constant('a') }}",
      '{{ env "KEYBOARD" }}',
    ],
  ])
    assert.ok(score(text) < 50, `${score(text)}: ${text}`);
});
