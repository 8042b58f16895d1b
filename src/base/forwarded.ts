import type { Exchange } from './exchange.ts';

/** `X-Forwarded-For` for whoever is asked next: what the caller sent, and behind it the client's own address. */
export function forwardedFor(x: Exchange): string {
  const { headers } = x;
  let value = '';
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!;
    if (name.length === 15 && headers[i + 1] !== '' && name.toLowerCase() === 'x-forwarded-for') {
      value += `${headers[i + 1]}, `;
    }
  }
  return value + x.client.text;
}

/** `X-Forwarded-Proto`: how the client reached the gateway. */
export const forwardedProto = (x: Exchange): string => (x.secure ? 'https' : 'http');
