import { error } from '../../../base/note.ts';
import {
  type GatewayResponse,
  type GatewayResponseType,
  gatewayResponseTypes,
} from '../../model/gateway-response.ts';
import { nearest } from '../shapes/nearest.ts';
import type { Reading } from './reading.ts';
import { gatewayResponseShape } from './shapes.ts';

const KEY = 'x-amazon-apigateway-gateway-responses';

/** Reads how refusals look, by their type. */
export function gatewayResponses(
  written: Readonly<Record<string, unknown>> = {},
  reading: Reading,
): GatewayResponse[] {
  return Object.entries(written).flatMap(([type, raw]): GatewayResponse[] => {
    const origin = reading.origin([KEY, type]);
    if (!isType(type)) {
      const near = nearest(type, gatewayResponseTypes);
      const hint = near === null ? `there are ${gatewayResponseTypes.join(', ')}` : `did you mean ${near}?`;
      reading.draft.note(error('shape.value', `${type} is no type of gateway response; ${hint}`, origin));
      return [];
    }
    const id = `${reading.id}/gateway-response/${type}`;
    const read = reading.part(gatewayResponseShape, raw, [KEY, type], id, { prefix: `${KEY}/${type}/` });
    if (read === null) return [];
    const { statusCode, responseParameters, responseTemplates } = read;
    const status = statusCode === undefined ? null : Number(statusCode);
    return [{ id, origin, responseType: type, statusCode: status, responseParameters, responseTemplates }];
  });
}

const isType = (type: string): type is GatewayResponseType =>
  (gatewayResponseTypes as readonly string[]).includes(type);
