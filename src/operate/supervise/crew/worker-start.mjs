import { keepCompiled } from '../../compile-cache.mjs';

await import('./worker.ts');
setTimeout(keepCompiled, 1_000).unref();
