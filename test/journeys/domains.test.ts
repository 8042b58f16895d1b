import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { connect, type TLSSocket } from 'node:tls';
import { temporaryFolder } from '../folders.ts';
import { startGateway, type TestGateway } from '../gateway.ts';
import { type Issued, Pki } from '../pki.ts';
import { ran } from '../units/accept/tls/secure-door.ts';

const pki = new Pki({ after: (then) => void process.on('exit', then) });
let root: Issued;
let upstream = '';

before(() => {
  root = pki.root('servers');
  const echo = createServer((request, response) =>
    response.end(`${request.headers.host} ${request.url}`),
  ).listen(0);
  echo.unref();
  upstream = `http://127.0.0.1:${(echo.address() as AddressInfo).port}`;
});

/** What a host shows, and what it answers. */
async function ask(
  gateway: TestGateway,
  host: string,
  path: string,
  ca: string = root.certificateFile,
  more: readonly string[] = [],
): Promise<string> {
  const { port } = new URL(gateway.secureUrl);
  const where = ['--cacert', ca, '--connect-to', `::127.0.0.1:${port}`];
  const { out, err } = await ran('curl', [
    '-sS',
    ...where,
    ...more,
    '-w',
    ' %{http_code}',
    `https://${host}${path}`,
  ]);
  return out + err.slice(0, 100);
}

const template = (mappings: string): string => `
Resources:
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: pets, DisableExecuteApiEndpoint: true } }
  Proxy: { Type: AWS::ApiGateway::Resource, Properties: { RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: '{proxy+}' } }
  Any:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Proxy
      HttpMethod: ANY
      AuthorizationType: NONE
      RequestParameters: { method.request.path.proxy: true }
      Integration: { Type: HTTP_PROXY, IntegrationHttpMethod: ANY, Uri: '${upstream}/{proxy}', RequestParameters: { integration.request.path.proxy: method.request.path.proxy } }
  Deployment: { Type: AWS::ApiGateway::Deployment, DependsOn: Any, Properties: { RestApiId: !Ref Api } }
  Prod: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: prod } }
  Test: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: test } }
  Domain:
    Type: AWS::ApiGateway::DomainName
    Properties:
      DomainName: api.example.com
      RegionalCertificateArn: arn:aws:acm:us-east-1:000000000000:certificate/0001-0002
      EndpointConfiguration: { Types: [REGIONAL] }
  Wild:
    Type: AWS::ApiGateway::DomainName
    Properties: { DomainName: '*.wild.example', EndpointConfiguration: { Types: [REGIONAL] } }
${mappings}
`;

test('a template’s domains answer with the certificates of the data folder, and lead to APIs and stages by path', async (t) => {
  const data = temporaryFolder(t);
  const server = pki.issue('api', { by: root, names: 'DNS:api.example.com' });
  mkdirSync(join(data, 'certificates/0001-0002'), { recursive: true });
  writeFileSync(join(data, 'certificates/0001-0002/fullchain.pem'), server.certificate);
  writeFileSync(join(data, 'certificates/0001-0002/privkey.pem'), server.key);
  const file = pki.file(
    'stack.template.yaml',
    template(`
  Root: { Type: AWS::ApiGateway::BasePathMapping, Properties: { DomainName: !Ref Domain, BasePath: (none), RestApiId: !Ref Api, Stage: !Ref Prod } }
  V2: { Type: AWS::ApiGateway::BasePathMapping, Properties: { DomainName: !Ref Domain, BasePath: v2, RestApiId: !Ref Api } }
  Any1: { Type: AWS::ApiGatewayV2::ApiMapping, Properties: { DomainName: !Ref Wild, ApiMappingKey: a/b, ApiId: !Ref Api, Stage: test } }
`),
  );
  const gateway = await startGateway({ files: [file], https: true, data });
  t.after(() => gateway.close());
  const at = new URL(upstream).host;
  assert.equal(await ask(gateway, 'api.example.com', '/pets'), `${at} /pets 200`);
  assert.equal(await ask(gateway, 'api.example.com', '/v2/test/pets?x=1'), `${at} /pets?x=1 200`);
  assert.equal(await ask(gateway, 'api.example.com', '/v2/none/pets'), '{"message":"Forbidden"} 403');
  assert.equal(await ask(gateway, 'api.example.com', '/v2x'), `${at} /v2x 200`);
  const made = gateway.supervisor.certificates.bundle;
  assert.equal(await ask(gateway, 'x.wild.example', '/a/b/pets', made), `${at} /pets 200`);
  assert.equal(await ask(gateway, 'x.wild.example', '/pets', made), '{"message":"Forbidden"} 403');
  assert.match(await ask(gateway, 'x.y.wild.example', '/a/b/pets', made), /curl: \(60\)/);
  const { apiId } = gateway.supervisor.definition.apis[0]!;
  const other = await fetch(`${gateway.url}/_aws/execute-api/${apiId}/prod/pets`);
  assert.equal(other.status, 403);
  const told = async (path: string): Promise<unknown> =>
    (await fetch(`${gateway.endpoint}/domainnames${path}`)).json();
  const { item } = (await told('')) as { item: { domainName: string; securityPolicy: string }[] };
  assert.deepEqual(
    item.map((domain) => [domain.domainName, domain.securityPolicy]),
    [
      ['api.example.com', 'TLS_1_2'],
      ['*.wild.example', 'TLS_1_2'],
    ],
  );
  assert.deepEqual(await told('/api.example.com/basepathmappings/v2'), { basePath: 'v2', restApiId: apiId });
  assert.deepEqual(await told('/api.example.com/basepathmappings/(none)'), {
    basePath: '(none)',
    restApiId: apiId,
    stage: 'prod',
  });
  const notes = gateway.supervisor.notes.filter((note) => note.code === 'certificate.development');
  assert.deepEqual(
    notes.map((note) => note.message.slice(0, 20)),
    ['*.wild.example shows'],
  );
});

const short = (more = ''): string => `
apis: { pets: { to: '${upstream}', host: api.example.com } }
domains: { api.example.com: { certificate: api.pem, key: api-key.pem${more} } }
`;

test('a certificate that is renewed in its file is shown from then on, and no open connection breaks', async (t) => {
  const folder = temporaryFolder(t);
  const put = (issued: Issued): void => {
    writeFileSync(join(folder, 'api.pem'), issued.certificate);
    writeFileSync(join(folder, 'api-key.pem'), issued.key);
  };
  put(pki.issue('before', { by: root, names: 'DNS:api.example.com' }));
  writeFileSync(join(folder, 'portcullis.yaml'), short());
  const gateway = await startGateway({ files: [folder], https: true, workers: 2 });
  t.after(() => gateway.close());
  const open = async (): Promise<TLSSocket> => {
    const port = Number(new URL(gateway.secureUrl).port);
    const socket = connect({ port, host: '127.0.0.1', servername: 'api.example.com', ca: root.certificate });
    await once(socket, 'secureConnect');
    return socket;
  };
  const asked = async (socket: TLSSocket): Promise<string> => {
    socket.write('GET /x HTTP/1.1\r\nHost: api.example.com\r\n\r\n');
    return String((await once(socket, 'data'))[0]).slice(0, 15);
  };
  const old = await open();
  assert.equal(old.getPeerCertificate().subject.CN, 'before');
  // A half-written renewal: a certificate without its key changes nothing.
  const renewed = pki.issue('after', { by: root, names: 'DNS:api.example.com' });
  writeFileSync(join(folder, 'api.pem'), renewed.certificate);
  await gateway.supervisor.certificates.renew();
  const between = await open();
  assert.equal(between.getPeerCertificate().subject.CN, 'before');
  between.destroy();
  put(renewed);
  for (let shown = ''; shown !== 'after'; ) {
    const socket = await open();
    shown = String(socket.getPeerCertificate().subject.CN);
    socket.destroy();
  }
  assert.equal(await asked(old), 'HTTP/1.1 200 OK');
  old.destroy();
});

test('a certificate without its key, or with another, is an error that names the file, and nothing starts', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'portcullis.yaml'), short());
  const refused = (pattern: RegExp) =>
    assert.rejects(
      startGateway({ files: [folder], https: true }),
      (fault: { notes: { message: string }[] }) => {
        assert.match(fault.notes.map((note) => note.message).join('\n'), pattern);
        return true;
      },
    );
  await refused(/api\.pem cannot be read/);
  writeFileSync(join(folder, 'api.pem'), pki.issue('one', { by: root }).certificate);
  await refused(/api-key\.pem cannot be read/);
  writeFileSync(join(folder, 'api-key.pem'), pki.issue('two', { by: root }).key);
  await refused(/the key in .*api-key\.pem is not that of the certificate/);
  writeFileSync(join(folder, 'api-key.pem'), 'nothing');
  await refused(/holds no private key/);
});

test('policies decide which versions and key exchanges are spoken', async (t) => {
  const folder = temporaryFolder(t);
  const server = pki.issue('policies', { by: root, names: 'DNS:a.example,DNS:b.example,DNS:c.example' });
  const files = `certificate: ${server.certificateFile}, key: ${server.keyFile}`;
  writeFileSync(
    join(folder, 'portcullis.yaml'),
    `
apis: { pets: { to: '${upstream}' } }
domains:
  a.example: { ${files}, securityPolicy: TLS_1_0 }
  b.example: { ${files}, securityPolicy: SecurityPolicy_TLS13_1_3_2025_09 }
  c.example: { ${files}, securityPolicy: SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09 }
`,
  );
  const gateway = await startGateway({ files: [folder], https: true });
  t.after(() => gateway.close());
  const { port } = new URL(gateway.secureUrl);
  const shake = async (name: string, ...more: string[]): Promise<string> => {
    const line = ['s_client', '-connect', `127.0.0.1:${port}`, '-servername', name, ...more];
    const { out } = await ran('openssl', line, '');
    return /Cipher is (\S+)/.exec(out)?.[1] ?? '';
  };
  assert.equal(await shake('a.example', '-tls1_1', '-cipher', 'ALL:@SECLEVEL=0'), '(NONE)');
  assert.match(await shake('a.example', '-tls1_2'), /^ECDHE-ECDSA-AES128-GCM/);
  assert.equal(await shake('a.example', '-tls1_2', '-cipher', 'ECDHE-ECDSA-AES128-SHA256'), '(NONE)');
  assert.equal(await shake('b.example', '-tls1_2'), '(NONE)');
  assert.match(await shake('b.example', '-tls1_3'), /^TLS_/);
  assert.equal(await shake('c.example', '-groups', 'X25519'), '(NONE)');
  assert.equal(
    await shake('c.example', '-tls1_3', '-ciphersuites', 'TLS_CHACHA20_POLY1305_SHA256'),
    '(NONE)',
  );
  assert.match(await shake('c.example', '-groups', 'P-256'), /^TLS_AES/);
});

test('a STRICT domain answers to the host its connection was opened for alone', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(
    join(folder, 'portcullis.yaml'),
    `
apis: { pets: { to: '${upstream}' } }
domains: { strict.example: { accessMode: STRICT }, other.example: {} }
`,
  );
  const gateway = await startGateway({ files: [folder], https: true });
  t.after(() => gateway.close());
  const made = gateway.supervisor.certificates.bundle;
  const as = (host: string): string[] => ['-H', `Host: ${host}`];
  assert.match(await ask(gateway, 'strict.example', '/x', made), / 200$/);
  assert.match(await ask(gateway, 'other.example', '/x', made, as('strict.example')), / 403$/);
  assert.match(await ask(gateway, 'strict.example', '/x', made, as('other.example')), / 200$/);
});

test('plain text is sent to HTTPS, and answers over it say that browsers shall stay there', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(
    join(folder, 'portcullis.yaml'),
    `
apis: { pets: { to: '${upstream}' } }
settings:
  trustedProxies: [127.0.0.2/32]
  https: { redirect: true, port: 8443, hsts: { maxAgeSec: 31536000, includeSubDomains: true } }
`,
  );
  const gateway = await startGateway({ files: [folder], https: true });
  t.after(() => gateway.close());
  const plain = async (...line: string[]): Promise<string> =>
    (await ran('curl', ['-sS', '-i', ...line, `${gateway.url}/a?b=c`])).out;
  const got = await plain('-H', 'Host: Api.Example.com:80');
  assert.match(got, /^HTTP\/1\.1 301 Moved Permanently\r\n/);
  assert.match(got, /^Location: https:\/\/api\.example\.com:8443\/a\?b=c\r$/m);
  assert.doesNotMatch(got, /Strict-Transport/);
  assert.match(await plain('-X', 'POST', '-d', 'x'), /^HTTP\/1\.1 307 /);
  // Only a proxy that is trusted is believed to have been called over TLS.
  assert.match(await plain('-H', 'X-Forwarded-Proto: https'), /^HTTP\/1\.1 301 /);
  assert.match(await plain('--interface', '127.0.0.2', '-H', 'X-Forwarded-Proto: https'), /^HTTP\/1\.1 200 /);
  const secure = await ask(gateway, 'localhost', '/x', gateway.supervisor.certificates.bundle, ['-i']);
  assert.equal(
    secure.match(/^Strict-Transport-Security: max-age=31536000; includeSubDomains\r$/gim)?.length,
    1,
  );
});
