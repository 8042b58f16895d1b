import { z } from 'zod';
import { uuid, wafArn } from '../../model/ids.ts';
import type { WafEntity } from '../../model/web-acl.ts';
import { physicalName } from './physical-names.ts';
import type { Self } from './resource.ts';

/** The fields that web ACLs, rule groups and sets have in common. */
export const entityFields = {
  Name: z
    .string()
    .regex(/^[\w-]{1,128}$/, 'must be 1 to 128 letters, digits, _ and -')
    .optional()
    .describe('Its name.'),
  Scope: z.enum(['REGIONAL', 'CLOUDFRONT']).describe('REGIONAL for APIs, CLOUDFRONT for distributions.'),
  Description: z.string().max(256).default('').describe('What it is for.'),
};

/** What an entity is called, by the kind that its ARN names. */
export function entityNames(kind: Parameters<typeof wafArn>[2]) {
  const arn = (written: Written, self: Self): string =>
    wafArn(self.region, self.accountId, kind, written.Scope, nameOf(written, self), uuid(self.id));
  return {
    /** What `Ref` gives. */
    ref: (written: Written, self: Self): string =>
      `${nameOf(written, self)}|${uuid(self.id)}|${written.Scope}`,
    arn,
    /** What stands before the labels that its rules give. */
    labelNamespace: (written: Written, self: Self): string =>
      `awswaf:${self.accountId}:${kind}:${nameOf(written, self)}:`,
    /** What the definition says of an entity of any kind. */
    element: (written: Written, self: Self): WafEntity => ({
      id: self.id,
      origin: self.origin,
      name: nameOf(written, self),
      arn: arn(written, self),
      scope: written.Scope,
      description: written.Description,
      lockToken: uuid(`${self.id}/lock`),
    }),
  };
}

/** CloudFormation makes a name where none is written. */
const nameOf = (written: Written, self: Self): string =>
  written.Name ?? physicalName(self.stack, self.logicalId, 128);

/** What every entity of AWS WAF is written with. */
interface Written {
  readonly Name?: string;
  readonly Scope: WafEntity['scope'];
  readonly Description: string;
}
