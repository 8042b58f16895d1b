import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Exchange } from '../../../src/base/exchange.ts';
import { Trace } from '../../../src/base/trace.ts';
import type { HostMapping } from '../../../src/define/model/api.ts';
import { locate, router } from '../../../src/guard/decide/route/route.ts';
import { ask } from '../../../src/guard/decide/waf/cases.ts';
import { api, exchangeOf, given, stage } from './at-hand.ts';

/** What serves each request of a tree: `GET /pets/7` → `/pets/{id} id=7`, or `-`. */
async function served(routes: readonly string[], expected: Readonly<Record<string, string>>): Promise<void> {
  const methods = api(routes).resources.flatMap((resource) =>
    resource.methods.map((method) => ({ resource, method })),
  );
  const route = router(methods, given());
  const traced = router(methods, { ...given(), tracing: true });
  for (const [asked, wanted] of Object.entries(expected)) {
    const [method, target] = asked.split(' ') as [string, string];
    const x = await exchangeOf(ask({ method, target }));
    const found = route(x);
    const params = Object.entries(x.params ?? {}).map(([name, value]) => ` ${name}=${value}`);
    assert.equal(found === null ? '-' : `${x.resourcePath}${params.join('')}`, wanted, asked);
    assert.equal(x.operation, found?.method.id ?? '');
    const y = await exchangeOf(ask({ method, target }));
    y.trace = new Trace();
    assert.equal(traced(y), found);
    assert.notEqual(y.trace.steps[0]!.because, '');
  }
}

test('a method in another case is none, and does not slip through to ANY', async () => {
  await served(['GET /admin', 'ANY /{proxy+}', 'ANY /any'], {
    'GET /admin': '/admin',
    'get /admin': '-',
    'Get /any': '-',
    'pATCH /x': '-',
    'PURGE /x': '/{proxy+} proxy=x',
    'Purge /x': '/{proxy+} proxy=x',
  });
});

test('a resource without the verb is passed over for the next less specific one that has it', async () => {
  await served(['GET /users/{userId}', 'PATCH /users/me'], {
    'GET /users/me': '/users/{userId} userId=me',
    'PATCH /users/me': '/users/me',
    'POST /users/me': '-',
  });
  await served(['POST /roles/provision', 'GET /roles/{roleId}'], {
    'GET /roles/provision': '/roles/{roleId} roleId=provision',
  });
  await served(['GET /things/real', 'ANY /things/{proxy+}'], {
    'POST /things/real': '/things/{proxy+} proxy=real',
    'GET /things/real': '/things/real',
  });
  await served(['ANY /{proxy+}', '- /jobs', 'GET /jobs/{op}', 'OPTIONS /cors_only', 'POST /admin'], {
    'GET /jobs': '/{proxy+} proxy=jobs',
    'POST /jobs/reboot': '/{proxy+} proxy=jobs/reboot',
    'GET /jobs/reboot': '/jobs/{op} op=reboot',
    'GET /cors_only': '/{proxy+} proxy=cors_only',
    'GET /admin': '/{proxy+} proxy=admin',
    'POST /admin': '/admin',
  });
  // Of a parent that takes everything, whatever the resource protects: HEAD is not GET, and no verb is held back.
  await served(['ANY /shop/{proxy+}', 'GET /shop/orders', 'GET /shop/{id}/lines'], {
    'GET /shop/orders': '/shop/orders',
    'GET /shop/orders/': '/shop/orders',
    'HEAD /shop/orders': '/shop/{proxy+} proxy=orders',
    'POST /shop/orders': '/shop/{proxy+} proxy=orders',
    'HEAD /shop/7/lines': '/shop/{proxy+} proxy=7/lines',
    'HEAD /shop': '-',
  });
});

test('static comes before {param}, {param} before {proxy+}, and a branch that leads nowhere is left again', async () => {
  await served(['GET /a/b/c', 'GET /a/{x}/d', 'GET /{y}/b/e', 'GET /a/{rest+}', 'GET /{all+}'], {
    'GET /a/b/c': '/a/b/c',
    'GET /a/b/d': '/a/{x}/d x=b',
    'GET /a/b/e': '/a/{rest+} rest=b/e',
    'GET /z/b/e': '/{y}/b/e y=z',
    'GET /a/b/c/d': '/a/{rest+} rest=b/c/d',
    'GET /z/b/f': '/{all+} all=z/b/f',
    'GET /a': '/{all+} all=a',
    'GET /': '-',
  });
});

test('an exact verb comes before ANY on one resource, and HEAD is not taken for GET', async () => {
  await served(['GET /a', 'ANY /a', 'GET /b'], {
    'GET /a': '/a',
    'HEAD /a': '/a',
    'HEAD /b': '-',
    'get /b': '-',
    'OPTIONS /b': '-',
  });
});

test('{proxy+} takes one segment or more, and not its parent', async () => {
  await served(['GET /auth/{proxy+}', 'GET /'], {
    'GET /auth': '-',
    'GET /auth/': '-',
    'GET /auth/x': '/auth/{proxy+} proxy=x',
    'GET /auth/x/y/': '/auth/{proxy+} proxy=x/y/',
    'GET /auth//x': '/auth/{proxy+} proxy=/x',
    'GET /': '/',
  });
});

test('a slash at the end does not count, case does, and an empty segment is no parameter', async () => {
  await served(['GET /pets', 'GET /pets/{id}', 'GET /pets/{id}/toys'], {
    'GET /pets/': '/pets',
    'GET /Pets': '-',
    'GET /pets//': '/pets',
    'GET /pets//toys': '-',
    'GET //pets': '-',
    'GET /pets/7/': '/pets/{id} id=7',
    'GET /pets/7/toys/': '/pets/{id}/toys id=7',
  });
});

test('parameters are decoded once, and an encoded name of a resource is that resource', async () => {
  await served(['GET /pets/{id}', 'GET /admin', 'GET /{proxy+}'], {
    'GET /pets/a%20b%2Fc': '/pets/{id} id=a b/c',
    'GET /pets/%2541': '/pets/{id} id=%41',
    'GET /pets/a+b': '/pets/{id} id=a+b',
    'GET /pets/%C3%A9': '/pets/{id} id=é',
    'GET /pets/%ff': '/pets/{id} id=\ufffd',
    'GET /%61dmin': '/admin',
    'GET /admin%2Fx': '/{proxy+} proxy=admin/x',
  });
});

test('where a {proxy+} would take a path with empty segments, a resource it names without them comes first', async () => {
  await served(['POST /login', 'GET /admin/{id}', 'GET /admin/{id}/keys/{rest+}', 'ANY /{proxy+}'], {
    'POST //login': '/login',
    'POST ///%6cogin//': '/login',
    'GET //login': '/{proxy+} proxy=/login',
    'GET //admin//7': '/admin/{id} id=7',
    'GET /admin//7/keys//a/b': '/admin/{id}/keys/{rest+} id=7 rest=/a/b',
    'GET //x//y/': '/{proxy+} proxy=/x//y/',
    'GET //': '-',
  });
});

test('a resource that a path names without parameters of segments, or by encoded slashes, is not reached past its protections', async () => {
  const routes = ['GET /admin', 'GET /admin/{id}', 'GET /keys/{rest+}', 'GET /pets/{id}', 'ANY /{proxy+}'];
  await served(routes, {
    'GET /admin;': '/admin',
    'GET /admin;v=1': '/admin',
    'GET /;/admin': '/admin',
    'GET /admin;a/7;b': '/admin/{id} id=7',
    'GET /admin%2F7': '/admin/{id} id=7',
    'GET /%2fadmin': '/admin',
    'GET /keys%2fa/b': '/keys/{rest+} rest=a/b',
    'GET /keys;/a;b': '/keys/{rest+} rest=a',
    // What names nothing more specific stays as it came.
    'GET /pets/a%2Fb': '/pets/{id} id=a/b',
    'GET /pets/a;b': '/pets/{id} id=a;b',
    'GET /x;v=1/y%2Fz': '/{proxy+} proxy=x;v=1/y/z',
    'GET /;': '/{proxy+} proxy=;',
  });
  await served(['GET /admin', 'GET /{page}'], {
    'GET /admin;v=1': '/admin',
    'GET /about;v=1': '/{page} page=about;v=1',
    'GET /a%2Fdmin': '/{page} page=a/dmin',
  });
});

test('a tree with many branches is walked once, however the path is made', async () => {
  const routes: string[] = [];
  for (let depth = 1; depth <= 12; depth++) {
    routes.push(`GET ${'/a'.repeat(depth)}/x`, `GET ${'/{p}'.repeat(depth)}/x`);
  }
  const path = `${'/a'.repeat(2000)}/y`;
  const began = process.threadCpuUsage();
  await served(routes, { [`GET ${path}`]: '-' });
  const { user } = process.threadCpuUsage(began);
  assert.ok(user < 2_000_000, `it took ${user} µs of this thread; branch by branch it would be hours`);
});

async function located(host: string, target: string, hosts: readonly HostMapping[] = [], disabled = false) {
  const one = { ...api(), hosts, disableExecuteApiEndpoint: disabled, stages: [stage('prod'), stage('dev')] };
  const plans = one.stages.map((s) => ({ api: one, stage: s, plan: s.name }));
  const x: Exchange = await exchangeOf(ask({ target, headers: ['Host', host] }));
  x.inner = '';
  x.stagePath = '';
  const plan = locate(plans, given())(x);
  return plan === null ? '-' : `${x.stage} ${x.stagePath} ${x.inner}`;
}

test('a stage is found by path, by execute-api host, and nowhere else', async () => {
  assert.equal(await located('h', '/_aws/execute-api/abcdefghij/prod/pets?a'), 'api/prod /prod/pets /pets');
  assert.equal(await located('h', '/_aws/execute-api/abcdefghij/dev'), 'api/dev /dev /');
  assert.equal(await located('h', '/_aws/execute-api/abcdefghij/prod/'), 'api/prod /prod/ /');
  assert.equal(await located('abcdefghij.execute-api.localhost:8080', '/dev/a/b'), 'api/dev /dev/a/b /a/b');
  assert.equal(await located('ABCDEFGHIJ.Execute-Api.eu-west-1.amazonaws.com', '/prod'), 'api/prod /prod /');
  for (const [host, target] of [
    ['h', '/_aws/execute-api/zzzzzzzzzz/prod/pets'],
    ['h', '/_aws/execute-api/abcdefghij/test/pets'],
    ['h', '/_aws/execute-api/abcdefghij'],
    ['abcdefghij.execute-api.localhost', '/'],
    ['abcdefghij.execute-api.localhost', '/test/a'],
    ['abcdefghij.example.com', '/prod'],
    ['', '/prod'],
  ] as const) {
    assert.equal(await located(host, target), '-', `${host}${target}`);
  }
});

test('an API that gave up its execute-api addresses is found by its hosts alone', async () => {
  const hosts = [{ host: 'api.test', basePath: '/', stage: 'prod' }];
  assert.equal(await located('h', '/_aws/execute-api/abcdefghij/prod/pets', hosts, true), '-');
  assert.equal(await located('abcdefghij.execute-api.localhost', '/prod/pets', hosts, true), '-');
  assert.equal(await located('api.test', '/pets', hosts, true), 'api/prod /pets /pets');
});

test('an exact host comes before *, and the longest base path first', async () => {
  const hosts = [
    { host: '*', basePath: '/', stage: 'dev' },
    { host: 'API.test', basePath: '/v1', stage: 'prod' },
    { host: 'api.test', basePath: '/v1/beta', stage: 'dev' },
  ];
  assert.equal(await located('api.test:8080', '/v1/pets', hosts), 'api/prod /v1/pets /pets');
  assert.equal(await located('Api.Test', '/v1/beta/pets', hosts), 'api/dev /v1/beta/pets /pets');
  assert.equal(await located('api.test', '/v1', hosts), 'api/prod /v1 /');
  assert.equal(await located('api.test', '/v12', hosts), 'api/dev /v12 /v12');
  assert.equal(await located('[::1]:8080', '/x', hosts), 'api/dev /x /x');
  assert.equal(await located('other', '/', hosts), 'api/dev / /');
});

test('a base path is found however it is written, and a host with the dot of the root', async () => {
  const hosts = [
    { host: '*', basePath: '/', stage: 'dev' },
    { host: 'api.test', basePath: '/v1/beta', stage: 'prod' },
  ];
  assert.equal(await located('api.test.', '/v1/beta/pets', hosts), 'api/prod /v1/beta/pets /pets');
  assert.equal(await located('api.test', '/%76%31/beta/a%20b', hosts), 'api/prod /%76%31/beta/a%20b /a%20b');
  assert.equal(await located('api.test', '//v1//beta//a', hosts), 'api/prod //v1//beta//a //a');
  assert.equal(await located('api.test', '/v1//%62eta', hosts), 'api/prod /v1//%62eta /');
  assert.equal(await located('api.test', '/v1;x/beta;y/a', hosts), 'api/prod /v1;x/beta;y/a /a');
  assert.equal(await located('api.test', '/v1/beta;y/a', hosts), 'api/prod /v1/beta;y/a /a');
  assert.equal(await located('api.test', '/v1/beta;y', hosts), 'api/prod /v1/beta;y /');
  assert.equal(await located('api.test', '/;x/v1/;/beta/a;z', hosts), 'api/prod /;x/v1/;/beta/a;z /a;z');
  assert.equal(await located('api.test', '/v1%2fbeta', hosts), 'api/prod /v1%2fbeta /');
  assert.equal(
    await located('api.test', '/%2Fv1/beta%2Fa%2fb', hosts),
    'api/prod /%2Fv1/beta%2Fa%2fb /a%2fb',
  );
  assert.equal(await located('api.test', '/v1;%2Fbeta/beta/a', hosts), 'api/prod /v1;%2Fbeta/beta/a /a');
  assert.equal(await located('api.test', '/v1/beta%252Fa', hosts), 'api/dev /v1/beta%252Fa /v1/beta%252Fa');
  assert.equal(await located('api.test', '/v1/beta;', hosts), 'api/prod /v1/beta; /');
  assert.equal(await located('api.test', '/v1/;', hosts), 'api/dev /v1/; /v1/;');
  assert.equal(await located('api.test', '/v1/%2f', hosts), 'api/dev /v1/%2f /v1/%2f');
  assert.equal(await located('api.test', '//v1/betas', hosts), 'api/dev //v1/betas //v1/betas');
  assert.equal(await located('api.test', '//v1', hosts), 'api/dev //v1 //v1');
  const staged = [{ host: 'api.test', basePath: '/v1', stage: '' }];
  assert.equal(await located('api.test', '/v1/dev/a', staged), 'api/dev /dev/a /a');
  assert.equal(await located('api.test', '/v1;x%2F/dev/a', staged), 'api/dev /dev/a /a');
  assert.equal(await located('api.test', '/%2fv1%2Fprod/a', staged), 'api/prod /prod/a /a');
  assert.equal(await located('api.test', '/v1', staged), '-');
});
