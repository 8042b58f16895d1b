// Plain JavaScript, since this stands before the first TypeScript: a thread that finds everything in the cache
// never loads Node's type stripper, which costs it 40 ms and 17 MB.
import { enableCompileCache, flushCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Beside the packages, where whoever may write could change the program itself; in a shared temporary folder
// another user could leave code for us. A cache that cannot be written is no fault.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/portcullis', import.meta.url)));

/** Writes what was compiled so far, for the next start. A thread that is terminated would not. */
export const keepCompiled = () => flushCompileCache();
