// Plain JavaScript for the same reason as compile-cache.mjs.
import { registerHooks } from 'node:module';
import { keepCompiled } from './compile-cache.mjs';

/**
 * Does what loads most of the program, and has each thread keep some 10 MB less of it.
 *
 * What was read from the cache is let go every few modules, so that what comes next takes its place; Node would hold
 * it all until the end, between what stays, where it cannot be given back.
 *
 * Zod has its messages in 64 languages and would load them all; what is said here is in English. A zod that lies
 * otherwise than expected is loaded whole.
 */
export async function loadLean(load) {
  let modules = 0;
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      next(
        specifier === '../locales/index.js' && context.parentURL?.includes('/zod/v4/')
          ? '../locales/en.js'
          : specifier,
        context,
      ),
    load: (url, context, next) => {
      if (++modules % 32 === 0) keepCompiled();
      return next(url, context);
    },
  });
  try {
    return await load();
  } finally {
    hooks.deregister();
    keepCompiled();
  }
}
