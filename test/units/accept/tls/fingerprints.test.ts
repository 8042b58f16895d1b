import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type ClientHello, HelloReader } from '../../../../src/guard/accept/tls/client-hello.ts';
import { ja3, ja3Text, ja4, ja4Texts } from '../../../../src/guard/accept/tls/fingerprints.ts';

/** First messages as clients sent them to a socket, and their fingerprints by another program (Python’s hashlib). */
const captured = JSON.parse(readFileSync('test/fixtures/client-hellos.json', 'utf8')) as Record<
  string,
  { bytes: string; ja3: string; ja4: string }
>;

const read = (base64: string): ClientHello => {
  const hello = new HelloReader().read(Buffer.from(base64, 'base64'));
  assert.ok(typeof hello !== 'string', String(hello));
  return hello;
};

for (const [name, { bytes, ja3: three, ja4: four }] of Object.entries(captured)) {
  test(`the fingerprints of ${name} are what another program makes of its first message`, () => {
    const hello = read(bytes);
    assert.equal(ja3(hello), three);
    assert.equal(ja4(hello), four);
    assert.equal(hello.serverName, 'example.com');
  });
}

test('values that clients make up (GREASE) change nothing', () => {
  const hello = read(captured.chromium!.bytes);
  const isMadeUp = (value: number): boolean => (value & 0x0f0f) === 0x0a0a;
  assert.ok(
    [hello.ciphers, hello.extensions, hello.groups, hello.versions].every((list) => list.some(isMadeUp)),
  );
  const without = (list: readonly number[]): number[] => list.filter((value) => !isMadeUp(value));
  const plain: ClientHello = {
    ...hello,
    ciphers: without(hello.ciphers),
    extensions: without(hello.extensions),
    groups: without(hello.groups),
    versions: without(hello.versions),
    signatureAlgorithms: without(hello.signatureAlgorithms),
  };
  assert.equal(ja3(plain), ja3(hello));
  assert.equal(ja4(plain), ja4(hello));
});

test('JA4 does not mind in which order extensions stand, JA3 does', () => {
  const hello = read(captured.chromium!.bytes);
  const turned = { ...hello, extensions: hello.extensions.toReversed() };
  assert.equal(ja4(turned), ja4(hello));
  assert.notEqual(ja3(turned), ja3(hello));
});

const bare: ClientHello = {
  version: 0x0301,
  ciphers: [],
  extensions: [],
  serverName: '',
  groups: [],
  pointFormats: [],
  signatureAlgorithms: [],
  versions: [],
  protocols: [],
};

test('what a client leaves out is left out by the rules', () => {
  assert.equal(ja3Text(bare), '769,,,,');
  assert.equal(ja4(bare), 't10i000000_000000000000_000000000000');
  assert.equal(ja4Texts({ ...bare, extensions: [0, 16], protocols: ['h2'] })[2], '');
  assert.equal(ja4Texts({ ...bare, extensions: [10], versions: [0x0304, 0x0303] })[0], 't13i000100');
});

test('protocols that are no letters are written by their bytes; more than 99 of anything is 99', () => {
  const of = (protocol: string): string => ja4Texts({ ...bare, protocols: [protocol] })[0].slice(-2);
  assert.equal(of('http/1.1'), 'h1');
  assert.equal(of('h'), 'hh');
  assert.equal(of('\xab\xcd'), 'ad');
  assert.equal(of('a\x01'), '61');
  const many = Array.from({ length: 120 }, (_, i) => i + 1);
  assert.equal(ja4Texts({ ...bare, ciphers: many })[0], 't10i990000');
});

test('a first message that lies about its lengths is flawed, and one that is cut off wants more', () => {
  const whole = Buffer.from(captured.curl!.bytes, 'base64');
  for (let at = 0; at < whole.length; at++)
    assert.equal(new HelloReader().read(whole.subarray(0, at)), 'more', `${at}`);
  let flawed = 0;
  for (let at = 0; at < whole.length; at++) {
    for (const value of [0, 1, 255]) {
      const broken = Buffer.from(whole);
      broken[at] = value;
      // Never throws, whatever it makes of it.
      if (new HelloReader().read(broken) === 'flawed') flawed++;
    }
  }
  assert.ok(flawed > 50);
});

test('a server name that is no host name makes the message flawed', () => {
  const whole = Buffer.from(captured.curl!.bytes, 'base64');
  const at = whole.indexOf('example.com');
  for (const name of ['exam\0le.com', 'example..om', 'exam ple.co', '../../../..', 'ex\xe4mple.com']) {
    const broken = Buffer.from(whole);
    broken.write(name, at, 'latin1');
    assert.equal(new HelloReader().read(broken), 'flawed', name);
  }
});
