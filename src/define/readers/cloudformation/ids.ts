import { createHash } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * An id as API Gateway makes them, lower-case letters and digits with a letter first, derived from a name:
 * the same on every run.
 */
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

/** A name as CloudFormation makes one where none is written: `{stack}-{logicalId}-{12 characters}`. */
export function physicalName(stack: string, logicalId: string, longest = 255): string {
  const tail = shortId(`${stack}/${logicalId}/name`, 12).toUpperCase();
  const room = longest - tail.length - 1;
  return `${`${stack}-${logicalId}`.slice(0, room)}-${tail}`;
}

/** An id as EC2 makes them: `vpc-` and 17 hexadecimal digits. */
export function ec2Id(prefix: string, name: string): string {
  return `${prefix}-0${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}
