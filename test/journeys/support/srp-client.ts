import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

// The client’s side of SRP as Cognito’s libraries speak it, written from RFC 5054 and apart from the gateway’s.
const prime = BigInt(
  `0x${'FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF'}`,
);

const pad = (hex: string): string => {
  const even = hex.length % 2 ? `0${hex}` : hex;
  return '89ABCDEFabcdef'.includes(even[0]!) ? `00${even}` : even;
};
const hash = (hex: string): string => createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex');

function modPow(base: bigint, exponent: bigint): bigint {
  let [result, b] = [1n, ((base % prime) + prime) % prime];
  for (let e = exponent; e > 0n; e >>= 1n) {
    if (e & 1n) result = (result * b) % prime;
    b = (b * b) % prime;
  }
  return result;
}

/** Begins an exchange: A, and what signs the challenge that comes back. */
export function srpClient(poolId: string, password: string) {
  const secret = BigInt(`0x${randomBytes(128).toString('hex')}`);
  const a = modPow(2n, secret);
  return {
    A: a.toString(16),
    sign(challenge: Record<string, string>): Record<string, string> {
      const pool = poolId.split('_')[1]!;
      const { USER_ID_FOR_SRP = '', SALT = '', SRP_B = '', SECRET_BLOCK = '' } = challenge;
      const u = BigInt(`0x${hash(pad(a.toString(16)) + pad(SRP_B))}`);
      const inner = createHash('sha256').update(`${pool}${USER_ID_FOR_SRP}:${password}`).digest('hex');
      const x = BigInt(`0x${hash(pad(SALT) + inner)}`);
      const k = BigInt(`0x${hash(`${pad(prime.toString(16))}02`)}`);
      const s = modPow(BigInt(`0x${SRP_B}`) - k * modPow(2n, x), secret + u * x);
      const key = hkdfSync(
        'sha256',
        Buffer.from(pad(s.toString(16)), 'hex'),
        Buffer.from(pad(u.toString(16)), 'hex'),
        'Caldera Derived Key',
        16,
      );
      const TIMESTAMP = `${new Date()
        .toUTCString()
        .replace(',', '')
        .replace(/(\w+) (\d+) (\w+) (\d+) (\S+) GMT/, '$1 $3 $2 $5 UTC $4')}`;
      const message = Buffer.concat([
        Buffer.from(pool + USER_ID_FOR_SRP),
        Buffer.from(SECRET_BLOCK, 'base64'),
        Buffer.from(TIMESTAMP),
      ]);
      return {
        USERNAME: USER_ID_FOR_SRP,
        PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
        TIMESTAMP,
        PASSWORD_CLAIM_SIGNATURE: createHmac('sha256', Buffer.from(key)).update(message).digest('base64'),
      };
    },
  };
}
