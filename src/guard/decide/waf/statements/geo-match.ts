import { z } from 'zod';
import { countries } from '../addresses/countries.ts';
import { forwardedMember, locatedTest } from '../addresses/located.ts';
import { statement } from '../statement.ts';

/**
 * True when the client’s address belongs to one of the countries. The request is labelled with its country either way.
 */
export default statement({
  name: 'GeoMatchStatement',
  shape: z
    .strictObject({
      CountryCodes: z
        .array(z.enum(countries).describe('ISO 3166-1 alpha-2.'))
        .min(1)
        .max(50)
        .describe('The countries, by their two letters.'),
      ForwardedIPConfig: forwardedMember,
    })
    .describe('True when the client’s address belongs to one of the countries.'),
  capacity: () => 1,
  compile({ CountryCodes, ForwardedIPConfig }, given) {
    const wanted: ReadonlySet<string> = new Set(CountryCodes);
    const prefix = `awswaf:${ForwardedIPConfig === undefined ? 'clientip' : 'forwardedip'}:geo`;
    return locatedTest('GeoMatchStatement', ForwardedIPConfig, given, {
      what: 'country',
      of: given.places.countries(),
      matches: (country) => wanted.has(country),
      // There is no region here: AWS WAF writes XX for what it does not know.
      labels: (country) => [`${prefix}:country:${country}`, `${prefix}:region:${country}-XX`],
    });
  },
});
