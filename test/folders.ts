import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder that is gone after the test, or, given `{ after }` of node:test, after the tests of a file. */
export function temporaryFolder(t: { after(then: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
