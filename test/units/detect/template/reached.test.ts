// What a template is handed that leads further: beans, arguments of a fragment, files that hold secrets, look-ups.
import { test } from 'node:test';
import { detectJndi } from '../../../../src/guard/decide/waf/detect/jndi/jndi.ts';
import { detectTemplate } from '../../../../src/guard/decide/waf/detect/template/template.ts';
import { blocks, passes } from '../judged.ts';

test('a bean that is asked for by its name, of whatever holds them, is an attack', () => {
  blocks(detectTemplate, [
    "{{ beans['environment'].getProperty('spring.datasource.password') }}",
    '{% set x = beans.get("org.springframework.boot.autoconfigure.internalCachingMetadataReaderFactory") %}',
    "{{ beans.environment.getProperty('a') }}",
    "#ctx.getBean('dataSource')",
    '#root.getBeanFactory().x',
    "${ctx.getBean('dataSource')}",
    "#{beanFactory.getBean('a').b()}",
  ]);
  passes(detectTemplate, [
    '{{ beans.total }}',
    "{{ beans.get('arabica') }} is out",
    '{{ beans.price(250) }}',
    '{{ beans[0].price }}',
    '{{ beans.dried.slice(1) }}',
    '#getBean of the context',
    'context.getBean("dataSource")',
    'see ApplicationContext#getBean(String)',
  ]);
});

test('what is reckoned for a fragment of Thymeleaf is an attack', () => {
  blocks(detectTemplate, ['~{x::y(7*7)}', "~{a :: b('x' + 'y')}"]);
  passes(detectTemplate, ['~{fragments :: header(1)}', '~{::main}', '~{foot :: copy(${year})}']);
});

test('a template that reads a file of secrets by its bare name is an attack', () => {
  blocks(detectTemplate, [
    "{{source('.env')}}",
    "{{ include('.htpasswd') }}",
    "{% include '.git/config' %}",
    "{{ file('wp-config.php') }}",
  ]);
  passes(detectTemplate, [
    "{{ include('layout.html') }}",
    '{{ render("README.md") }}',
    '{{ readFile "package.json" }}',
    '{% extends "base.html" %}',
    "{{ load('.eslintrc') }}",
  ]);
});

test('look-ups that only Commons Text has, and the folders of a user, are attacks where nothing else stands', () => {
  blocks(detectJndi, ['${base64Decoder:eA==}', '${urlDecoder:%24}', '${sys:user.home}', '${sys:user.dir}']);
  blocks(detectJndi, [
    '${const:java.awt.event.KeyEvent.VK_ESCAPE}',
    '${localhost:canonical-name}',
    '${bundle:application:spring.datasource.password}',
    '${sys:os.name}',
  ]);
  passes(detectJndi, [
    'the ${base64Decoder:…} of Commons Text',
    '${sys:user.home}/logs/app.log',
    '${base64:eA==}',
    '${const:limit}',
    '${localhost:port}',
    '${bundle:messages:title}',
    '${const:limit}',
    '${localhost:port}',
    '${bundle:messages:title}',
    '${date:yyyy-MM-dd}',
  ]);
});

test('what a template knows of its context, a session it sets and what Smarty reckons are attacks', () => {
  blocks(detectTemplate, [
    '{{ _context|json_encode }}',
    '#{session.setAttribute("admin",true)}',
    '${session.servletContext.getInitParameter("x")}',
    '{math equation="7*7"}',
    '{math equation="(\\163\\171)"}',
  ]);
  passes(detectTemplate, [
    '{{ context|json_encode }}',
    '#{session.user.name}',
    '${session.cart.size()}',
    '{math equation="x + y" x=$a y=$b}',
  ]);
});
