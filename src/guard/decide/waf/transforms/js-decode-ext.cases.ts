import { cases } from '../cases.ts';

export default cases({
  turns: [
    ['\\\\ \\/ \\\' \\"', '\\ / \' "'],
    ['\\u003c\\x3e\\101', '<>A'],
    ['\\a\\b\\f\\n\\r\\t\\v', '\\a\\b\\f\\n\\r\\t\\v'],
    ['\\c\\?', '\\c\\?'],
    ['\\\\n', '\\n'],
    ['\\uzz', '\\uzz'],
    ['a\\', 'a\\'],
  ],
});
