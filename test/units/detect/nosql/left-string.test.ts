// What leaves a string of JavaScript, as `$where` has it: each was run by Node between the quotes of `this.name == '…'`.
import { test } from 'node:test';
import { detectNosql } from '../../../../src/guard/decide/waf/detect/nosql/nosql.ts';
import { blocks, passes } from '../judged.ts';

test('a value that is JavaScript to the quote of the program asks the document or calls something', () => {
  blocks(detectNosql, [
    "'||this.password.match(/^a/)//",
    "x'=='x'||/a/.test(this.password)||'",
    'admin\'?this.password.startsWith("a"):\'',
    'x"^ this.password.startsWith("a")//',
    "\"/**/|| this['password']>'m'//",
    "' |\tObject.keys(this).length>0;//",
    "admin'||(function(){return 1})()||'",
    "a'=='x'||typeof this===\"object\"||'",
    "'=='x'||new Date().getTime()>0||'",
    "x' || /a/.test(this.password);var a='",
  ]);
});

test('what opens with the quote, closes its own strings or is no JavaScript passes', () => {
  passes(detectNosql, [
    "'a' || this.b",
    "x = 'a' || this.b.c();",
    "const name = user.name || 'nobody';",
    "rock 'n' roll, this one",
    "it's; this.one is fine",
    "5' || 6' tall, this is the question",
    "'yes', this time he said",
    "he said 'no', then new Date() came // see above",
    "the boys' + this girl's",
  ]);
});
