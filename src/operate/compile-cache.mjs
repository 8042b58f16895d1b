// Plain JavaScript, since this stands before the first TypeScript: a thread that finds everything in the cache
// never loads Node's type stripper, which costs it 40 ms and 17 MB.
import { enableCompileCache, flushCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

// V8 takes nothing from a cache that was made under other flags, so all that are ever set are set here: what the main
// thread and its workers both load is then compiled once.
//
// Threads have room for 16 MB of new objects between two collections. V8 begins with 1 MB and widens it only for what
// survives, which serving hardly has: under load it would collect every 13 ms and takes 4 % of a core for it, and with this
// room every 150 ms and 1 %. What is not used takes no memory.
setFlagsFromString('--max-semi-space-size=16');
setFlagsFromString('--min-semi-space-size=16');
// V8 keeps strings in some ten forms (of one byte or two, whole, cut out of another, put together), and gives up on what
// has met more than four: then each look at a character is a call. Traffic of all kinds costs a web ACL a fifth less so
// (bench/inspect-mixed.ts).
setFlagsFromString('--max-valid-polymorphic-map-count=8');
// For spare-memory.ts.
setFlagsFromString('--expose-gc');

// Beside the packages, where whoever may write could change the program itself; in a shared temporary folder
// another user could leave code for us. A cache that cannot be written is no fault.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/portcullis', import.meta.url)));

/** Writes what was compiled so far, for the next start. A thread that is terminated would not. */
export const keepCompiled = () => flushCompileCache();
