import type { Exchange } from '../../../base/exchange.ts';
import { firstMediaType } from '../../../base/media-types.ts';
import { paths } from '../../decide/address.ts';
import type { Site } from '../../decide/layer.ts';
import { headerValues, queryValues, requestContext } from '../../decide/request-event.ts';
import { DROP, isSigV4, toFunction } from '../headers.ts';
import { authorizerOf } from './authorizer.ts';

/**
 * The event of a Lambda proxy integration (payload format 1.0), as JSON text.
 *
 * `isBinary` tells whether a media type is one of the API's `binaryMediaTypes`.
 */
export function eventText(
  x: Exchange,
  body: Buffer,
  site: Site,
  isBinary: (type: string) => boolean,
): string {
  const base64 = body.length > 0 && isBinary(firstMediaType(x.header('content-type')) || 'application/json');
  const signed = site.method!.authorizationType === 'AWS_IAM';
  const headers = headerValues(
    x,
    (name, value) =>
      toFunction.of(name) === DROP ||
      ((signed || isSigV4(value)) && name.length === 13 && name.toLowerCase() === 'authorization'),
  );
  const query = queryValues(x.query);
  const { variables } = site.stage;
  const at = paths(x, site);
  const context = requestContext(x, site, at.contextPath);
  const authorizer = authorizerOf(x);
  return JSON.stringify({
    resource: site.resource!.path,
    path: at.path,
    httpMethod: x.method,
    headers: headers.last,
    multiValueHeaders: headers.all,
    queryStringParameters: query === null ? null : query.last,
    multiValueQueryStringParameters: query === null ? null : query.all,
    pathParameters: x.params !== null && Object.keys(x.params).length > 0 ? x.params : null,
    stageVariables: Object.keys(variables).length > 0 ? variables : null,
    requestContext: authorizer === null ? context : { ...context, authorizer },
    body: body.length === 0 ? null : body.toString(base64 ? 'base64' : 'utf8'),
    isBase64Encoded: base64,
  });
}
