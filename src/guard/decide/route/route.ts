export { locate } from './locate.ts';
export { router } from './router.ts';
