import { cases } from '../cases.ts';

export default cases({
  turns: [
    ['\\u003cscript\\u003e', '<script>'],
    ['\\uff1c\\u0141', '<A'],
    ['\\x41\\x7e', 'A~'],
    ['\\101\\60\\0', 'A0\x00'],
    ['\\400', ' 0'],
    ['\\8', '8'],
    ['\\a\\b\\f\\n\\r\\t\\v', '\x07\b\f\n\r\t\v'],
    ['\\"\\\'\\\\\\/\\?', '"\'\\/?'],
    ['al\\ert', 'alert'],
    ['\\uzz\\xz', 'uzzxz'],
    ['a\\', 'a\\'],
  ],
});
