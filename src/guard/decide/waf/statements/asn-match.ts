import { z } from 'zod';
import { forwardedMember, locatedTest } from '../addresses/located.ts';
import { statement } from '../statement.ts';

/** True when the client’s address belongs to one of the autonomous systems. An address of none has the number 0. */
export default statement({
  name: 'AsnMatchStatement',
  shape: z
    .strictObject({
      AsnList: z
        .array(z.int().min(0).max(4_294_967_295))
        .min(1)
        .max(100)
        .describe('The numbers of the autonomous systems; 0 for addresses of none.'),
      ForwardedIPConfig: forwardedMember,
    })
    .describe('True when the client’s address belongs to one of the autonomous systems.'),
  capacity: () => 1,
  compile({ AsnList, ForwardedIPConfig }, given) {
    const wanted: ReadonlySet<number> = new Set(AsnList);
    const prefix = `awswaf:${ForwardedIPConfig === undefined ? 'clientip' : 'forwardedip'}:asn`;
    return locatedTest('AsnMatchStatement', ForwardedIPConfig, given, {
      what: 'autonomous system',
      of: given.places.systems(),
      matches: (asn) => wanted.has(asn),
      labels: (asn) => [`${prefix}:${asn}`],
    });
  },
});
