import assert from 'node:assert/strict';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

test('what npm ci --omit=dev installs is under 80 MB', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { dev?: boolean; devOptional?: boolean; link?: boolean }>;
  };
  let bytes = 0;
  let count = 0;
  for (const [place, { dev, devOptional, link }] of Object.entries(packages)) {
    if (dev || devOptional || link || !place.startsWith('node_modules/')) continue;
    bytes += sizeOf(place);
    count++;
  }
  assert.ok(count > 5 && bytes > 1e6, `${count} packages, ${bytes} bytes: nothing was measured`);
  assert.ok(bytes < 80e6, `${count} packages take ${(bytes / 1e6).toFixed(1)} MB`);
});

/** The bytes of a package's own files; packages inside it have a place of their own. Optional ones may be absent. */
function sizeOf(folder: string): number {
  let bytes = 0;
  let entries: ReturnType<typeof list>;
  try {
    entries = list(folder);
  } catch {
    return 0;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += entry.name === 'node_modules' ? 0 : sizeOf(path);
    else bytes += lstatSync(path).size;
  }
  return bytes;
}

const list = (folder: string) => readdirSync(folder, { withFileTypes: true });
