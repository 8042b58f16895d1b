// Line breaks that are written as escapes behind an address, for whoever resolves them.
import { test } from 'node:test';
import { detectMail } from '../../../../src/guard/decide/waf/detect/mail/mail.ts';
import { blocks, passes } from '../judged.ts';

test('headers of a mail behind a break that is written are an attack behind an address', () => {
  blocks(detectMail, ['a@b.example\\r\\nBcc: c@d.example', 'a@b.example\\nCc:c@d.example\\nSubject: x']);
  passes(detectMail, [
    'a@b.example\\nc@d.example',
    'To: a@b.example\\nCc: c@d.example',
    'write a@b.example\\r\\nBcc: to hide it',
    'a@b.example, C:\\new',
  ]);
});
