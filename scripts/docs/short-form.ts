import { aclShape } from '../../src/define/readers/yaml/acl-shape.ts';
import { domainShape } from '../../src/define/readers/yaml/domains.ts';
import { apiShape, fileShape, frontShape, routeShape } from '../../src/define/readers/yaml/shape.ts';
import { bareOf, fieldsOf } from './fields.ts';
import { fieldTable, reference } from './markdown.ts';

/** The sections of a short-form file. */
export const sections = (): string => fieldTable(fieldsOf(fileShape).filter((f) => !f.path.includes('.')));

export const api = (): string => reference(apiShape);
export const domain = (): string => reference(domainShape);
export const acl = (): string => reference(aclShape);

/** What `x-portcullis` says at the root of an OpenAPI document beyond what an API of a short-form file does. */
export function front(): string {
  const known = Object.keys(apiShape.shape);
  const own = Object.entries(frontShape.shape).filter(([key]) => !known.includes(key) || key === 'to');
  const shared = Object.keys(frontShape.shape).filter((key) => known.includes(key) && key !== 'to');
  const rows = own.map(([key, shape]) => `- \`${key}\`: ${bareOf(shape).about}`);
  return [
    ...rows,
    `- ${shared.map((key) => `\`${key}\``).join(', ')}: as in an API of \`portcullis.yaml\`.`,
  ].join('\n');
}

export const operation = (): string => reference(routeShape);
