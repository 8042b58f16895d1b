import { z } from 'zod';
import type { ContractBody, ContractContent } from '../../../model/contract.ts';
import { stored } from '../../cloudformation/resource.ts';
import type { Path } from '../../document.ts';
import type { Reading } from '../reading.ts';
import type { Collector, Direction } from './collector.ts';
import { anyForm, formOf } from './forms.ts';
import { type FoundParameter, schemaOf } from './parameters.ts';

const WORDS = 'describes the API to people';

const bodyShape = z
  .strictObject({
    content: z.record(z.string(), z.unknown()).default({}).describe('What it may be, by media type.'),
    required: z.boolean().default(false).describe('Whether a request must have one.'),
    description: stored(z.unknown().optional().describe('What it is.'), WORDS),
  })
  .describe('The body of a request.');

/** `requestBody` of OpenAPI 3; null when there is none. */
export function readBody(
  raw: unknown,
  path: Path,
  element: string,
  collector: Collector,
  reading: Reading,
): ContractBody | null {
  if (raw === undefined) return null;
  const found = reading.pointers.follow(raw, path);
  if (found === null) return null;
  const written = reading.part(bodyShape, found.value, found.path, element, {
    prefix: 'requestBody/',
    plain: true,
  });
  if (written === null) return null;
  return {
    required: written.required,
    contents: contentsOf(written.content, [...found.path, 'content'], 'request', collector, reading),
  };
}

/** Swagger 2.0: the parameter in `body`, or those in `formData`, under the media types of `consumes`. */
export function swaggerBody(
  parameters: readonly FoundParameter[],
  consumes: unknown,
  collector: Collector,
  reading: Reading,
): ContractBody | null {
  const types = Array.isArray(consumes) && consumes.length > 0 ? consumes.map(String) : null;
  const whole = parameters.find(({ written }) => written.in === 'body');
  if (whole !== undefined) {
    const media = { schema: schemaOf(whole.written) };
    const content = Object.fromEntries((types ?? ['application/json']).map((type) => [type, media]));
    const read = contentsOf(content, whole.path, 'request', collector, reading);
    return { required: whole.written.required, contents: read };
  }
  const fields = parameters.filter(({ written }) => written.in === 'formData');
  if (fields.length === 0) return null;
  const schema = {
    type: 'object',
    properties: Object.fromEntries(fields.map(({ written }) => [written.name, schemaOf(written) ?? {}])),
    required: fields.filter(({ written }) => written.required).map(({ written }) => written.name),
  };
  const content = Object.fromEntries(
    (types ?? ['application/x-www-form-urlencoded', 'multipart/form-data']).map((type) => [type, { schema }]),
  );
  return {
    required: schema.required.length > 0,
    contents: contentsOf(content, fields[0]!.path, 'request', collector, reading),
  };
}

/** What a body may be, the most specific media type first. */
export function contentsOf(
  content: Readonly<Record<string, unknown>>,
  path: Path,
  direction: Direction,
  collector: Collector,
  reading: Reading,
): ContractContent[] {
  return Object.entries(content)
    .map(([type, media]): ContractContent => {
      const mediaType = type.split(';')[0]!.trim().toLowerCase();
      const read = readingOf(mediaType);
      const schema = (media as { schema?: unknown } | null)?.schema;
      if (schema === undefined || read === 'nothing')
        return { mediaType, read: schema === undefined ? 'nothing' : read, form: anyForm, schema: '' };
      return {
        mediaType,
        read,
        form: read === 'form' ? formOf(schema, reading.pointers) : anyForm,
        schema: collector.add(schema, [...path, type, 'schema'], direction),
      };
    })
    .sort((a, b) => wildcards(a.mediaType) - wildcards(b.mediaType));
}

const wildcards = (type: string): number => (type === '*/*' ? 2 : type.endsWith('/*') ? 1 : 0);

function readingOf(mediaType: string): ContractContent['read'] {
  if (/^[^/]+\/(?:[^/]*\+)?json$/.test(mediaType)) return 'json';
  if (mediaType === 'application/x-www-form-urlencoded') return 'form';
  return mediaType === 'text/plain' ? 'text' : 'nothing';
}
