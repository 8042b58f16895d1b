import { cases } from '../cases.ts';

export default cases({
  turns: [
    ['ja\\vascript', 'javascript'],
    ['\\6a\\61 v', 'jav'],
    ['\\6Aavascript', '\xaavascript'],
    ['\\00006a\\000061x', 'jax'],
    ['\\ff1c\\00ff1c\\01ff1c', '<<\x1c'],
    ['\\41\n\\41\t\\41  x', 'AAA x'],
    ['\\9', '\t'],
    ['a\\\nb', 'ab'],
    ['\\\\', '\\'],
    ['a\\', 'a'],
  ],
});
