import { cloudformation } from './cloudformation/cloudformation.ts';
import { openapi } from './openapi/openapi.ts';
import type { Reader } from './reader.ts';
import { shortForm } from './yaml/yaml.ts';

// Asked in this order; the first that recognises a document reads it. Documents of earlier readers are read
// first, so that settings of the whole gateway stand before what is read under them.
export const readers: readonly Reader[] = [shortForm, openapi, cloudformation];
