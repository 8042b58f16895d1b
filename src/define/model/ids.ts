import { createHash } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Lower-case letters and digits with a letter first, as API Gateway's ids; derived, so the same on every run. */
export function shortId(name: string, length: number): string {
  let number = BigInt(`0x${createHash('sha256').update(name).digest('hex')}`);
  let id = '';
  for (let i = 0; i < length; i++) {
    const base = i === 0 ? 26n : 36n;
    id += ALPHABET[Number(number % base)];
    number /= base;
  }
  return id;
}

/** A UUID (RFC 9562, version 8: from a hash) derived from a name. */
export function uuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  const variant = '89ab'[Number.parseInt(hex[16]!, 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
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
