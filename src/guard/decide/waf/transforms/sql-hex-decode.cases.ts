import { cases } from '../cases.ts';

export default cases({
  turns: [
    ['0x414243', 'ABC'],
    ['select 0X61, 0x62;', 'select a, b;'],
    ['0x4', '0x4'],
    ['0x414', 'A4'],
    ['0xzz', '0xzz'],
    ['00x41', '0A'],
    ['414243', '414243'],
  ],
});
