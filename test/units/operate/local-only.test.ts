import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exposure, unwelcome } from '../../../src/operate/local-only.ts';

test('a host name of this machine is welcome, any other is not', () => {
  for (const host of [
    'localhost:4566',
    '127.0.0.1:4566',
    '127.9.9.9',
    '[::1]:9080',
    'abc.localhost',
    'LOCALHOST',
  ]) {
    assert.equal(unwelcome({ host }, 'GET', []), '', host);
  }
  for (const host of [
    'rebound.example:4566',
    '192.168.1.7',
    '[fe80::1]',
    '',
    'localhost.evil.example',
    '127.0.0.1.nip.io',
    '127.0.0.1:80.evil.example',
    '[::1].evil.example',
    '[::1]evil.example',
    'localhost.',
    '127.0.0.1,evil.example',
  ]) {
    assert.notEqual(unwelcome({ host }, 'GET', []), '', host);
  }
});

test('a name that the operator allows is welcome, and * allows all', () => {
  assert.equal(unwelcome({ host: 'gateway:4566' }, 'POST', ['gateway']), '');
  assert.equal(unwelcome({ host: 'anything.example' }, 'POST', ['*']), '');
});

test('a page of another origin is turned away, whatever host it names', () => {
  const host = 'localhost:4566';
  assert.notEqual(unwelcome({ host, origin: 'https://evil.example' }, 'POST', ['*']), '');
  assert.notEqual(unwelcome({ host, origin: 'http://localhost:3000' }, 'POST', []), '');
  assert.notEqual(unwelcome({ host, origin: 'null' }, 'POST', []), '');
  assert.equal(unwelcome({ host, origin: 'http://localhost:4566' }, 'POST', []), '');
  assert.notEqual(
    unwelcome({ host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 'GET', []),
    '',
  );
});

test('a link that somebody follows to the console is welcome, a form that is sent is not', () => {
  const headers = { host: 'localhost:9080', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
  assert.equal(unwelcome(headers, 'GET', []), '');
  assert.notEqual(unwelcome(headers, 'POST', []), '');
});

test('an address that others reach is warned of, and none of this machine alone', () => {
  for (const own of ['127.0.0.1', '127.1.2.3', '::1', 'localhost', 'LOCALHOST'])
    assert.equal(exposure(own), '', own);
  for (const open of ['0.0.0.0', '::', '10.0.0.7', 'gateway.example.com'])
    assert.match(exposure(open), /ask for no password/, open);
});
