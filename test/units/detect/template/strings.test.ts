// What Twig runs though the function is put together of pieces: each value was run by Twig 3.5.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constantStrings } from '../../../../src/guard/decide/waf/detect/template/strings.ts';
import { detectTemplate } from '../../../../src/guard/decide/waf/detect/template/template.ts';
import { blocks, passes } from '../judged.ts';

test('constant strings of a template are spelled out, and names that it sets are read as what they are', () => {
  for (const [template, plain] of [
    ["{{['id']|map('sys'~'tem')}}", "{{['id']|map('system')}}"],
    ["{{['id']|map('metsys'|reverse)}}", "{{['id']|map('system')}}"],
    ["{{['id']|map(' SYSTEM '|trim|lower)}}", "{{['id']|map('system')}}"],
    ["{{['id']|map('Zystem'|replace({'Z':'s'}))}}", "{{['id']|map('system')}}"],
    ["{{['id']|map('systemzz'|slice(0,6))}}", "{{['id']|map('system')}}"],
    ["{{['id']|map(['sys','tem']|join)}}", "{{['id']|map('system')}}"],
    ["{{['id']|map('%s'|format('system'))}}", "{{['id']|map('system')}}"],
    ['{{["id"]|map("s\\x79stem")}}', '{{["id"]|map(\'system\')}}'],
    ["{% set f='system' %}{{['id']|map(f)}}", "{% set f='system' %}{{['id']|map('system')}}"],
    ["{{ 'a' ~ 'b' }}", "{{ 'a' ~ 'b' }}"],
  ])
    assert.equal(constantStrings(template!), plain);
});

test('a filter that is given a function put together is an attack, one that is given a name of its own is none', () => {
  blocks(detectTemplate, [
    "{{ \"#{[0]|reduce(('pa'~\n'ssthru'),'env')|join}\" }}",
    "{% set item='s'~'ystem' %}{{['id']|map(item)|join}}",
    "{{ ['id','']|sort('cexe_llehs'|reverse)|join }}",
    "{'id'|@system}",
    '{{=process.kill(1)}}',
    "<% global['process'].exit() %>",
  ]);
  passes(detectTemplate, [
    "{{ names|map('up'~'per')|join }}",
    "{% set order='sys' %}{{ rows|sort(order) }}",
    "{{ items|filter(v => v.size > 3)|map(v => v.name)|join(', ') }}",
    "{{ users|map(attribute='name')|join }}",
    "{% set theme='system' %}{{ theme|upper }}",
  ]);
});
