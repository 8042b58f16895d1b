// Line breaks that are written as escapes, behind a word, for whoever resolves them.
import { test } from 'node:test';
import { detectCrlf } from '../../../../src/guard/decide/waf/detect/crlf/crlf.ts';
import { blocks, passes } from '../judged.ts';

test('commands of a store behind a break that is written are attacks', () => {
  blocks(detectCrlf, [
    'a\\r\\nFLUSHALL\\r\\n',
    'x\\r\\nCONFIG SET dir /var/www\\r\\n',
    'k\\r\\nset y 0 0 1\\r\\nz\\r\\n',
    'a\\r\\nSet-Cookie: a=b',
  ]);
  passes(detectCrlf, [
    'a\\r\\nflush all\\r\\n',
    'C:\\new\\readme',
    '%s\\nSET x\\n',
    'printf("a\\r\\nFLUSHALL\\r\\n")',
    'one\\ntwo\\nthree',
    'end lines with \\r\\nFLUSHALL\\r\\n as Redis does',
  ]);
});
