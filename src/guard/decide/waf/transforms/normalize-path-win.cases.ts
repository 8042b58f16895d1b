import { cases } from '../cases.ts';

export default cases({
  turns: [
    ['\\a\\\\b\\..\\c', '/a/c'],
    ['C:\\Windows\\.\\system32', 'C:/Windows/system32'],
    ['a/b\\../c', 'a/c'],
    ['..\\x', '../x'],
  ],
});
