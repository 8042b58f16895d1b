import type { z } from 'zod';
import type { Address } from '../../../../base/address.ts';
import type { Exchange } from '../../../../base/exchange.ts';
import type { Looked } from '../../../../base/trace.ts';
import { traced } from '../../../../base/traced.ts';
import { label } from '../label.ts';
import type { Test, WafGiven } from '../statement.ts';
import { firstAddress, forwardedIpShape } from './forwarded.ts';

export type Forwarded = z.infer<typeof forwardedIpShape>;

export const forwardedMember = forwardedIpShape
  .optional()
  .describe('The header that holds the client’s address, instead of the connection.');

/** Tells of an address something that is worth remembering for the request. */
export interface Asked<V> {
  /** How it is written in a trace: `country`. */
  readonly what: string;
  of(address: Address): V;
  matches(value: V): boolean;
  /** Labels that the request gets once it has been asked. */
  labels(value: V): readonly string[];
}

/** The test of a statement that asks where the client’s address belongs. */
export function locatedTest<V extends string | number>(
  name: string,
  forwarded: Forwarded | undefined,
  given: WafGiven,
  asked: Asked<V>,
): Test {
  const read = reader(forwarded);
  const value = given.kept(`${name} ${forwarded?.HeaderName ?? ''}`, (x): V | null => {
    const address = read(x);
    if (address === undefined || address === null) return null;
    const found = asked.of(address);
    const labels = asked.labels(found);
    if (labels.length > 0) label(x, labels);
    return found;
  });
  const test: Test = (x) => {
    const found = value(x);
    if (found !== null) return asked.matches(found);
    return read(x) === undefined ? null : forwarded!.FallbackBehavior === 'MATCH';
  };
  return traced(given.tracing, 'statement', name, '', test, (x, verdict) => {
    const found = value(x);
    const address = read(x);
    const outcome = verdict === true ? 'match' : 'no match';
    if (address === undefined || address === null || found === null) {
      const looked: Looked = { header: forwarded!.HeaderName };
      const what = address === undefined ? 'The request has no' : 'No address stands first in';
      return {
        looked,
        outcome,
        because: `${what} ${forwarded!.HeaderName}, so ${address === undefined ? 'the statement does not apply' : `its FallbackBehavior counts: ${forwarded!.FallbackBehavior}`}.`,
      };
    }
    return {
      looked: { address: address.text, [asked.what]: found } as Looked,
      outcome,
      because: `The ${asked.what} of ${address.text} is ${found}, which is ${verdict ? 'one' : 'none'} of those asked for.`,
    };
  });
}

/** The client’s address: null when the header holds none that is valid, undefined when there is no header. */
function reader(forwarded: Forwarded | undefined): (x: Exchange) => Address | null | undefined {
  if (forwarded === undefined) return (x) => x.client;
  const header = forwarded.HeaderName.toLowerCase();
  return (x) => firstAddress(x, header);
}
