// How bodies and heads are parted into the values that an application would see.
export { cookiePairs, pathSegments } from './head.ts';
export { jsonParts, looksLikeJson } from './json.ts';
export { boundaryOf, multipartParts } from './multipart.ts';
export { formPairs, queryPairs } from './pairs.ts';
export { withoutWords, wordsOf } from './parameter-spellings.ts';
export type { Bounds, Outcome, Take, Where } from './part.ts';
export { bounds } from './part.ts';
export { dispositionOf } from './part-head.ts';
export { looksLikeXml, xmlParts } from './xml.ts';
export { isXmlValue } from './xml-value.ts';
