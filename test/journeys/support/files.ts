import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { temporaryFolder } from '../../folders.ts';

/** Writes a file that is gone with the test, and gives its path. */
export function testFile(t: TestContext, name: string, text: string): string {
  const path = join(temporaryFolder(t), name);
  writeFileSync(path, text);
  return path;
}

/** A `portcullis.yaml` of one API in front of a server; `more` are further keys of the API, `rules` of its web ACL. */
export function shortFile(
  t: TestContext,
  to: string,
  more: Readonly<Record<string, unknown>> = {},
  rules: readonly object[] = [],
): string {
  const text = JSON.stringify({
    apis: { shop: { to, webAcl: 'edge', ...more } },
    webAcls: { edge: { rules } },
  });
  return testFile(t, 'portcullis.yaml', text);
}
