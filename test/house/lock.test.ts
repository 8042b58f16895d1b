import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

interface Locked {
  readonly version?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

// npm leaves out what it could not ask a registry for, and `npm ci` then refuses the file, everywhere.
test('the lock file names every optional package of every platform, so that npm ci takes it', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, Locked>;
  };
  for (const [place, { optionalDependencies = {} }] of Object.entries(packages)) {
    for (const name of Object.keys(optionalDependencies)) {
      const found = packages[`${place}/node_modules/${name}`] ?? packages[`node_modules/${name}`];
      assert.ok(found?.version, `${name}, which ${place} may need, is not in package-lock.json`);
    }
  }
});
