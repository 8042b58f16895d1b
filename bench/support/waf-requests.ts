/** A request that the benches of inspection send: what a browser or a client of an API would. */
export interface Asked {
  readonly name: string;
  readonly title: string;
  readonly method: string;
  readonly target: string;
  /** Lua of what is asked for instead, by `n`, another one each time; absent: always the same target. */
  readonly targetOf?: string;
  /** Names and values in turn, without `Host`. */
  readonly headers: readonly string[];
  readonly body: string;
  /** How many times as many as ModSecurity does: the issue's least. */
  readonly goal: number;
}

const agent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36';

/** Beside `Host`, what a current browser sends: a dozen. */
const browser = [
  ...['User-Agent', agent],
  ...['Accept', 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8'],
  ...['Accept-Language', 'en-GB,en;q=0.9,de;q=0.7'],
  ...['Accept-Encoding', 'gzip, deflate, br, zstd'],
  ...['Referer', 'https://shop.example.com/catalogue?page=2&sort=price'],
  ...[
    'Cookie',
    'session=f3b1c9d27a6e4c0f8e21; theme=dark; consent=analytics%3Dfalse; _ga=GA1.2.1832945.1771234567',
  ],
  ...['Cache-Control', 'max-age=0'],
  ...['Upgrade-Insecure-Requests', '1'],
  ...['Sec-Fetch-Dest', 'document'],
  ...['Sec-Fetch-Mode', 'navigate'],
  ...['Sec-Fetch-Site', 'same-origin'],
  ...['Priority', 'u=0, i'],
];

const client = [
  'User-Agent',
  'acme-orders/4.2.1 (node/24)',
  'Accept',
  'application/json',
  'Content-Type',
  'application/json',
];

/** A JSON document of about so many bytes: orders, as a shop’s API takes them. */
export function orders(bytes: number): string {
  const items: unknown[] = [];
  for (let i = 0; JSON.stringify({ items }).length < bytes - 150; i++) {
    items.push({
      id: 48_211 + i * 7,
      sku: `BK-${(i * 7919) % 1000}-${'ABCDEF'[i % 6]}`,
      title: [
        'Tea, loose leaf (250 g)',
        "Children's bicycle, 20 inch",
        'Desk lamp — brass & oak',
        'Notebook A5',
      ][i % 4],
      quantity: (i % 5) + 1,
      price: 12.5 + i,
      note: i % 3 === 0 ? 'Please ring twice; the bell is left of the door.' : null,
      tags: ['gift', 'fragile'].slice(0, i % 3),
    });
  }
  return JSON.stringify({ items });
}

export const requests: readonly Asked[] = [
  {
    name: 'get',
    title: 'A browser’s GET: a dozen headers, a query, cookies',
    method: 'GET',
    target: '/catalogue/books?page=3&sort=price&q=war%20and%20peace&filter=in-stock',
    headers: browser,
    body: '',
    goal: 30,
  },
  {
    name: 'get-new',
    title: 'The same with another query each time',
    method: 'GET',
    target: '/catalogue/books?page=1&sort=price&q=war%20and%20peace%201&filter=in-stock',
    targetOf:
      '"/catalogue/books?page=" .. n .. "&sort=price&q=war%20and%20peace%20" .. n .. "&filter=in-stock"',
    headers: browser,
    body: '',
    goal: 30,
  },
  {
    name: 'json-1k',
    title: 'A POST of 1 KB of JSON',
    method: 'POST',
    target: '/orders?dry-run=false',
    headers: client,
    body: orders(1024),
    goal: 60,
  },
  {
    name: 'json-8k',
    title: 'A POST of 8 KB of JSON',
    method: 'POST',
    target: '/orders?dry-run=false',
    headers: client,
    body: orders(8192),
    goal: 300,
  },
];

/** The request as a script of wrk. */
export function script({ method, headers, body, targetOf }: Asked): string {
  const lines = [`wrk.method = "${method}"`, `wrk.body = ${body === '' ? 'nil' : `[==[${body}]==]`}`];
  for (let i = 0; i < headers.length; i += 2) {
    lines.push(`wrk.headers[${JSON.stringify(headers[i])}] = [==[${headers[i + 1]}]==]`);
  }
  if (targetOf !== undefined)
    lines.push('local n = 0', `request = function() n = n + 1; return wrk.format(nil, ${targetOf}) end`);
  return lines.join('\n');
}
