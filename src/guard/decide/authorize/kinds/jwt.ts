import { authorizer } from '../authorizer.ts';
import { resourceServer } from '../tokens/common.ts';
import { jwtVerifier } from '../tokens/jwt.ts';
import { jwtShape } from '../tokens/settings.ts';

/** Takes signed tokens (JWT) of an issuer: HTTP APIs' JWT authorizer, and what OAuth 2 asks of a resource server. */
export default authorizer({
  name: 'JWT',
  shape: jwtShape,
  compile: (settings, at, given) => resourceServer(settings, jwtVerifier(settings, at.by, given), at, given),
});
