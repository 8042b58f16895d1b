import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { before, type TestContext, test } from 'node:test';
import type { TLSSocket, TlsOptions } from 'node:tls';
import { freePorts, RunningCommand } from '../cli.ts';
import { temporaryFolder } from '../folders.ts';
import { startGateway, type TestGateway } from '../gateway.ts';
import { type Issued, Pki } from '../pki.ts';

const pki = new Pki({ after: (then) => void process.on('exit', then) });
let ca: Issued;
let backend: Issued;
let shown: Issued;

before(() => {
  ca = pki.root('backends');
  backend = pki.issue('backend', { by: ca, names: 'DNS:localhost,DNS:backend.example,IP:127.0.0.1' });
  shown = pki.issue('gateway', { by: ca, purpose: 'clientAuth' });
});

/** A server that tells what it saw of the gateway: the name it asked for, and the certificate it showed. */
async function server(
  t: TestContext,
  identity: Issued,
  options: TlsOptions = {},
): Promise<{ port: number; server: Server }> {
  const at = createServer(
    { cert: identity.certificate, key: identity.key, ...options },
    (request, response) => {
      const socket = request.socket as TLSSocket & { servername?: string };
      response.end(`${socket.servername || '-'} ${socket.getPeerCertificate().subject?.CN ?? '-'}`);
    },
  ).listen(0, '127.0.0.1');
  await once(at, 'listening');
  t.after(() => {
    at.close();
    at.closeAllConnections();
  });
  return { port: (at.address() as AddressInfo).port, server: at };
}

async function started(t: TestContext, api: string): Promise<TestGateway> {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'portcullis.yaml'), `apis: { pets: { ${api} } }\n`);
  const gateway = await startGateway({ files: [folder] });
  t.after(() => gateway.close());
  return gateway;
}

async function ask(gateway: TestGateway, path = '/x'): Promise<string> {
  const answer = await fetch(`${gateway.url}${path}`);
  return `${answer.status} ${await answer.text()}`;
}

const REFUSED = '504 {"message": "Network error communicating with endpoint"}';

test('a server is trusted by its own authority, and by no other', async (t) => {
  const { port } = await server(t, backend);
  assert.equal(
    await ask(
      await started(t, `to: 'https://localhost:${port}', upstreamTls: { ca: ${ca.certificateFile} }`),
    ),
    '200 localhost -',
  );
  assert.equal(await ask(await started(t, `to: 'https://localhost:${port}'`)), REFUSED);
  const other = pki.root('other');
  assert.equal(
    await ask(
      await started(t, `to: 'https://localhost:${port}', upstreamTls: { ca: ${other.certificateFile} }`),
    ),
    REFUSED,
  );
});

test('the certificate must bear the host’s name, or the one that is set, and that one is asked for', async (t) => {
  const { port } = await server(t, backend);
  const tls = (more: string): string =>
    `to: 'https://127.0.0.1:${port}', upstreamTls: { ca: ${ca.certificateFile}${more} }`;
  assert.equal(await ask(await started(t, tls(''))), '200 - -');
  assert.equal(await ask(await started(t, tls(', serverName: backend.example'))), '200 backend.example -');
  assert.equal(await ask(await started(t, tls(', serverName: other.example'))), REFUSED);
});

test('insecureSkipVerification takes an issuer that nobody knows, and still no wrong name and no certificate that has run out', async (t) => {
  const skip = (port: number, more = ''): string =>
    `to: 'https://localhost:${port}', upstreamTls: { insecureSkipVerification: true${more} }`;
  const good = await server(t, backend);
  assert.equal(await ask(await started(t, skip(good.port))), '200 localhost -');
  assert.equal(await ask(await started(t, skip(good.port, ', serverName: other.example'))), REFUSED);
  const selfSigned = await server(t, pki.issue('self', { names: 'DNS:localhost' }));
  assert.equal(await ask(await started(t, skip(selfSigned.port))), '200 localhost -');
  const old = await server(t, pki.issue('old', { by: ca, names: 'DNS:localhost', days: -1 }));
  assert.equal(await ask(await started(t, skip(old.port))), REFUSED);
});

test('a server that asks for a certificate is shown the one that is set; another file counts from then on', async (t) => {
  const { port, server: at } = await server(t, backend, {
    ca: ca.certificate,
    requestCert: true,
    rejectUnauthorized: true,
  });
  const own = pki.file('shown.pem', shown.certificate);
  const key = pki.file('shown-key.pem', shown.key);
  const api = (tls: string): string =>
    `to: 'https://localhost:${port}', upstreamTls: { ca: ${ca.certificateFile}${tls} }`;
  assert.match(await ask(await started(t, api(''))), /^50[24] /);
  const gateway = await started(t, api(`, certificate: ${own}, key: ${key}`));
  assert.equal(await ask(gateway), '200 localhost gateway');
  const next = pki.issue('next', { by: ca, purpose: 'clientAuth' });
  writeFileSync(own, next.certificate);
  writeFileSync(key, next.key);
  await gateway.supervisor.certificates.renew();
  for (let said = ''; said !== '200 localhost next'; ) {
    // What is open goes on with the one before.
    at.closeAllConnections();
    said = await ask(gateway);
  }
});

test('a file that is not there is an error before anything starts', async (t) => {
  await assert.rejects(started(t, "to: 'https://localhost:1', upstreamTls: { ca: nowhere.pem }"), (fault) => {
    assert.match(
      (fault as { notes: { message: string }[] }).notes[0]!.message,
      /nowhere\.pem cannot be read/,
    );
    return true;
  });
});

const template = (port: number): string => `
Resources:
  Certificate: { Type: AWS::ApiGateway::ClientCertificate, Properties: { Description: for the backend } }
  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: pets } }
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      AuthorizationType: NONE
      Integration: { Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: 'https://localhost:${port}/' }
  Deployment: { Type: AWS::ApiGateway::Deployment, DependsOn: Get, Properties: { RestApiId: !Ref Api } }
  With: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: with, ClientCertificateId: !Ref Certificate } }
  Without: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: without } }
`;

test('a stage shows the client certificate that was made for it, the same after a restart, and the AWS endpoint gives it', async (t) => {
  const { port } = await server(t, backend, { requestCert: true, rejectUnauthorized: false });
  const cwd = temporaryFolder(t);
  writeFileSync(join(cwd, 'stack.template.yaml'), template(port));
  const certificates: string[] = [];
  for (let run = 0; run < 2; run++) {
    // What a template trusts is what Node trusts.
    const env = { NODE_EXTRA_CA_CERTS: ca.certificateFile };
    const up = new RunningCommand(['up', 'stack.template.yaml', ...freePorts, '--workers', '1'], {
      cwd,
      env,
    });
    t.after(() => up.signal('SIGKILL'));
    const [, url] = await up.says(/data plane +(http:\S+)/);
    const [, endpoint] = await up.says(/AWS endpoint +(http:\S+)/);
    await up.says(/Try next/);
    const item = async (path: string): Promise<Record<string, string>[]> =>
      ((await (await fetch(`${endpoint}${path}`)).json()) as { item: Record<string, string>[] }).item;
    const [listed] = await item('/clientcertificates');
    const { clientCertificateId: id } = listed!;
    const [api] = await item('/restapis');
    const base = `${url}/_aws/execute-api/${api!.id}`;
    const ask = async (stage: string): Promise<string> => (await fetch(`${base}/${stage}/`)).text();
    assert.equal(await ask('with'), `localhost API Gateway client certificate ${id}`);
    assert.equal(await ask('without'), 'localhost -');
    const given = await (await fetch(`${endpoint}/clientcertificates/${id}`)).json();
    assert.equal((given as { description: string }).description, 'for the backend');
    assert.doesNotMatch(JSON.stringify(given), /PRIVATE/);
    certificates.push((given as { pemEncodedCertificate: string }).pemEncodedCertificate);
    const stages = await item(`/restapis/${api!.id}/stages`);
    assert.deepEqual(
      stages.map((stage) => stage.clientCertificateId ?? ''),
      [id, ''],
    );
    up.signal('SIGTERM');
    await up.ended;
  }
  assert.match(certificates[0]!, /^-----BEGIN CERTIFICATE-----/);
  assert.equal(certificates[0], certificates[1]);
});
