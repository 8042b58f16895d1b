import type { IncomingMessage, ServerResponse } from 'node:http';
import { isSecret } from './jwk.ts';
import { readStore, storeFileOf } from './store.ts';
import { publicSet } from './versions.ts';

const PATH = '/.well-known/encryption-keys/';

/** Answers, on the AWS endpoint, with the public key that tokens are to be encrypted to. */
export class KeySite {
  readonly #file: string;

  constructor(data: string) {
    this.#file = storeFileOf(data);
  }

  /** False when a request is for something else, or there is no such key; secrets are none. */
  answer({ url = '/', method }: IncomingMessage, response: ServerResponse): boolean {
    const [path = ''] = url.split('?', 1);
    if (!path.startsWith(PATH) || (method !== 'GET' && method !== 'HEAD')) return false;
    const keys = this.#keys(path.slice(PATH.length));
    if (keys === undefined || isSecret(keys[0]!.jwk)) return false;
    const body = `${JSON.stringify(publicSet(keys))}\n`;
    response.writeHead(200, {
      'Content-Type': 'application/jwk-set+json',
      'Content-Length': Buffer.byteLength(body),
      'Cache-Control': 'max-age=300',
      'X-Content-Type-Options': 'nosniff',
    });
    response.end(method === 'HEAD' ? undefined : body);
    return true;
  }

  #keys(name: string) {
    try {
      return readStore(this.#file).get(name);
    } catch {
      return undefined;
    }
  }
}
