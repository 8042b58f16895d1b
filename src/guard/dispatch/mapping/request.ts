import { Fault } from '../../../base/fault.ts';
import { binaryTypes, firstMediaType } from '../../../base/media-types.ts';
import type { Site } from '../../decide/layer.ts';
import { wholeBody } from '../request/body.ts';
import { type ContentHandling, requestPayload } from './binary.ts';
import { Body } from './body.ts';
import type { Mapping } from './mapping.ts';
import { compileTemplate, type Template } from './template.ts';

/** What becomes of a body for whose content type there is no template (API Gateway: `passthroughBehavior`). */
export type Passthrough = 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER';

/** How an integration says that bodies of requests are mapped; templates by content type. */
export interface RequestMapping {
  readonly requestTemplates: Readonly<Record<string, string>>;
  readonly passthroughBehavior: Passthrough;
  readonly contentHandling?: ContentHandling;
}

/** What a request has become: the body for the integration, and the one that came, for parameters to read. */
export interface Mapped {
  readonly body: Buffer;
  readonly came: Body;
}

/**
 * Compiles what becomes of the body of a request ("Method request behavior for payloads without mapping
 * templates"); a sentence when a template cannot be read.
 */
export function compileRequest(
  { requestTemplates, passthroughBehavior, contentHandling }: RequestMapping,
  site: Site,
): ((mapping: Mapping) => Promise<Mapped>) | string {
  const templates = new Map<string, Template>();
  for (const [type, text] of Object.entries(requestTemplates)) {
    const compiled = compileTemplate(text, site);
    if (typeof compiled === 'string') return `the request template for ${type}: ${compiled}`;
    templates.set(firstMediaType(type), compiled);
  }
  const passes =
    passthroughBehavior === 'WHEN_NO_MATCH' ||
    (passthroughBehavior === 'WHEN_NO_TEMPLATES' && templates.size === 0);
  const isBinary = binaryTypes(site.api.binaryMediaTypes);
  return async (mapping) => {
    const { x } = mapping;
    const type = firstMediaType(x.header('content-type')) || 'application/json';
    const template = templates.get(type);
    if (template === undefined && !passes)
      throw new Fault('client.media-type', 'client', `there is no request template for ${type}`);
    const { bytes, raw } = requestPayload(await wholeBody(x), isBinary(type), contentHandling);
    const came = new Body(bytes, 'request');
    if (template === undefined || raw) return { body: bytes, came };
    return { body: Buffer.from(template.render(mapping, came), 'utf8'), came };
  };
}
