import type { Reader } from '../reader.ts';
import { doubleMappings } from '../yaml/acls.ts';
import { readDocument } from './document.ts';
import { Reading } from './reading.ts';
import { variablesIn } from './servers.ts';

/** OpenAPI 3.0 and 3.1 and Swagger 2.0, with the extensions of API Gateway or in front of a server that is there. */
export const openapi: Reader = {
  name: 'an OpenAPI document (with `openapi:` or `swagger:`)',
  recognises: (value) =>
    typeof value === 'object' && value !== null && ('openapi' in value || 'swagger' in value),
  parameters: (value) => variablesIn(value),
  read(sources, draft) {
    for (const source of sources) {
      const reading = new Reading(source, draft);
      const flaw = versionFlaw(source.document.value as { openapi?: unknown; swagger?: unknown });
      if (flaw === null) readDocument(reading);
      else reading.error('openapi.version', flaw.message, [flaw.key]);
    }
    draft.note(...doubleMappings(draft.apis));
  },
};

/** What is wrong with the version; null when it can be read. */
function versionFlaw({ openapi, swagger }: { openapi?: unknown; swagger?: unknown }) {
  if (swagger !== undefined)
    return /^2(\.0)?$/.test(String(swagger))
      ? null
      : { key: 'swagger', message: `swagger must be 2.0, not ${swagger}` };
  return /^3\.[01](\.|$)/.test(String(openapi))
    ? null
    : { key: 'openapi', message: `openapi must be 3.0 or 3.1, not ${openapi}` };
}
