import { createHmac } from 'node:crypto';

/** Days whose keys are kept: presigned addresses live for a week. */
const MOST_DAYS = 16;

/** Derives the keys that requests are signed with from a secret access key ("Create a signed AWS API request"). */
export class SigningKeys {
  readonly #secret: string;
  readonly #byDay = new Map<string, Buffer>();

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** The signature of a text, of 32 bytes. `day` is `YYYYMMDD`. */
  sign(day: string, region: string, service: string, text: string): Buffer {
    const scope = `${day}/${region}/${service}`;
    let key = this.#byDay.get(scope);
    if (key === undefined) {
      key = ['aws4_request', service, region, day].reduceRight<Buffer>(
        (by, part) => createHmac('sha256', by).update(part).digest(),
        Buffer.from(`AWS4${this.#secret}`, 'utf8'),
      );
      if (this.#byDay.size >= MOST_DAYS) this.#byDay.clear();
      this.#byDay.set(scope, key);
    }
    return createHmac('sha256', key).update(text, 'latin1').digest();
  }
}
