import { cases } from '../cases.ts';

export default cases({
  turns: [
    ['QUJD', 'ABC'],
    ['QUI=', 'AB'],
    ['QQ==', 'A'],
    ['QUI', 'AB'],
    ['QQ', 'A'],
    ['/+8=', '\xff\xef'],
    ['QUJ', 'AB'],
    ['Q', 'Q'],
    ['QQ=', 'QQ='],
    ['QQ===', 'QQ==='],
    ['QUJD QUJD', 'QUJD QUJD'],
    ['Q=JD', 'Q=JD'],
    ['-_8=', '-_8='],
    ['<b>QUJD', '<b>QUJD'],
  ],
});
