// What servers make of a path that they decode or filter, and was not told; each beside what looks like it.
import { test } from 'node:test';
import { detectPath } from '../../../../src/guard/decide/waf/detect/path/path.ts';
import { blocks, passes } from '../judged.ts';

test('what is `../` once `../` is taken out of it climbs', () => {
  blocks(detectPath, [
    '.../...//.../...//etc/passwd',
    '.../...//.../...//x',
    'foo/.../...//.../...//app/x.yml',
  ]);
  passes(detectPath, ['a/.../b/...//c', 'one/.../two/...', 'src/.../main.ts', 'wait.../ ...//']);
});
