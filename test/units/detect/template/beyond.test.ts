// What stands in an expression so long that it is not read to its end is found, however it is spelled.
import { test } from 'node:test';
import { detectTemplate } from '../../../../src/guard/decide/waf/detect/template/template.ts';
import { blocks, passes } from '../judged.ts';

const filler = 'a + b, '.repeat(900);
const opened = (expressions: readonly string[]): string[] =>
  ['{{', '${', '<%'].flatMap((opener) => expressions.map((one) => `${opener}${filler}${one} }`));

test('names that lead to the interpreter are found behind much, by escapes and put together as well', () => {
  blocks(
    detectTemplate,
    opened([
      'x.__class__',
      "x['__class__']",
      'x[`__class__`]',
      'x["\\x5f\\x5fclass\\x5f\\x5f"]',
      "x['\\u005f\\u005fclass__']",
      "x['\\137\\137class\\137\\137']",
      "x['c\\u006fnstructor']('alert(1)')()",
      "x|attr('__cl'~'ass__')",
      "x|attr('_''_class_''_')",
      "'x__class__y'|replace('x','')",
      'self._TemplateReference__context',
      '_memberAccess',
      'dict(__class__=1)|join',
      "'_'.'_class__'",
    ]),
  );
  passes(detectTemplate, opened(['x._private', 'a_ + _b', "'snake_case'", "'\\u00e9t\\u00e9'", 'x.y']));
});
