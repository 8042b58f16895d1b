import type { Exchange } from './exchange.ts';
import type { Said } from './trace.ts';

/**
 * Compiles the traced form of a step when `tracing`, and otherwise hands back the step itself, so that
 * serving pays nothing for it. `say` is called after the step with what it gave.
 */
export function traced<V>(
  tracing: boolean,
  what: string,
  name: string,
  id: string,
  run: (x: Exchange) => V,
  say: (x: Exchange, value: V) => Said,
): (x: Exchange) => V {
  if (!tracing) return run;
  return (x) => {
    const trace = x.trace;
    if (trace === null) return run(x);
    const step = trace.open(what, name, id);
    try {
      const value = run(x);
      trace.close(step, say(x, value));
      return value;
    } catch (fault) {
      trace.close(step, { looked: {}, outcome: 'failed', because: String(fault) });
      throw fault;
    }
  };
}
