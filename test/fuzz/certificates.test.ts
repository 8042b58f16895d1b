import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { Der, pemBlocks } from '../../src/base/der.ts';
import { HelloReader } from '../../src/guard/accept/tls/client-hello.ts';
import { ocspAnswer, ocspQuestion } from '../../src/guard/accept/tls/ocsp.ts';
import { authoritiesIn, readRevocationList } from '../../src/operate/certificates/revocation-list.ts';
import { Pki } from '../pki.ts';
import { linear } from './linear.ts';

const hellos = Object.values(JSON.parse(readFileSync('test/fixtures/client-hellos.json', 'utf8'))).map(
  (one) => Buffer.from((one as { bytes: string }).bytes, 'base64'),
);

test('whatever a client begins with, it is read, asked for more or refused, and never more than once', () => {
  const change = fc.array(fc.tuple(fc.nat(2_000), fc.nat(255)), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.constantFrom(...hellos), change, (hello, changes) => {
      const bytes = Buffer.from(hello);
      for (const [at, value] of changes) bytes[at % bytes.length] = value;
      const found = new HelloReader().read(bytes);
      if (typeof found === 'string') return;
      assert.ok(found.ciphers.length <= bytes.length && found.serverName.length <= 253);
    }),
    { numRuns: 3_000 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      new HelloReader().read(Buffer.from(bytes));
      new HelloReader().read(Buffer.concat([Buffer.from([22, 3, 1, 0, bytes.length & 255]), bytes]));
    }),
    { numRuns: 3_000 },
  );
});

test('a first message in records and pieces of any size says what it says in one', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...hellos),
      fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 700 }),
      (hello, sizes, piece) => {
        const bytes = inRecords(hello.subarray(5), sizes);
        const reader = new HelloReader();
        let at = 0;
        let found = reader.read(bytes.subarray(0, at));
        while (found === 'more' && at < bytes.length) {
          at = Math.min(bytes.length, at + piece);
          found = reader.read(bytes.subarray(0, at));
          assert.deepEqual(found, new HelloReader().read(bytes.subarray(0, at)));
        }
        assert.deepEqual(found, new HelloReader().read(hello));
      },
    ),
    { numRuns: 1_000 },
  );
});

test('a first message of one byte in each record, which come one by one, takes time in proportion to its length', () => {
  const bytes = inRecords(Buffer.concat([Buffer.from([1, 0, 0x3e, 0x80]), Buffer.alloc(5_000)]), [1]);
  const read = (text: string): void => {
    const reader = new HelloReader();
    for (let at = 0; at <= 6 * text.length; at += 6) assert.equal(reader.read(bytes.subarray(0, at)), 'more');
  };
  linear('records of one byte', read, 'x'.repeat(5_000));
});

/** A message in records of these sizes, one after the other. */
function inRecords(message: Buffer, sizes: readonly number[]): Buffer {
  const records: Buffer[] = [];
  for (let at = 0, i = 0; at < message.length; i++) {
    const piece = message.subarray(at, at + sizes[i % sizes.length]!);
    records.push(Buffer.from([22, 3, 1, piece.length >> 8, piece.length & 255]), piece);
    at += piece.length;
  }
  return Buffer.concat(records);
}

test('DER that is broken anywhere is read or is a RangeError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      try {
        const walk = (element: Der, depth: number): void => {
          if (depth < 8) for (const part of element.parts) walk(part, depth + 1);
        };
        walk(Der.read(Buffer.from(bytes)), 0);
      } catch (fault) {
        assert.ok(fault instanceof RangeError, String(fault));
      }
    }),
    { numRuns: 3_000 },
  );
});

test('a revocation list with any bit changed is refused', (t) => {
  const pki = new Pki(t);
  const ca = pki.root('root');
  const bad = pki.issue('bad', { by: ca });
  const [list] = pemBlocks('X509 CRL', pki.revocationList(ca, [bad]));
  const authorities = authoritiesIn(ca.certificate);
  assert.notEqual(typeof readRevocationList(list!, authorities), 'string');
  fc.assert(
    fc.property(fc.nat(list!.length * 8 - 1), (bit) => {
      const bytes = Buffer.from(list!);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      assert.equal(typeof readRevocationList(bytes, authorities), 'string', `bit ${bit}`);
    }),
    { numRuns: 2_000 },
  );
});

test('an answer of an authority with any bit changed says nothing good of another certificate', (t) => {
  const pki = new Pki(t);
  const ca = pki.root('root');
  const leaf = pki.issue('leaf', { by: ca });
  const serial = new X509Certificate(leaf.certificate).serialNumber;
  const index = pki.file('index', `V\t391231235959Z\t\t${serial}\tunknown\t/CN=leaf\n`);
  const [certificate, issuer] = [new X509Certificate(leaf.certificate), new X509Certificate(ca.certificate)];
  const question = ocspQuestion(certificate, issuer);
  const request = pki.file('request.der', '');
  const answer = `${pki.folder}/answer.der`;
  writeFileSync(request, question.bytes);
  const signer = ['-rsigner', ca.certificateFile, '-rkey', ca.keyFile, '-CA', ca.certificateFile];
  pki.run('ocsp', '-index', index, ...signer, '-reqin', request, '-respout', answer, '-ndays', '1');
  const bytes = readFileSync(answer);
  const good = ocspAnswer(bytes, question, issuer, Date.now());
  assert.equal(typeof good === 'string' ? good : good.status, 'good');
  // To another question it is no answer.
  assert.equal(typeof ocspAnswer(bytes, ocspQuestion(certificate, issuer), issuer, Date.now()), 'string');
  assert.equal(typeof ocspAnswer(bytes, question, issuer, Date.now() + 3 * 86_400_000), 'string');
  fc.assert(
    fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
      const broken = Buffer.from(bytes);
      broken[bit >> 3]! ^= 1 << (bit & 7);
      const found = ocspAnswer(broken, question, issuer, Date.now());
      // Certificates that come along are no part of what is signed, and of no use here.
      if (typeof found !== 'string') assert.deepEqual(found, good, `bit ${bit}`);
    }),
    { numRuns: 2_000 },
  );
});
