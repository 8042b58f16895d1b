import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { decoded } from '../../../../src/guard/decide/authorize/tokens/base64url.ts';
import { Decrypter } from '../../../../src/guard/decide/authorize/tokens/decrypt.ts';
import { decryptKeys } from '../../../../src/guard/decide/authorize/tokens/decrypt-key.ts';
import { isFlaw } from '../../../../src/guard/decide/authorize/tokens/flaw.ts';
import { parsed, signerOf } from '../../../../src/guard/decide/authorize/tokens/jws.ts';
import {
  publicKey,
  secretKey,
  type VerifyKey,
} from '../../../../src/guard/decide/authorize/tokens/verify-key.ts';

type Jwk = Record<string, unknown>;
const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../fixtures/jose', name), 'utf8'));

const PRIVATE = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi']);

/** A key as a vector has it, private parts left off: sets never hold them. */
function verifyKey(jwk: Jwk): VerifyKey | null {
  if (jwk.kty === 'oct') return secretKey(Buffer.from(String(jwk.k), 'base64url'), String(jwk.alg ?? ''));
  const open = Object.fromEntries(Object.entries(jwk).filter(([name]) => !PRIVATE.has(name)));
  return publicKey(open);
}

function payloadOf(token: string, keys: readonly VerifyKey[]): Buffer | string {
  const signed = parsed(token);
  if (isFlaw(signed)) return signed;
  const key = signerOf(signed, keys);
  return isFlaw(key) ? key : (decoded(signed.payload) ?? 'malformed');
}

const vectors = fixture('wycheproof.json') as {
  readonly jws: readonly { readonly key: Jwk; readonly tests: readonly [number, string, string, string][] }[];
  readonly jwe: readonly {
    readonly key: Jwk;
    readonly tests: readonly [number, string, string, string | null, string][];
  }[];
};

const OTHER_ALGORITHM = 'the key says that it is for another algorithm';
/** Judged otherwise here, with the reason. */
const strict: Readonly<Record<number, string>> = {
  346: OTHER_ALGORITHM,
  347: OTHER_ALGORITHM,
  350: OTHER_ALGORITHM,
  351: OTHER_ALGORITHM,
  372: 'a letter that is none of base64url is not passed over (RFC 7515 section 2)',
  373: 'a letter that is none of base64url is not passed over (RFC 7515 section 2)',
};
/** Invalid by its name, but the token in the vector is the well-formed one of test 376: its padding was lost. */
const intact = new Set([367, 370]);

test('Wycheproof: every JWS vector is judged as it says, but for those listed with a reason', () => {
  const wrong: string[] = [];
  let seen = 0;
  for (const { key, tests } of vectors.jws) {
    const jwks = (Array.isArray(key.keys) ? key.keys : [key]) as Jwk[];
    const keys = jwks.map(verifyKey).filter((k) => k !== null);
    for (const [id, comment, token, result] of tests) {
      seen++;
      const good = typeof payloadOf(token, keys) !== 'string';
      const wanted = intact.has(id) || (result === 'valid' && strict[id] === undefined);
      if (good !== wanted) wrong.push(`${id} ${comment}: ${payloadOf(token, keys)} (${key.alg})`);
    }
  }
  assert.equal(seen, 401);
  assert.deepEqual(wrong, []);
});

const GCMKW = 'keys are not wrapped with AES-GCM here';
const RSA1_5 = 'RSA1_5 is not taken: RFC 8725 section 3.2, RFC 8017 section 7.2';
const strictJwe: Readonly<Record<number, string>> = {
  ...Object.fromEntries([71, 72, 73, 74, 75, 133].map((id) => [id, GCMKW])),
  ...Object.fromEntries([100, 101, 102, 103, 104, 105, 112, 128].map((id) => [id, RSA1_5])),
  135: 'what is compressed is refused: it could grow without end',
};

test('Wycheproof: every JWE vector is judged as it says, but for those listed with a reason', async () => {
  const wrong: string[] = [];
  let seen = 0;
  for (const { key, tests } of vectors.jwe) {
    let decrypter: Decrypter | null = null;
    try {
      decrypter = new Decrypter(decryptKeys(JSON.stringify(key)));
    } catch {
      // A key that cannot be read opens nothing.
    }
    for (const [id, comment, token, content, result] of tests) {
      seen++;
      const opened = (await decrypter?.open(token)) ?? 'key';
      const good = !isFlaw(opened) && opened.toString('hex') === (content ?? '');
      if (good !== (result === 'valid' && strictJwe[id] === undefined))
        wrong.push(
          `${id} ${comment}: ${isFlaw(opened) ? opened : opened.toString('hex').slice(0, 40)} (${key.alg})`,
        );
    }
  }
  assert.equal(seen, 139);
  assert.deepEqual(wrong, []);
});

interface Example {
  readonly title: string;
  readonly input: { readonly key: Jwk; readonly payload?: string; readonly plaintext?: string };
  readonly output: string | null;
}

test('RFC 7520: every example in compact form is read, but for those listed with a reason', async () => {
  const listed: Readonly<Record<string, string>> = {
    'jws/4_5': 'the payload is detached',
    'rfc7797/': 'the payload is not encoded (b64)',
    'jwe/5_1.': RSA1_5,
    'jwe/5_3': 'passwords are not taken for keys',
    'jwe/5_7': GCMKW,
    'jwe/5_9': 'what is compressed is refused',
  };
  const examples = Object.entries(fixture('rfc7520.json') as Record<string, Example>);
  const read: string[] = [];
  for (const [name, { input, output }] of examples) {
    if (output === null || input === undefined) continue;
    const { alg: _, ...key } = input.key ?? {};
    const isSigned = input.payload !== undefined;
    const content = isSigned
      ? payloadOf(
          output,
          [verifyKey(key)].filter((k) => k !== null),
        )
      : await new Decrypter(
          input.key === undefined ? [] : decryptKeys(JSON.stringify({ ...key, use: 'enc' })),
        ).open(output);
    const reason = Object.keys(listed).find((prefix) => name.startsWith(prefix));
    if (reason !== undefined) assert.equal(typeof content, 'string', name);
    else {
      assert.equal(content.toString(), input.payload ?? input.plaintext, name);
      read.push(name);
    }
  }
  assert.ok(read.length >= 11, read.join(', '));
});

test('RFC 7520 section 6: a token that was signed and then encrypted is opened, and then verified', async () => {
  const { sign, encrypt } = (fixture('rfc7520.json') as Record<string, unknown>)[
    '6.nesting_signatures_and_encryption.json'
  ] as {
    sign: { input: { key: Jwk; payload: unknown } };
    encrypt: { input: { key: Jwk }; output: { compact: string } };
  };
  const opened = await new Decrypter(decryptKeys(JSON.stringify(encrypt.input.key))).decrypt(
    encrypt.output.compact,
    0,
  );
  assert.ok(!isFlaw(opened));
  const claims = JSON.parse(payloadOf(opened.token, [verifyKey(sign.input.key)!]).toString()) as object;
  assert.deepEqual(Object.keys(claims).sort(), ['exp', 'http://example.com/is_root', 'iss']);
});
