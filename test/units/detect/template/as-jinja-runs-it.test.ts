// What Jinja evaluated of values drawn from its grammar, and was not told; each beside what looks like it.
import { test } from 'node:test';
import { detectTemplate } from '../../../../src/guard/decide/waf/detect/template/template.ts';
import { blocks, passes } from '../judged.ts';

test('arithmetic on constants is one with a sign, with blanks taken away around it, and however it is shown', () => {
  blocks(detectTemplate, [
    '{{-659*3-}}',
    "x{{-'956'*3-}}x",
    '{{-7*7}}',
    '{{8*861|int}}',
    'Hello {{ 837*47|int|safe }}x',
    '{{-802+134-}}',
  ]);
  passes(detectTemplate, [
    '{{- .Values.name -}}',
    '{{-7}}',
    '{{ 5|int }}',
    '{{ 7*x|int }}',
    '{{- 1 -}}',
    '{{ 2024-01-05 }}',
  ]);
});
