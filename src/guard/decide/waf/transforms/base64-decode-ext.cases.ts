import { cases } from '../cases.ts';

export default cases({
  turns: [
    ['QUJD', 'ABC'],
    ['QUI=', 'AB'],
    ['Q U\nJ.D', 'ABC'],
    ['QU-JD_QQ==', 'ABCA'],
    ['=', ''],
    ['Q', ''],
    ['/+8', '\xff\xef'],
  ],
});
