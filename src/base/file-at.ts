import { statSync } from 'node:fs';

/** Which file stands at a path: equal for the same one, as long as somebody has it open; '' when none does. */
export function fileAt(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? '' : `${found.dev} ${found.ino}`;
}
