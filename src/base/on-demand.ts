import { createRequire } from 'node:module';

/**
 * What few definitions need, a package or a part of the program: loaded when it is first asked for, on the spot, and
 * kept. A package takes every thread some 1 MB. To be asked when a definition is read or compiled, so that no request
 * waits for it. `from` is the `import.meta.url` of whoever names a file by its relative path.
 */
export function onDemand<T>(name: string, from: string = import.meta.url): () => T {
  let loaded: T | null = null;
  return () => {
    loaded ??= createRequire(from)(name) as T;
    return loaded;
  };
}
