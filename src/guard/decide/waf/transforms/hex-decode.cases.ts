import { cases } from '../cases.ts';

export default cases({
  turns: [
    ['414243', 'ABC'],
    ['4aFf00', 'J\xff\x00'],
    ['41424', '41424'],
    ['41 42', '41 42'],
    ['4x', '4x'],
    ['0x41', '0x41'],
  ],
});
