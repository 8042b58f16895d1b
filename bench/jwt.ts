// A proxied GET with the same RS256 token each time, against the same without an authorizer: one worker on one core.
// And a token that was never seen before, against `crypto.verify` alone. Needs nginx and wrk (Debian packages) and
// 4 cores.
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { Clock } from '../src/base/clock.ts';
import { publicAlgorithms } from '../src/guard/decide/authorize/tokens/algorithms.ts';
import { isFlaw } from '../src/guard/decide/authorize/tokens/flaw.ts';
import { FixedKeys } from '../src/guard/decide/authorize/tokens/key-set.ts';
import { Verifier } from '../src/guard/decide/authorize/tokens/verifier.ts';
import { publicKeys } from '../src/guard/decide/authorize/tokens/verify-key.ts';
import { hello, nginx } from './support/nginx.ts';
import { freePort, pinned, portcullis } from './support/processes.ts';
import { type Contender, interleaved, median, print, wrk } from './support/rounds.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig' };
const issuer = 'https://login.example.com/';

const token = (jti: string): Promise<string> =>
  new SignJWT({ iss: issuer, aud: 'shop', sub: 'ann', scope: 'openid profile orders:read', jti })
    .setProtectedHeader({ alg: 'RS256', kid: 'one', typ: 'JWT' })
    .setIssuedAt()
    .setExpirationTime('8h')
    .sign(privateKey);

await fresh();
await repeated();

/** What a token costs that was never seen: parsing, verifying, claims and keeping it. */
async function fresh(): Promise<void> {
  const tokens = await Promise.all(Array.from({ length: 2_000 }, (_, i) => token(String(i))));
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const parts = tokens.map((text) => {
    const cut = text.lastIndexOf('.');
    return [Buffer.from(text.slice(0, cut)), Buffer.from(text.slice(cut + 1), 'base64url')] as const;
  });
  const alone: number[] = [];
  const whole: number[] = [];
  for (let round = 0; round < 12; round++) {
    const verifier = new Verifier({
      ...{ by: 'login', clock: Clock.running(), decrypter: null, mustEncrypt: false },
      issuers: [
        {
          ...{
            issuer,
            audiences: ['shop'],
            skewMs: 0,
            keys: new FixedKeys(publicKeys([jwk])),
            check: () => null,
          },
          ...{ algorithms: new Set<string>(publicAlgorithms), types: new Set(['', 'jwt']) },
        },
      ],
    });
    const one = micros(() => {
      for (const [signed, signature] of parts)
        if (!verify('sha256', signed, key, signature)) throw new Error();
    });
    const other = micros(() => {
      for (const text of tokens) if (isFlaw(verifier.verify(text))) throw new Error();
    });
    if (round < 2) continue;
    alone.push(one / tokens.length);
    whole.push(other / tokens.length);
  }
  const ratio = median(whole) / median(alone);
  console.log(
    `${ratio <= 2 ? 'ok    ' : 'MISSED'} a fresh token: ${median(whole).toFixed(1)} µs, crypto.verify alone ${median(alone).toFixed(1)} µs, ratio ${ratio.toFixed(2)}  (at most 2.00)`,
  );
  if (ratio > 2) process.exitCode = 1;
}

function micros(run: () => void): number {
  const began = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - began) / 1000;
}

async function repeated(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
  const [upstreamCore, proxyCore, loadCores] = ['0', '1', '2,3'];
  const port = await freePort();
  const upstream = await pinned(upstreamCore, port, nginx(folder, 'upstream', hello(port)));
  const script = join(folder, 'token.lua');
  // Both are sent the token, so that they differ in nothing but what is made of it.
  writeFileSync(script, `wrk.headers["Authorization"] = "Bearer ${await token('repeated')}"\n`);
  writeFileSync(join(folder, 'keys.json'), JSON.stringify({ keys: [jwk] }));
  const contender = (name: string, who: string): Contender => ({
    name,
    start() {
      const file = join(folder, `${who}.yaml`);
      writeFileSync(
        file,
        `settings: { account: { rate: 1000000, burst: 1000000 } }
authorizers: { login: { jwt: { issuer: '${issuer}', jwksFile: keys.json, audience: [shop] } } }
apis: { shop: { to: 'http://127.0.0.1:${port}', authorizer: ${who}, throttle: { rate: 1000000, burst: 1000000 } } }
`,
      );
      return portcullis(proxyCore, join(folder, 'data'), [file, '--workers', '1']);
    },
  });
  try {
    const measured = await interleaved(
      [contender('no authorizer', 'none'), contender('the same RS256 token each time', 'login')],
      (r) => wrk(loadCores, `${r.url}/pets/7?full=1`, 3, 64, script),
    );
    print('Proxied GET, one worker on one core, 64 connections', measured, 'at least 0.90 of no authorizer');
  } finally {
    await upstream.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
