import type { Ask, Compiled, Verdict } from './authorizer.ts';
import type { Named } from './shared.ts';

/** The traced form of a question: its step stays open until it is answered. */
export function asked({ id, name, type }: Named, { say }: Compiled, ask: Ask): Ask {
  return (x) => {
    const { trace } = x;
    if (trace === null) return ask(x);
    const step = trace.open(`${type} authorizer`, name, id);
    const close = (verdict: Verdict): Verdict => {
      trace.close(step, say?.(x, verdict) ?? { looked: {}, outcome: wordsOf(verdict), because: '' });
      return verdict;
    };
    const verdict = ask(x);
    return verdict instanceof Promise ? verdict.then(close) : close(verdict);
  };
}

const wordsOf = (verdict: Verdict): string =>
  typeof verdict === 'string' ? verdict : `refuse ${verdict.reason}`;
