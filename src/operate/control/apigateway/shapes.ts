import { z } from 'zod';
import { gatewayResponseTypes } from '../../../define/model/gateway-response.ts';

// The members that many operations share, by their names in paths and queries.
export const restapiId = z.string().describe('The id of the API.');
export const authorizerId = z.string().describe('The id of the authorizer.');
export const resourceId = z.string().describe('The id of the resource.');
export const httpMethod = z.string().describe('The method: GET, …, or ANY.');
export const position = z.string().optional().describe('Where the page before this one ended.');
export const limit = z.coerce
  .number()
  .int()
  .min(1)
  .max(500)
  .default(25)
  .describe('The most that a page may hold.');
export const embed = z
  .union([z.array(z.string()), z.string()])
  .default([])
  .describe('`methods`: gives the methods whole instead of their names.');
export const apiKeyId = z.string().describe('The id of the API key.');
export const usageplanId = z.string().describe('The id of the usage plan.');
export const tagsField = z.record(z.string(), z.string()).default({}).describe('Tags.');
/** A switch in a query, where it is text. */
export const switched = z
  .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
  .default(false);
export const responseType = z.enum(gatewayResponseTypes).describe('The type of gateway response.');
