import { createHash } from 'node:crypto';

/** Ids are derived from where an element stands, so that they are the same on every run. */
const digest = (kind: string, of: string): Buffer => createHash('sha256').update(`${kind}\0${of}`).digest();

const letters = 'abcdefghijklmnopqrstuvwxyz';
const both = `${letters}0123456789`;

function text(kind: string, of: string, length: number): string {
  const bytes = digest(kind, of);
  let out = letters[bytes[0]! % 26]!;
  for (let i = 1; i < length; i++) out += both[bytes[i]! % 36]!;
  return out;
}

/** Ten lower-case letters and digits, as API Gateway gives them; it begins with a letter. */
export const apiIdOf = (element: string): string => text('api', element, 10);

/** Six lower-case letters and digits, as resources, deployments and authorizers have them. */
export const resourceIdOf = (element: string): string => text('resource', element, 6);

/** A UUID in the form of version 4. */
export function uuidOf(element: string): string {
  const b = digest('uuid', element);
  b[6] = (b[6]! & 0x0f) | 0x40;
  b[8] = (b[8]! & 0x3f) | 0x80;
  const hex = b.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export const stageArn = (region: string, apiId: string, stage: string): string =>
  `arn:aws:apigateway:${region}::/restapis/${apiId}/stages/${stage}`;

export const wafArn = (
  region: string,
  accountId: string,
  kind: 'webacl' | 'ipset' | 'rulegroup' | 'regexpatternset',
  scope: 'REGIONAL' | 'CLOUDFRONT',
  name: string,
  id: string,
): string =>
  `arn:aws:wafv2:${region}:${accountId}:${scope === 'REGIONAL' ? 'regional' : 'global'}/${kind}/${name}/${id}`;
