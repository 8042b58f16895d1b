import { keepCompiled } from '../../compile-cache.mjs';
import { loadLean } from '../../lean-loading.mjs';

await loadLean(() => import('./worker.ts'));
setTimeout(keepCompiled, 1_000).unref();
