import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { Exchange, Head } from '../../../src/base/exchange.ts';
import { PaperWire, paperRequest } from '../paper-wire.ts';
import { always, bytesOf, faultOf, type RawServer, serversUntil } from './raw-server.ts';
import { dispatcher, type Place, routed } from './site.ts';

const serving = serversUntil(after);

const request = (head: Partial<Head> = {}, wire = new PaperWire()): Exchange =>
  routed(paperRequest(head, wire), { proxy: (head.target ?? '/').split('?')[0]!.slice(1) });

const asks = (server: RawServer, settings: object = {}, place: Partial<Place> = {}) =>
  dispatcher({ settings: { uri: `${server.origin}/{proxy}`, ...settings }, ...place });

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi';

describe('the request to a server', () => {
  test('has the server’s host, the client behind X-Forwarded-For, and none of the connection’s own headers', async () => {
    const server = await serving(always(ok));
    const headers = [
      ['Host', 'api.test'],
      ['Accept', '*/*'],
      ['Connection', 'keep-alive, X-Once'],
      ['X-Once', '1'],
      ['Keep-Alive', 'timeout=5'],
      ['TE', 'trailers'],
      ['Upgrade', 'h2c'],
      ['Proxy-Authorization', 'Basic x'],
      ['Via', '1.1 other'],
      ['Expect', '100-continue'],
      ['Max-Forwards', '3'],
      ['Content-MD5', 'x'],
      ['X-Forwarded-For', '198.51.100.1'],
      ['X-Forwarded-Proto', 'https'],
      ['X-Kept', 'a b'],
    ].flat();
    const x = request({ target: '/a/b?x=1&y', headers });
    x.inserted = ['x-amzn-waf-team', 'blue'];
    await asks(server)(x);
    assert.equal(
      server.received[0]!.toString('latin1'),
      [
        'GET /a/b?x=1&y HTTP/1.1',
        `Host: 127.0.0.1:${server.port}`,
        'Accept: */*',
        'X-Once: 1',
        'X-Kept: a b',
        'x-amzn-waf-team: blue',
        'X-Forwarded-For: 198.51.100.1, 203.0.113.7',
        'X-Forwarded-Port: 8080',
        'X-Forwarded-Proto: http',
        '',
        '',
      ].join('\r\n'),
    );
  });

  test('has what the web ACL inserts, and nothing that a client wrote under such a name', async () => {
    const headers = ['X-Amzn-Waf-Team', 'red', 'x-amzn-waf-other', '1', 'x_amzn_waf_other', '1'];
    const waf = async (proxied: boolean, inserted: string[] | null, keepHeaders: boolean) => {
      const server = await serving(always(ok));
      const x = request({ headers, proxied });
      x.inserted = inserted;
      await asks(server, { keepHeaders })(x);
      return server.received[0]!.toString('latin1').match(/x.amzn.waf.*/gi);
    };
    for (const kept of [true, false]) {
      assert.deepEqual(await waf(false, ['x-amzn-waf-team', 'blue'], kept), ['x-amzn-waf-team: blue']);
      assert.equal(await waf(false, null, kept), null, 'no rule has said so');
      // One in front has a web ACL of its own.
      assert.deepEqual(await waf(true, ['x-amzn-waf-team', 'blue'], kept), [
        ...['x-amzn-waf-other: 1', 'x_amzn_waf_other: 1', 'x-amzn-waf-team: blue'],
      ]);
    }
  });

  test('has none of the client’s headers that read like one of ours, and all by which it was judged', async () => {
    const server = await serving(always(ok));
    const x = request({
      headers: [
        ['X_User', 'root'],
        ['x.user', 'root'],
        ['X_Amzn_Waf_Team', 'red'],
        ['X_Forwarded_For', '10.0.0.1'],
        ['X-Forwarded_Proto', 'https'],
        ['Content_Length', '9'],
        ['Content_Type', 'application/json'],
        ['x_kept', '1'],
        ['Connection', 'content-type, x-user, x-once'],
        ['Content-Type', 'text/x'],
        ['X-Once', '1'],
      ].flat(),
    });
    x.inserted = ['x-amzn-waf-team', 'blue'];
    await asks(server, { requestParameters: { 'integration.request.header.X-User': "'ann'" } })(x);
    const [, , ...lines] = server.received[0]!.toString('latin1').trimEnd().split('\r\n');
    assert.deepEqual(lines, [
      'x_kept: 1',
      'Content-Type: text/x',
      'X-Once: 1',
      'X-User: ann',
      'x-amzn-waf-team: blue',
      'X-Forwarded-For: 203.0.113.7',
      'X-Forwarded-Port: 8080',
      'X-Forwarded-Proto: http',
    ]);
  });

  test('says what a proxy in front would only where a trusted one may stand there', async () => {
    const server = await serving(always(ok));
    const spoken = [
      'Forwarded',
      'host=evil',
      'X-Forwarded-Host',
      'evil',
      'x_forwarded_host',
      'evil',
      'X-Real-IP',
      '::1',
      ...[
        'X-Client-IP',
        'True-Client-IP',
        'CF-Connecting-IP',
        'X-Original-URL',
        'X-Rewrite-URL',
        'X-Forwarded-Uri',
      ],
      ...['X-Forwarded-User', 'Remote-User', 'X-Remote-Group', 'X-Auth-Request-Email', 'X-WebAuth-User'],
      ...[
        'Client-Cert',
        'X-Forwarded-Client-Cert',
        'X-SSL-Client-Verify',
        'x_ssl_client_s_dn',
        'X-Amzn-Mtls-Clientcert',
      ],
    ].flatMap((text, i) => (i < 8 ? [text] : [text, 'evil']));
    for (const keepHeaders of [false, true])
      await asks(server, { keepHeaders })(
        request({ headers: [...spoken, 'X-Kept', '1', 'X-Client', 'kept', 'X-Originator', 'kept'] }),
      );
    for (const { text } of server.received.map((bytes) => ({ text: bytes.toString('latin1') }))) {
      assert.match(text, /X-Kept: 1\r\nX-Client: kept\r\nX-Originator: kept/);
      assert.doesNotMatch(text, /evil|X-Real-IP/i);
    }
    const proxied = await serving(always(ok));
    await asks(proxied)(request({ headers: [...spoken], proxied: true }));
    const told = proxied.received[0]!.toString('latin1');
    assert.match(told, /Forwarded: host=evil\r\nX-Forwarded-Host: evil/);
    assert.match(told, /Client-Cert: evil\r\n/);
    const past = await serving(always(ok));
    await asks(past, {}, { trustedProxies: ['10.0.0.0/8'] })(request({ headers: [...spoken] }));
    assert.doesNotMatch(past.received[0]!.toString('latin1'), /evil|X-Real-IP/i);
  });

  test('keeps the client’s host when told so, and drops only AWS signatures from Authorization', async () => {
    const server = await serving(always(ok));
    const ask = asks(server, { preserveHost: true });
    await ask(request({ headers: ['Host', 'api.test', 'Authorization', 'Bearer t'] }));
    await ask(request({ headers: ['Host', 'api.test', 'Authorization', 'AWS4-HMAC-SHA256 Credential=x'] }));
    const sent = server.received[0]!.toString('latin1');
    assert.match(sent, /Host: api\.test\r\nAuthorization: Bearer t\r\n/);
    assert.doesNotMatch(sent, /AWS4/);
  });

  const paths: [
    string,
    Partial<Place> & { uri: string; requestParameters?: object },
    string,
    Record<string, string> | null,
    string,
  ][] = [
    [
      'a greedy parameter, as it came',
      { uri: '/{proxy}' },
      '/a%20b/c%2Fd',
      { proxy: 'a b/c/d' },
      '/a%20b/c%2Fd',
    ],
    ['a trailing slash', { uri: '/{proxy}' }, '/a/b/', { proxy: 'a/b' }, '/a/b/'],
    [
      'one segment',
      { uri: '/v1/{id}/x', resourcePath: '/pets/{id}' },
      '/pets/caf%C3%A9',
      { id: 'café' },
      '/v1/caf%C3%A9/x',
    ],
    [
      'a mapped name',
      {
        uri: '/{what}?fixed=1',
        requestParameters: { 'integration.request.path.what': 'method.request.path.id' },
        resourcePath: '/pets/{id}',
      },
      '/pets/7',
      { id: '7' },
      '/7?fixed=1',
    ],
    [
      'a value encoded anew when it was routed by another',
      { uri: '/{id}', resourcePath: '/pets/{id}' },
      '/pets/a%2Fb',
      { id: 'other/x' },
      '/other%2Fx',
    ],
    ['no parameter at all', { uri: '' }, '/whatever?q=1', null, '/?q=1'],
    [
      'a stage variable',
      { uri: '/${stageVariables.v}/{proxy}', variables: { v: 'v2' } },
      '/a',
      { proxy: 'a' },
      '/v2/a',
    ],
    [
      'a mapped query parameter in place of the caller’s',
      { uri: '/{proxy}', requestParameters: { 'integration.request.querystring.q': "'fixed&1'" } },
      '/a?q=x&r=2',
      { proxy: 'a' },
      '/a?r=2&q=fixed%261',
    ],
  ];
  for (const [name, { uri, requestParameters = {}, ...place }, target, params, expected] of paths) {
    test(`goes to ${name}`, async () => {
      const server = await serving(always(ok));
      const ask = dispatcher({ settings: { uri: server.origin + uri, requestParameters }, ...place });
      await ask(routed(paperRequest({ target }), params));
      assert.equal(server.received[0]!.toString('latin1').split(' ')[1], expected);
    });
  }

  test('never climbs and never breaks a line, whatever a parameter holds', async () => {
    const server = await serving(always(ok));
    const mapped = {
      'integration.request.path.proxy': 'method.request.querystring.p',
      'integration.request.header.X-P': 'method.request.querystring.h',
    };
    const ask = asks(server, { requestParameters: mapped });
    for (const target of ['/a?p=..', '/a?p=.', '/a?p=%2e%2e', '/a?h=a%0d%0aEvil:1', '/a?h=%00']) {
      assert.equal(await faultOf(ask(routed(paperRequest({ target }), { proxy: 'a' }))), 'client.malformed');
    }
    assert.equal(
      await faultOf(ask(routed(paperRequest({ target: '/a?p=x/../y' }), { proxy: 'a' }))),
      'client.malformed',
    );
    await ask(routed(paperRequest({ target: '/a?p=x/y&h=caf%C3%A9%E0%B4%8A' }), { proxy: 'a' }));
    const sent = server.received[0]!.toString('utf8');
    assert.match(sent, /^GET \/x%2Fy\?/);
    assert.match(sent, /X-P: caféഊ\r\n/);
  });

  test('keeps a declared length, and is chunked where none was declared', async () => {
    const server = await serving((socket, sent) => {
      if (sent.endsWith('0\r\n\r\n') || sent.endsWith('defg')) socket.write(ok);
    });
    const ask = asks(server, { httpMethod: 'POST' });
    await ask(request({ method: 'POST' }, new PaperWire(['abc', 'defg'])));
    await ask(request({ method: 'POST' }, new PaperWire(['abc', 'defg'], -1)));
    const sent = server.received[0]!.toString('latin1');
    assert.match(sent, /Content-Length: 7\r\n\r\nabcdefg/);
    assert.match(sent, /Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n$/);
  });

  test('sends what a layer has read already in front of the rest', async () => {
    const server = await serving((socket, sent) => {
      if (sent.endsWith('cdef')) socket.write(ok);
    });
    const x = request({ method: 'POST' }, new PaperWire(['cd', 'ef'], 6));
    x.prefix = Buffer.from('ab');
    await asks(server)(x);
    const y = request({ method: 'POST' }, new PaperWire([], 4));
    y.prefix = Buffer.from('cdef');
    y.prefixWhole = true;
    await asks(server)(y);
    const sent = server.received[0]!.toString('latin1');
    assert.match(sent, /Content-Length: 6\r\n\r\nabcdef/);
    assert.match(sent, /Content-Length: 4\r\n\r\ncdef$/);
  });

  test('says a length of 0 only where its method expects a body', async () => {
    const server = await serving(always(ok));
    await asks(server)(request({ method: 'POST' }));
    await asks(server)(request({ method: 'DELETE' }));
    const [post, del] = server.received[0]!.toString('latin1').split('DELETE');
    assert.match(post!, /Content-Length: 0\r\n\r\n/);
    assert.doesNotMatch(del!, /Content-Length/);
  });
});

describe('the answer of a server', () => {
  const bodies: [string, string, string, boolean][] = [
    ['with a length', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello', 'hello', false],
    [
      'in chunks, with an extension and trailers',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=1\r\nhel\r\n2\r\nlo\r\n0\r\nX-T: 1\r\n\r\n',
      'hello',
      false,
    ],
    ['until the connection closes', 'HTTP/1.1 200 OK\r\n\r\nhello', 'hello', true],
    ['of HTTP/1.0', 'HTTP/1.0 200 OK\r\n\r\nhello', 'hello', true],
    [
      'behind interim responses',
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
      'hello',
      false,
    ],
    ['without a reason', 'HTTP/1.1 200\r\nContent-Length: 5\r\n\r\nhello', 'hello', false],
  ];
  for (const [name, text, body, closes] of bodies) {
    test(`${name} is read whole, in one piece and byte by byte`, async () => {
      let slow = false;
      const server = await serving(async (socket, sent) => {
        if (!sent.endsWith('\r\n\r\n')) return;
        if (slow) {
          for (const c of text) {
            socket.write(c, 'latin1');
            await new Promise(setImmediate);
          }
        } else socket.write(text, 'latin1');
        if (closes) socket.end();
      });
      for (slow of [false, true]) {
        const answer = await asks(server)(request());
        assert.equal(answer.status, 200);
        assert.equal(String(await bytesOf(answer.body)), body);
      }
    });
  }

  test('that came at once is one buffer', async () => {
    const server = await serving(always(bodies[1]![1]));
    const answer = await asks(server)(request());
    assert.ok(Buffer.isBuffer(answer.body));
    assert.equal(answer.length, 5);
  });

  test('has its headers remapped and dropped as API Gateway does', async () => {
    const head = [
      'HTTP/1.1 201 Made',
      'Date: then',
      'Server: old',
      'Connection: keep-alive, X-Hop',
      'Keep-Alive: timeout=9',
      'X-Hop: 1',
      'WWW-Authenticate: Basic',
      'Via: 1.1 x',
      'x-amzn-RequestId: theirs',
      'Set-Cookie: a=1',
      'Set-Cookie: b=2',
      'Content-Length: 0',
    ];
    const server = await serving(always(`${head.join('\r\n')}\r\n\r\n`));
    const x = request();
    const answer = await asks(server)(x);
    assert.deepEqual(answer.headers, [
      'x-amzn-Remapped-Date',
      'then',
      'x-amzn-Remapped-Server',
      'old',
      'x-amzn-Remapped-Connection',
      'keep-alive, X-Hop',
      'x-amzn-Remapped-WWW-Authenticate',
      'Basic',
      'x-amzn-Remapped-x-amzn-RequestId',
      'theirs',
      'Set-Cookie',
      'a=1',
      'Set-Cookie',
      'b=2',
      'Content-Type',
      'application/json',
    ]);
    assert.equal(x.integrationStatus, 201);
    assert.ok(x.integrationMs >= 0);
  });

  test('to HEAD has a length and no body, 204 and 304 have neither', async () => {
    const server = await serving((socket, sent) => {
      if (!sent.endsWith('\r\n\r\n')) return;
      const last = sent.slice(sent.lastIndexOf(' HTTP/1.1') - 4);
      const status = last.startsWith('/204') ? '204 No' : last.startsWith('/304') ? '304 No' : '200 OK';
      socket.write(`HTTP/1.1 ${status}\r\nContent-Type: a/b\r\nContent-Length: 123\r\n\r\n`);
    });
    const head = await asks(server)(request({ method: 'HEAD' }));
    assert.equal(head.length, 123);
    assert.equal((await bytesOf(head.body)).length, 0);
    for (const target of ['/204', '/304']) {
      const answer = await asks(server)(request({ target }));
      assert.deepEqual([answer.status, (await bytesOf(answer.body)).length], [Number(target.slice(1)), 0]);
    }
    assert.equal(server.sockets.length, 1, 'one connection served them all');
  });

  const flaws: [string, string][] = [
    ['that is garbage', '\x16\x03\x01 what is this'],
    ['of another version', 'HTTP/2.0 200 OK\r\n\r\n'],
    ['without a status', 'HTTP/1.1 OK\r\n\r\n'],
    ['whose status is no status', 'HTTP/1.1 999 X\r\n\r\n'],
    [
      'with both lengths',
      'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['with two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc'],
    ['with a length that is none', 'HTTP/1.1 200 OK\r\nContent-Length: +3\r\n\r\nabc'],
    ['with a bare LF', 'HTTP/1.1 200 OK\nContent-Length: 3\n\nabc'],
    ['with a bare LF between headers', 'HTTP/1.1 200 OK\r\nA: 1\nB: 2\n\n'],
    ['with a folded header', 'HTTP/1.1 200 OK\r\nA: 1\r\n 2\r\n\r\n'],
    ['with a space before a colon', 'HTTP/1.1 200 OK\r\nContent-Length : 3\r\n\r\nabc'],
    ['with a NUL in a header', 'HTTP/1.1 200 OK\r\nA: \0\r\n\r\n'],
    ['that changes the protocol', 'HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n'],
    ['whose chunk size is none', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n'],
    [
      'whose chunk is longer than its size',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n',
    ],
    ['whose head is huge', `HTTP/1.1 200 OK\r\nA: ${'x'.repeat(70_000)}\r\n\r\n`],
    ['with endless interim responses', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(40)],
  ];
  for (const [name, text] of flaws) {
    test(`${name} is refused, and its connection not used again`, async () => {
      const server = await serving(always(text));
      assert.equal(await faultOf(asks(server)(request())), 'upstream.malformed');
      await faultOf(asks(server)(request()));
      assert.equal(server.sockets.length, 2);
    });
  }

  test('with bytes behind it is given, and its connection not used again', async () => {
    const server = await serving(always(`${ok}HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil`));
    for (let i = 0; i < 2; i++) {
      assert.equal(String(await bytesOf((await asks(server)(request())).body)), 'hi');
    }
    assert.equal(server.sockets.length, 2);
  });
});

describe('a definition that cannot be carried out', () => {
  test('fails each of its requests, and nothing else', async () => {
    for (const [uri, requestParameters] of [
      ['http://${stageVariables.none}/x', {}],
      ['http://h/{nobody}', {}],
      ['http://user@h/', {}],
      ['http://h/', { 'integration.request.header.X': 'method.request.body' }],
      ['http://h/', { 'integration.request.header.Transfer-Encoding': "'chunked'" }],
    ] as const) {
      const ask = dispatcher({ settings: { uri, requestParameters } });
      assert.equal(await faultOf(ask(request())), 'gateway.configuration', uri);
    }
  });
});
