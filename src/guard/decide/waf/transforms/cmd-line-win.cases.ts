import { cases } from '../cases.ts';

export default cases({
  turns: [
    ['c^m"d" /C  \'dir\'', 'cmd /c dir'],
    ['who^\nami', 'whoami'],
    ['who^\r\nami', 'whoami'],
    ['who^\rami', 'who ami'],
    ['Get`-Item', 'get-item'],
    ['C:\\\\\\Windows\\\\x', 'c:\\windows\\x'],
    ['\\"\\', '\\'],
    ['\ta\nb ', 'a b'],
  ],
});
