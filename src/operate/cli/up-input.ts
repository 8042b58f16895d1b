import { z } from 'zod';
import { dataField, parametersField } from './shared-flags.ts';

const port = (name: string, standard: number) =>
  z.coerce
    .number()
    .int('must be a whole number')
    .min(0, 'must be from 0 to 65535')
    .max(65_535, 'must be from 0 to 65535')
    .default(standard)
    .describe(`The port of ${name}; 0 is any that is free.`);
const count = (what: string) =>
  z.coerce.number().int('must be a whole number').positive('must be more than 0').optional().describe(what);

/** What `portcullis up` may be told, by its flags. */
export const upShape = z
  .strictObject({
    files: z
      .array(z.string())
      .default([])
      .describe(
        'Cloud assemblies, templates, OpenAPI documents, portcullis.yaml; portcullis.yaml here when not given.',
      ),
    to: z
      .string()
      .regex(/^https?:\/\/[^\s/?#]+/, 'must be an address such as http://127.0.0.1:3000')
      .optional()
      .describe('Protects this server, without any file.'),
    rate: z.coerce
      .number()
      .positive('must be more than 0')
      .optional()
      .describe('With --to: requests a second, in the long run.'),
    burst: count('With --to: requests at once.'),
    limit: z.coerce
      .number()
      .int('must be a whole number')
      .min(10, 'must be from 10 to 2000000000')
      .max(2_000_000_000, 'must be from 10 to 2000000000')
      .optional()
      .describe('With --to: requests of one address in five minutes, 10 at least.'),
    waf: z
      .enum(['default', 'count', 'off'])
      .optional()
      .describe(
        'With --to: what the managed rule groups do with what looks like an attack. default: they block it. count: they only count it. off: they do not look.',
      ),
    countOnly: z
      .array(z.string().min(1))
      .default([])
      .describe(
        'With --to: a rule of the managed groups that only counts, such as TemplateInjection; may be repeated.',
      ),
    listen: z
      .string()
      .default('127.0.0.1')
      .describe('The address of the data plane; 0.0.0.0 opens it to the network.'),
    port: port('the data plane', 8080),
    httpsPort: port('HTTPS', 8443),
    https: z
      .boolean()
      .default(true)
      .describe('Speaks no HTTPS. Without it HTTPS is spoken, with a certificate made on the first run.'),
    endpointPort: port('the AWS endpoint', 4566),
    consolePort: port('the console', 9080),
    adminListen: z
      .string()
      .default('127.0.0.1')
      .describe('The address of the AWS endpoint and the console, which ask for no password.'),
    allowHost: z
      .array(z.string())
      .default([])
      .describe(
        'A host name that the AWS endpoint and the console answer to besides localhost; may be repeated.',
      ),
    workers: z.coerce
      .number()
      .int('must be a whole number')
      .min(1, 'must be from 1 to 64')
      .max(64, 'must be from 1 to 64')
      .optional()
      .describe('Threads that serve; as many as there are cores, up to 4, when not given.'),
    data: dataField,
    ephemeral: z
      .boolean()
      .default(false)
      .describe('Keeps nothing: the data folder is gone with the gateway.'),
    watch: z.boolean().default(false).describe('Reads the files again when they change.'),
    speed: z.coerce
      .number()
      .int('must be a whole number')
      .min(1)
      .max(100_000)
      .default(1)
      .describe('Runs the clock of all limits so many times as fast.'),
    limits: z
      .enum(['exact', 'aws'])
      .optional()
      .describe(
        'exact: the request over the limit is the first one refused. aws: counts are looked at about every ten seconds.',
      ),
    strict: z.boolean().default(false).describe('Takes everything that is not enforced here as an error.'),
    grace: z.coerce
      .number()
      .min(0)
      .max(3600)
      .default(30)
      .describe('Seconds that requests under way have to finish at the end.'),
    parameter: parametersField,
  })
  .describe('Starts the gateway.');

export type UpInput = z.infer<typeof upShape>;
