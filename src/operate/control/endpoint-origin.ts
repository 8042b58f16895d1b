import type { Origin } from '../../base/origin.ts';

/** Where an element stands that nobody wrote in a file. */
export const ENDPOINT: Origin = Object.freeze({ file: 'the AWS endpoint', line: 0, path: '' });
