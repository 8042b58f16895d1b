import { parseAddress } from '../../../src/base/address.ts';
import { Exchange, type Head } from '../../../src/base/exchange.ts';
import type { Wire } from '../../../src/base/wire.ts';

/** A wire that says what it is told to have sent. */
function silentWire(sentBodyBytes = 0, receivedBytes = 0): Wire {
  const wire: Partial<Wire> = {
    length: 0,
    answered: true,
    sentBytes: sentBodyBytes,
    sentBodyBytes,
    receivedBytes,
    pull: () => null,
    drop() {},
    keep() {},
    send() {},
    stream: async () => {},
    cut() {},
  };
  return wire as Wire;
}

/** An exchange as `accept/` would make it. */
export function exchange(
  head: Partial<Head> & { readonly id?: string; readonly at?: number } = {},
): Exchange {
  return new Exchange(
    head.id ?? '0b6b8c53-1b2f-4a7c-9c3e-7a1d0c9b8e2f',
    head.at ?? 1_700_000_000_000,
    {
      method: 'GET',
      target: '/prod/pets/7?full=1',
      headers: ['Host', 'api.example.com', 'User-Agent', 'curl/8.5.0', 'Accept', '*/*'],
      protocol: 'HTTP/1.1',
      client: parseAddress('203.0.113.7')!,
      clientPort: 50_000,
      port: 8080,
      secure: false,
      headBytes: 120,
      ...head,
    },
    silentWire(42, 7),
  );
}
