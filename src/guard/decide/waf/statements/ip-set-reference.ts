import { z } from 'zod';
import { traced } from '../../../../base/traced.ts';
import { addresses, forwardedList, ipSetForwardedIpShape } from '../addresses/forwarded.ts';
import type { IpRanges } from '../addresses/ip-ranges.ts';
import { short } from '../lens/question.ts';
import { statement, type Test } from '../statement.ts';

type Forwarded = z.infer<typeof ipSetForwardedIpShape>;

/** True when the client's address lies in the set. */
export default statement({
  name: 'IPSetReferenceStatement',
  shape: z
    .strictObject({
      ARN: z.string().min(1).describe('Which set, by its ARN.'),
      IPSetForwardedIPConfig: ipSetForwardedIpShape
        .optional()
        .describe('The header that holds the client’s address, instead of the connection.'),
    })
    .describe('True when the client’s address lies in the set.'),
  capacity: ({ IPSetForwardedIPConfig }) => (IPSetForwardedIPConfig?.Position === 'ANY' ? 5 : 1),
  gate: ({ ARN, IPSetForwardedIPConfig }, given) =>
    IPSetForwardedIPConfig === undefined ? [{ kind: 'address', ranges: given.ipSet(ARN) }] : null,
  compile(settings, given) {
    const { ARN, IPSetForwardedIPConfig: forwarded } = settings;
    const ranges = given.ipSet(ARN);
    const test: Test =
      forwarded === undefined ? (x) => ranges.has(x.client) : behindProxies(ranges, forwarded);
    return traced(given.tracing, 'statement', 'IPSetReferenceStatement', '', test, (x, verdict) => {
      const matched = verdict === true;
      const address =
        forwarded === undefined
          ? x.client.text
          : (forwardedList(x, forwarded.HeaderName.toLowerCase()) ?? '');
      const set = ARN.split('/').at(-2) ?? ARN;
      const where = forwarded === undefined ? '' : ` (${forwarded.Position} of ${forwarded.HeaderName})`;
      return {
        looked: { address, set: ARN },
        outcome: matched ? 'match' : 'no match',
        because:
          verdict === null
            ? `The request has no ${forwarded!.HeaderName}, so the statement does not apply.`
            : `${short(address)}${where} ${matched ? 'lies in' : 'does not lie in'} the set ${set}.`,
      };
    });
  },
});

function behindProxies(ranges: IpRanges, { HeaderName, FallbackBehavior, Position }: Forwarded): Test {
  const header = HeaderName.toLowerCase();
  const fallback = FallbackBehavior === 'MATCH';
  return (x) => {
    const text = forwardedList(x, header);
    if (text === undefined) return null;
    if (Position !== 'ANY') return one(text, Position, ranges, fallback);
    const list = addresses(text, 10);
    if (list.some((address) => address !== null && ranges.has(address))) return true;
    return fallback && list.includes(null);
  };
}

function one(text: string, position: 'FIRST' | 'LAST', ranges: IpRanges, fallback: boolean): boolean {
  const comma = position === 'FIRST' ? text.indexOf(',') : text.lastIndexOf(',');
  const part = comma < 0 ? text : position === 'FIRST' ? text.slice(0, comma) : text.slice(comma + 1);
  const address = addresses(part, 1)[0]!;
  return address === null ? fallback : ranges.has(address);
}
