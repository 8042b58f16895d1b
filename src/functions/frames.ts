/** A message of either direction: a line of JSON, and what follows it as it is. */
export function frame(head: object, body: string): Buffer {
  const line = `${JSON.stringify(head)}\n`;
  const lineBytes = Buffer.byteLength(line);
  const bodyBytes = Buffer.byteLength(body);
  const bytes = Buffer.allocUnsafe(4 + lineBytes + bodyBytes);
  bytes.writeUInt32BE(lineBytes + bodyBytes, 0);
  bytes.write(line, 4);
  bytes.write(body, 4 + lineBytes);
  return bytes;
}

/** What a runtime says. */
export interface Said {
  readonly say: 'ready' | 'failed' | 'begun' | 'log' | 'over' | 'answer' | 'error' | 'large';
  /** The request it is about; absent for `ready` and `failed`. */
  readonly id?: string;
  readonly level?: string;
  /** The most memory the process has held, in bytes. */
  readonly rss?: number;
  /** Bytes of log that the runtime did not send. */
  readonly dropped?: number;
}

const sayings = new Set(['ready', 'failed', 'begun', 'log', 'over', 'answer', 'error', 'large']);

/** Takes a byte stream apart into frames; what is not one breaks it for good, since nothing marks where the next begins. */
export class FrameReader {
  readonly #most: number;
  readonly #each: (said: Said, body: string) => void;
  #chunks: Buffer[] = [];
  #have = 0;
  /** Bytes of the frame that is being collected, its length included; 0 while that is not known. */
  #need = 0;
  #broken = false;

  /** `most`: the largest frame that is taken for one, in bytes. */
  constructor(most: number, each: (said: Said, body: string) => void) {
    this.#most = most;
    this.#each = each;
  }

  /** False once something came that is not a frame. */
  push(chunk: Buffer): boolean {
    if (this.#broken) return false;
    this.#chunks.push(chunk);
    this.#have += chunk.length;
    while (this.#have >= 4 && !this.#broken) {
      if (this.#need === 0) {
        const length = this.#joined().readUInt32BE(0);
        if (length < 2 || length > this.#most) return this.#break();
        this.#need = 4 + length;
      }
      if (this.#have < this.#need) break;
      const bytes = this.#joined();
      const taken = bytes.subarray(4, this.#need);
      const rest = bytes.subarray(this.#need);
      this.#chunks = rest.length === 0 ? [] : [rest];
      this.#have = rest.length;
      this.#need = 0;
      if (!this.#take(taken)) return this.#break();
    }
    return !this.#broken;
  }

  #take(bytes: Buffer): boolean {
    const newline = bytes.indexOf(10);
    if (newline < 0) return false;
    let said: Said;
    try {
      said = JSON.parse(bytes.toString('utf8', 0, newline));
    } catch {
      return false;
    }
    if (typeof said !== 'object' || said === null || !sayings.has(said.say)) return false;
    this.#each(said, bytes.toString('utf8', newline + 1));
    return true;
  }

  #joined(): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks, this.#have)];
    return this.#chunks[0]!;
  }

  #break(): false {
    this.#broken = true;
    this.#chunks = [];
    this.#have = 0;
    return false;
  }
}
