import { z } from 'zod';
import { contentAlgorithms, keyAlgorithms } from '../../../guard/decide/authorize/tokens/decrypt-key.ts';
import { keyName } from '../../../guard/decide/authorize/tokens/settings.ts';
import { durationMs } from '../../duration.ts';
import { EXIT } from '../../halt.ts';
import { curves } from '../../key-store/jwk.ts';
import { command } from '../command.ts';
import { exportKey, type KeysAsked, listKeys, makeKey, removeKey, rotateKey } from '../keys.ts';
import { dataField, jsonField } from '../shared-flags.ts';
import type { Terminal } from '../terminal.ts';

const acts: Readonly<Record<string, (asked: KeysAsked, terminal: Terminal) => void | Promise<void>>> = {
  list: listKeys,
  make: makeKey,
  rotate: rotateKey,
  export: exportKey,
  remove: removeKey,
};

/** The key store of a data folder. Private keys are never printed; secrets are, when it is said. */
export default command({
  name: 'keys',
  shape: z
    .strictObject({
      action: z
        .string()
        .default('list')
        .refine((text) => Object.hasOwn(acts, text), 'must be list, make, rotate, export or remove')
        .describe(
          'list; make: a key of a new name; rotate: a new key under a name, the older ones decrypt on for a while; export: what the issuer encrypts to; remove: all keys of a name.',
        ),
      name: keyName.optional().describe('What the key is called, here and in `encryption.keys`.'),
      alg: z
        .enum(keyAlgorithms)
        .optional()
        .describe(
          `make, rotate: what it is for: ${keyAlgorithms.join(', ')}; RSA-OAEP-256, or as the key before it, unless it is given.`,
        ),
      bits: z.coerce
        .number()
        .refine((bits) => [2048, 3072, 4096].includes(bits), 'must be 2048, 3072 or 4096')
        .optional()
        .describe('Of RSA-OAEP: its length; 3072 unless it is given.'),
      curve: z
        .enum(curves)
        .optional()
        .describe(`Of ECDH-ES: ${curves.join(', ')}; P-256 unless it is given.`),
      enc: z
        .enum(Object.keys(contentAlgorithms))
        .optional()
        .describe(
          `Of dir: how content is encrypted with it: ${Object.keys(contentAlgorithms).join(', ')}; A256GCM unless it is given.`,
        ),
      keep: z
        .string()
        .default('7d')
        .refine((text) => durationMs(text) !== null, 'must be like 0s, 90m, 24h or 7d')
        .transform((text) => durationMs(text)!)
        .describe('rotate: how long the older keys decrypt on; 0s: no more, since they became known.'),
      secret: z
        .boolean()
        .default(false)
        .describe(
          'export: prints a secret (A256KW, dir …), which the issuer must have too: who has it reads the tokens.',
        ),
      pem: z
        .boolean()
        .default(false)
        .describe('export: prints the public key in PEM instead of a set of JWKs.'),
      data: dataField.describe('The data folder of the gateway; its keys are in key-store.json there.'),
      json: jsonField.describe('list: prints JSON instead.'),
    })
    .describe('Makes and keeps the keys that encrypted tokens are decrypted with.'),
  summary:
    'Keeps the keys of encrypted tokens: makes, rotates, exports and removes them; a running gateway follows in seconds.',
  operands: '[action] [name]',
  flags: {
    alg: '--alg <name>',
    bits: '--bits <n>',
    curve: '--curve <name>',
    enc: '--enc <name>',
    keep: '--keep <duration>',
    secret: '--secret',
    pem: '--pem',
    data: '--data <folder>',
    json: '--json',
  },
  examples: [
    'portcullis keys make login',
    'portcullis keys export login > login-jwks.json',
    'portcullis keys rotate login --keep 24h',
    'portcullis keys list',
    'portcullis keys make partner --alg A256KW',
    'portcullis keys export partner --secret > partner-secret.json',
    'portcullis keys remove partner',
  ],
  async run({ action, ...asked }, terminal) {
    await acts[action]!(asked, terminal);
    return EXIT.ok;
  },
});
