import { Resolver } from 'node:dns/promises';
import type { Dns } from '../../../guard/decide/given.ts';

/** The resolver of this machine; whoever asks it does not wait long. */
export function systemDns(): Dns {
  let resolver: Resolver | null = null;
  const ask = (): Resolver => {
    resolver ??= new Resolver({ timeout: 1_000, tries: 2 });
    return resolver;
  };
  return {
    reverse: (address) => ask().reverse(address),
    async forward(name) {
      const answers = await Promise.allSettled([ask().resolve4(name), ask().resolve6(name)]);
      const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
      const [four] = answers;
      if (found.length === 0 && four?.status === 'rejected') throw four.reason;
      return found;
    },
  };
}
