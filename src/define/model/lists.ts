import { z } from 'zod';

/** Lists of addresses that managed rule groups ask, by what is on them. */
export const listNames = {
  reputation: 'addresses that attack (AWSManagedIPReputationList)',
  reconnaissance: 'addresses that look for weaknesses (AWSManagedReconnaissanceList)',
  ddos: 'addresses that take part in floods (AWSManagedIPDDoSList, AWSManagedRulesAntiDDoSRuleSet)',
  anonymous: 'proxies, VPNs and exits of Tor (AnonymousIPList)',
  hosting: 'addresses of hosting providers (HostingProviderIPList, SignalKnownBotDataCenter)',
} as const;

export type ListName = keyof typeof listNames;

const sources = z
  .array(z.string().min(1))
  .max(50)
  .default([])
  .describe('Files and http:// or https:// addresses of lists.');

const named = Object.fromEntries(
  Object.entries(listNames).map(([name, about]) => [name, sources.describe(`Files and URLs with ${about}.`)]),
) as Readonly<Record<ListName, typeof sources>>;

/** What managed groups know of the world comes from the operator: nothing is fetched that is not named here. */
export const listSettings = z
  .strictObject({
    ...named,
    bots: z
      .record(
        z.string().regex(/^[a-z0-9_]{1,64}$/, 'must be the name of a bot, as its label has it: googlebot'),
        sources,
      )
      .default({})
      .describe(
        'Files and URLs with the addresses of bots, by the names of their labels: googlebot, gptbot.',
      ),
    credentials: z
      .string()
      .optional()
      .describe(
        'A file of stolen credentials, one in a line: name:password, or the SHA-256 of that (hex). AWSManagedRulesATPRuleSet and ACFPRuleSet look for them.',
      ),
    refreshMinutes: z
      .int()
      .min(1)
      .max(10_080)
      .default(60)
      .describe('How often lists from URLs are fetched again; files are read when they change.'),
    dns: z
      .boolean()
      .default(true)
      .describe(
        'Whether bots that name themselves are verified by the DNS, where no list has their addresses.',
      ),
  })
  .prefault({})
  .describe('Lists that managed rule groups need (docs/bots-and-abuse.md).');
