import { type Host, hostOf } from './host.ts';
import { schemeBefore, type Target, targetAt } from './url.ts';

/** An address, and where it leads. */
export interface Reached {
  readonly target: Target;
  readonly host: Host;
}

// URLs looked at in one value, from its beginning: as many as 64 KB may hold.
const most = 8_192;

// What was found in the texts that were asked about last, the last one of them at `latest`: three searches ask in turn
// of all texts.
const kept: { text: string; targets: readonly Reached[] }[] = Array.from({ length: 4 }, () => ({
  text: '',
  targets: [],
}));
let latest = 0;

/** The addresses of a text that have a scheme and a host. */
export function targetsOf(text: string): readonly Reached[] {
  let at = text.indexOf('://');
  if (at < 0) return none;
  for (const known of kept) if (known.text === text) return known.targets;
  const targets: Reached[] = [];
  for (let n = 0; at >= 0 && n < most; n++) {
    const scheme = schemeBefore(text, at);
    const next = text.indexOf('://', at + 3);
    const limit = next < 0 ? text.length : next;
    const target = scheme === '' ? null : targetAt(text, scheme, at - scheme.length, at + 1, limit);
    if (target !== null) targets.push({ target, host: hostOf(target.host) });
    at = next;
  }
  latest = (latest + 1) % kept.length;
  kept[latest] = { text, targets };
  return targets;
}

const none: readonly Reached[] = [];
