import { introspectionShape, jwtShape } from '../../src/guard/decide/authorize/tokens/settings.ts';
import { reference } from './markdown.ts';

/** What an authorizer that takes signed tokens is told. */
export const jwt = (): string => reference(jwtShape);

/** What one is told that asks the issuer. */
export const introspection = (): string => reference(introspectionShape);
