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
      assert.ok(
        seenFrom(place, name, packages),
        `${name}, which ${place} may need, is not in package-lock.json`,
      );
    }
  }
});

/** Whether Node, in the package at `place`, would find `name`: beside its own files, or in a folder above. */
function seenFrom(place: string, name: string, packages: Record<string, Locked>): boolean {
  const steps = place.split('/node_modules/');
  for (let depth = steps.length; depth > 0; depth--) {
    if (packages[`${steps.slice(0, depth).join('/node_modules/')}/node_modules/${name}`]?.version)
      return true;
  }
  return packages[`node_modules/${name}`]?.version !== undefined;
}
