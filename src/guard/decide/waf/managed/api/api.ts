import { z } from 'zod';
import type { ManagedGroup } from '../managed-group.ts';
import { codingRules } from './codings.ts';
import { graphqlRules, graphqlShape } from './graphql.ts';
import { injectionRules } from './injections.ts';
import { protocolRules } from './protocol.ts';
import { redirectRules } from './redirects.ts';
import { scannerRules } from './scanners.ts';
import { sessionRules } from './sessions.ts';
import { tokenRules } from './unsigned-tokens.ts';

const config = z.strictObject({ GraphQL: graphqlShape }).prefault({}).describe('What the group has to know.');

const others = [...scannerRules, ...sessionRules, ...tokenRules, ...redirectRules, ...injectionRules];

/** What AWS’s groups leave out: GraphQL, the injections of today’s servers, oddities of requests, scanners. */
export const api: ManagedGroup = Object.freeze({
  vendor: 'Portcullis',
  name: 'PortcullisApiRuleSet',
  description:
    'What AWS’s groups leave out: GraphQL, NoSQL, templates, code, SSRF, redirects, oddities of requests, scanners.',
  capacity: 500,
  labelNamespace: 'awswaf:managed:portcullis:api-rule-set:',
  versions: Object.freeze(['Version_1.0']),
  config,
  rules: (_version: string, settings: unknown) => [
    ...protocolRules,
    ...codingRules,
    ...graphqlRules(((settings ?? config.parse({})) as z.output<typeof config>).GraphQL),
    ...others,
  ],
});
