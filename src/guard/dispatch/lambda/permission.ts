import { permitsApiGateway } from '../../../define/model/permission.ts';
import type { Site } from '../../decide/layer.ts';

/** Whether the function's resource policy lets a method of this API invoke it. A function without one lets all. */
export function mayInvoke(functionArn: string, site: Site): boolean {
  const parts = functionArn.split(':');
  const bare = parts.slice(0, 7).join(':');
  const found = site.definition.functions.find((f) => f.arn === bare);
  if (found?.permissions === undefined) return true;
  const method = site.method!;
  const verb = method.httpMethod === 'ANY' ? '*' : method.httpMethod;
  const path = method.resourcePath.replace(/\{[^}]*\}/g, '*');
  const source = `arn:aws:execute-api:${parts[3]}:${parts[4]}:${site.api.apiId}/${site.stage.name}/${verb}${path}`;
  return permitsApiGateway(found.permissions, parts[7] ?? '', source);
}
