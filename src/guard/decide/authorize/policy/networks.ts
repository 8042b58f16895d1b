import { type Address, type Block, isIn, parseBlock } from '../../../../base/address.ts';
import type { Settings } from '../../../../define/model/settings.ts';

/** A way into private APIs: a VPC, and the endpoint within it where one is named. */
export interface Entrance {
  readonly vpc: string;
  /** '' for a network of which no endpoint is named. */
  readonly endpoint: string;
}

interface Placed extends Entrance {
  readonly blocks: readonly Block[];
}

/** The local networks that stand for VPCs and their endpoints: which one a client comes through. */
export class Networks {
  readonly #placed: readonly Placed[];

  constructor({ networks }: Pick<Settings, 'networks'>) {
    const placed = (texts: readonly string[], vpc: string, endpoint: string): Placed => ({
      vpc,
      endpoint,
      blocks: texts.map((text) => parseBlock(text)!),
    });
    // Endpoints first: the block of a network may hold those of its endpoints.
    this.#placed = [
      ...Object.entries(networks).flatMap(([vpc, { endpoints }]) =>
        Object.entries(endpoints).map(([endpoint, texts]) => placed(texts, vpc, endpoint)),
      ),
      ...Object.entries(networks).map(([vpc, network]) => placed(network.blocks, vpc, '')),
    ];
  }

  /** Null for a client in none of them. */
  of(client: Address): Entrance | null {
    for (const placed of this.#placed) if (isIn(client, placed.blocks)) return placed;
    return null;
  }
}
