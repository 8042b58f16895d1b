import { join } from 'node:path';

/** Where a truststore lies: `s3://bucket/key` is `s3/bucket/key` of the data folder. */
export const truststorePath = (uri: string, data: string): string =>
  uri.startsWith('s3://') ? join(data, 's3', uri.slice('s3://'.length)) : uri;
