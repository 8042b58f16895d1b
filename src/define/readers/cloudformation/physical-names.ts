import { createHash } from 'node:crypto';
import { shortId } from '../../model/ids.ts';

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
