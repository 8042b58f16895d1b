import { error, type Note } from '../../base/note.ts';
import { place } from '../../base/origin.ts';
import type { GatewayResponse } from '../model/gateway-response.ts';

/** A header of a refusal: its name, and where its value comes from. */
const TARGET = /^gatewayresponse\.header\.[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const SOURCE =
  /^(?:'[^\r\n\0]*'|method\.request\.(?:header|path|querystring)\..+|(?:context|stageVariables)\.[\w.-]+)$/s;

/** What is wrong with the gateway responses of an API: types given twice, headers that cannot be. */
export function gatewayResponseNotes(responses: readonly GatewayResponse[]): Note[] {
  const first = new Map<string, GatewayResponse>();
  return responses.flatMap((response) => {
    const { responseType, origin } = response;
    const before = first.get(responseType);
    first.set(responseType, before ?? response);
    const twice =
      before === undefined
        ? []
        : [
            error(
              'gateway-response.duplicate',
              `the API already has a ${responseType}, at ${place(before.origin)}`,
              origin,
            ),
          ];
    const wrong = Object.entries(response.responseParameters).flatMap(([target, source]) => {
      if (!TARGET.test(target))
        return [error('shape.value', `${target} must be gatewayresponse.header. and a name`, origin)];
      if (SOURCE.test(source)) return [];
      const message = `${target} cannot come from ${source}: it must be a text in '…', method.request.header.{name} (path., querystring.), context.{name} or stageVariables.{name}`;
      return [error('shape.value', message, origin)];
    });
    return [...twice, ...wrong];
  });
}
