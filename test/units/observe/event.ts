import type { Event } from '../../../src/base/event.ts';
import type { WafOutcome } from '../../../src/base/exchange.ts';

/** A request that passed, changed as asked. */
export function event(change: Partial<Event> = {}): Event {
  return {
    kind: null,
    requestId: '0b6b8c53-1b2f-4a7c-9c3e-7a1d0c9b8e2f',
    at: Date.UTC(2026, 10, 22, 4, 24, 25, 123),
    latencyMs: 12.4,
    worker: 0,
    client: '203.0.113.7',
    method: 'GET',
    path: '/prod/pets/7',
    stagePath: '/prod/pets/7',
    query: 'full=1',
    protocol: 'HTTP/1.1',
    host: 'a1b2c3d4e5.execute-api.localhost:8080',
    userAgent: 'curl/8.5.0',
    api: 'pets/Api',
    stage: 'pets/Prod',
    operation: 'pets/Get',
    resourcePath: '/pets/{id}',
    apiKeyId: '',
    status: 200,
    bytesOut: 42,
    bytesIn: 0,
    reason: '',
    by: '',
    fault: '',
    faultMessage: '',
    integrationStatus: 200,
    integrationMs: 8.6,
    waf: null,
    inspectedBytes: 0,
    oversize: 0,
    unread: [],
    secure: false,
    ja3: '',
    ja4: '',
    learned: null,
    solution: null,
    prepared: false,
    labels: [],
    inserted: null,
    headers: null,
    written: null,
    ...change,
  };
}

/** What a web ACL did: by default, that its rate-based rule blocked. */
export function waf(change: Partial<WafOutcome> = {}): WafOutcome {
  return {
    webAcl: 'waf/Acl',
    action: 'BLOCK',
    terminatingRule: 'rate',
    terminatingType: 'RATE_BASED',
    counted: [],
    rates: [{ rule: 'rate', key: '203.0.113.7' }],
    ...change,
  };
}

/** A request that the web ACL blocked. */
export const blocked = (change: Partial<Event> = {}): Event =>
  event({
    status: 403,
    reason: 'WAF_FILTERED',
    by: 'waf/Acl/rate',
    operation: '',
    resourcePath: '',
    integrationStatus: -1,
    integrationMs: -1,
    waf: waf(),
    headers: ['Host', 'shop', 'Cookie', 'REDACTED'],
    ...change,
  });

/** What callers send to break a log. */
export const hostile = [
  'a\nb',
  'a\r\nGET /forged 200',
  '"},{"status":"200',
  "' OR 1=1 --",
  '<script>alert(1)</script>',
  ']]>&amp;',
  '\u0000\u001b[31mred\u007f',
  '=cmd|calc',
  'line\u2028separator\u2029',
  '\\"\\',
  '\ud800 lone',
  '{"$context.path"}',
];
