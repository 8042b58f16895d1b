import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * A package that few definitions need: loaded when it is first asked for, on the spot, and kept. Each takes every
 * thread some 1 MB. To be asked when a definition is read or compiled, so that no request waits for it.
 */
export function onDemand<T>(name: string): () => T {
  let loaded: T | null = null;
  return () => {
    loaded ??= require(name) as T;
    return loaded;
  };
}
