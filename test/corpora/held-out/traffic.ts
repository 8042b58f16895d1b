// Plain API traffic: what programs and browsers send to services all day, made up by chance from what such requests have.

import { seeded } from '../make/lines.ts';
import type { Sent } from '../report/default-set.ts';

const names = [
  "Conan O'Brien",
  'José Álvarez',
  'Anna-Lena Müller',
  'Dr. Smith',
  "D'Angelo Russo",
  '王小明',
  'Олег Иванов',
  'Jean-Luc Picard',
  'Zoë',
  'Mary-Ann O’Neill',
  'N/A',
  'Union & Sons',
  'Drop Table Café',
];
const words =
  'select order group table update insert delete from where union having like between and or not null true exec script alert eval cat ls id ping find sort date time more less host who path user admin root test echo set type start run call kill top head tail cut join split'.split(
    ' ',
  );
const plain =
  'red blue green north south east west apple pear monday tuesday garden river mountain coffee invoice payment parcel window summer winter small large quick lazy brown'.split(
    ' ',
  );
const sentences = [
  'Please leave it at the door; thanks!',
  "It's broken (again) – can't you fix it?",
  'Size 42 < 43, and 5 > 3 & so on.',
  'Update: we selected the blue one from the catalogue where prices drop.',
  'See https://example.com/a?b=c&d=e#f for more.',
  'Total: $1,299.00 (incl. 20% VAT)',
  'Line one\nLine two\n\n- a list\n- of things',
  '“Quoted” text… and an emoji 🎉',
  'a + b = c; if a > b then c < 0',
  'Call me at +1 (555) 010-9999 or mail me@example.com',
  '<p>Hello <b>world</b></p>',
  '# Title\n\nSome *Markdown* with `code` and [a link](https://example.com).',
  'C:\\Users\\jane\\Documents\\report.docx',
  'Order #1234 / ref: AB-99;X',
  'x'.repeat(200),
];
const hosts = [
  'https://example.com',
  'https://cdn.example.net',
  'http://localhost:3000',
  'https://app.example.org',
];
const agents = [
  'curl/8.5.0',
  'python-requests/2.32.3',
  'okhttp/4.12.0',
  'axios/1.7.2',
  'PostmanRuntime/7.39.0',
  'Go-http-client/1.1',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  'aws-sdk-js/3.600.0 ua/2.0 os/linux#6.1 lang/js md/nodejs#20.11.0 api/s3#3.600.0',
  'Dart/3.4 (dart:io)',
  'ELB-HealthChecker/2.0',
];

/** As many requests as are asked for, the same on every run. */
export function traffic(count: number): Sent[] {
  const chance = seeded(20_260_301);
  const int = (most: number): number => Math.floor(chance() * most);
  const one = <T>(list: readonly T[]): T => list[int(list.length)]!;
  const hex = (length: number): string => Array.from({ length }, () => int(16).toString(16)).join('');
  const uuid = (): string => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
  const b64 = (length: number): string =>
    Buffer.from(Array.from({ length }, () => int(256))).toString('base64');
  const jwt = (): string =>
    [
      JSON.stringify({ alg: 'RS256', kid: hex(8) }),
      JSON.stringify({ sub: uuid(), name: one(names), scope: 'read write', exp: 1_700_000_000 + int(1e8) }),
    ]
      .map((part) => Buffer.from(part).toString('base64url'))
      .concat(b64(48).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''))
      .join('.');
  const date = (): string => new Date(1_600_000_000_000 + int(2e11)).toISOString();
  const scalar = (): unknown =>
    one<() => unknown>([
      () => int(1e6),
      () => chance() * 1000,
      () => chance() < 0.5,
      () => null,
      uuid,
      date,
      () => one(names),
      () => one(words),
      () => one(sentences),
      () => `${one(hosts)}/${one(words)}/${int(999)}?page=${int(9)}`,
      () => b64(24 + int(60)),
      () => hex(40),
      () => `${one(words)}@example.com`,
      () => `${one(words)}_${one(words)}.${one(['png', 'pdf', 'json', 'js', 'docx', 'tar.gz'])}`,
      () => `/${one(words)}/${one(words)}`,
      () => `v${int(9)}.${int(20)}.${int(9)}`,
      () => `${int(90)}.${int(99999)},-${int(180)}.${int(99999)}`,
      () => `arn:aws:s3:::bucket-${int(9)}/key`,
      () => `#${hex(6)}`,
      () => `${one(plain)} ${one(words)} ${one(plain)}`,
    ])();
  const object = (depth: number): Record<string, unknown> =>
    Object.fromEntries(
      Array.from({ length: 2 + int(6) }, () => {
        const key =
          chance() < 0.7 ? one(words) : `${one(words)}${one(['Id', '_at', 'Name', '-key', 'Count'])}`;
        if (depth > 0 && chance() < 0.25)
          return [
            key,
            chance() < 0.5
              ? object(depth - 1)
              : Array.from({ length: int(4) }, () => (chance() < 0.5 ? scalar() : object(depth - 1))),
          ];
        return [key, scalar()];
      }),
    );
  const query = (): string =>
    Array.from({ length: int(5) }, () => {
      const value = one<() => unknown>([
        () => int(100),
        () => one(words),
        uuid,
        date,
        () => one(names),
        () => one(sentences).slice(0, 60),
        () => `${one(words)}:${one(['asc', 'desc'])}`,
        () => `-${one(words)},${one(words)}`,
        () => `${one(hosts)}/cb?x=${int(9)}`,
        () => `${one(plain)} ${one(words)}`,
      ])();
      return `${one(words)}${one(['', '', '[]', '_id', '[name]', '.eq'])}=${encodeURIComponent(String(value)).replaceAll('%20', chance() < 0.5 ? '+' : '%20')}`;
    }).join('&');
  const path = (): string =>
    `/${one(['api', 'v1', 'v2', 'services', 'rest'])}${Array.from({ length: 1 + int(4) }, () => `/${one<() => string>([() => one(words), uuid, () => String(int(1e5)), () => `${one(words)}s`, () => `${one(words)}-${one(words)}`, () => encodeURIComponent(one(names)), () => `${one(words)}@example.com`, () => `${one(words)}.${one(['json', 'csv', 'png', 'css'])}`])()}`).join('')}`;
  const cookie = (): string =>
    [
      `session=${uuid()}`,
      `_ga=GA1.2.${int(1e9)}.${int(1e9)}`,
      `prefs=${encodeURIComponent(JSON.stringify({ theme: 'dark', lang: 'en' }))}`,
      `csrf=${b64(24)}`,
      `cart=${int(9)}%7C${int(99)}`,
      `consent={"ads":false}`,
    ]
      .filter(() => chance() < 0.5)
      .join('; ');
  return Array.from({ length: count }, (): Sent => {
    const headers = [
      'User-Agent',
      one(agents),
      'Accept',
      one(['*/*', 'application/json', 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8']),
      'X-Request-Id',
      uuid(),
    ];
    if (chance() < 0.5)
      headers.push(
        'Authorization',
        one([
          () => `Bearer ${jwt()}`,
          () => `Basic ${Buffer.from(`${one(words)}:${hex(10)}`).toString('base64')}`,
          () => `ApiKey ${b64(20)}`,
        ])(),
      );
    if (chance() < 0.4) headers.push('Cookie', cookie());
    if (chance() < 0.3) headers.push('Referer', `${one(hosts)}${path()}?${query()}`);
    if (chance() < 0.2) headers.push('If-None-Match', `W/"${hex(16)}"`);
    if (chance() < 0.2) headers.push('X-Forwarded-For', `203.0.113.${int(255)}, 10.0.0.${int(255)}`);
    const asked = query();
    const target = `${path()}${asked === '' ? '' : `?${asked}`}`;
    const kind = chance();
    if (kind < 0.45) return { target, headers };
    if (kind < 0.85)
      return {
        method: one(['POST', 'PUT', 'PATCH']),
        target,
        headers: [...headers, 'Content-Type', 'application/json'],
        body: JSON.stringify(chance() < 0.1 ? [object(1), object(1)] : object(2)),
      };
    if (kind < 0.95)
      return {
        method: 'POST',
        target,
        headers: [...headers, 'Content-Type', 'application/x-www-form-urlencoded'],
        body: `${query()}&name=${encodeURIComponent(one(names))}`,
      };
    const boundary = `----${hex(16)}`;
    const field = (name: string, value: string): string =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const file = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${one(words)} (1).png"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n\x1a\n${b64(200)}\r\n`;
    return {
      method: 'POST',
      target,
      headers: [...headers, 'Content-Type', `multipart/form-data; boundary=${boundary}`],
      body: Buffer.from(
        `${field('title', one(sentences))}${field('by', one(names))}${file}--${boundary}--\r\n`,
        'utf8',
      ),
    };
  });
}
