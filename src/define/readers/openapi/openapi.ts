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
    for (const source of sources) readDocument(new Reading(source, draft));
    draft.note(...doubleMappings(draft.apis));
  },
};
