import { statSync } from 'node:fs';
import { z } from 'zod';
import { error } from '../../../../base/note.ts';
import { readRegular } from '../../../../base/regular-file.ts';
import { MOST_UNPACKED, zipEntries } from '../../../../base/zip.ts';
import type { LambdaFunction } from '../../../model/function.ts';
import type { Parts } from '../parts.ts';
import { physicalName } from '../physical-names.ts';
import { refused, resource, type Self, stored } from '../resource.ts';
import { tagged, tags } from '../tags.ts';

const NO_NETWORK = 'functions run on this machine, with its network and its files';

/** A function that runs on this machine. */
export default resource({
  name: 'AWS::Lambda::Function',
  shape: z
    .strictObject({
      FunctionName: z
        .string()
        .regex(/^[\w-]{1,64}$/, 'must be 1 to 64 letters, digits, _ and -')
        .optional()
        .describe('Its name.'),
      Description: z.string().max(256).default('').describe('What it does.'),
      Runtime: stored(
        z.string().optional().describe('What runs it: nodejs24.x, python3.13 and so on.'),
        'only nodejs and python3 run on this machine',
        (value) => /^(?:nodejs\d|python3)/.test(String(value)),
      ),
      Handler: z.string().optional().describe('What is called: file.function.'),
      Code: z
        .strictObject({
          ZipFile: z.string().optional().describe('The text of its one file.'),
          S3Bucket: stored(
            z.string().optional().describe('The bucket its code lies in.'),
            'assets are found by their hash',
          ),
          S3Key: z.string().optional().describe('The key of its code; for an asset of CDK its hash.'),
          S3ObjectVersion: stored(
            z.string().optional().describe('The version of the object.'),
            'assets are found by their hash',
          ),
          S3ObjectStorageMode: stored(
            z.string().optional().describe('Whether Lambda keeps a copy.'),
            'assets are read where they lie',
          ),
          SourceKMSKeyArn: stored(
            z.string().optional().describe('The key the object is encrypted with.'),
            'assets are not encrypted',
          ),
          ImageUri: refused(
            z.string().optional().describe('A container image.'),
            'container images are not run: give the function as a folder of code',
          ),
        })
        .describe('Its code.'),
      Environment: z
        .strictObject({
          Variables: z.record(z.string(), z.string()).default({}).describe('Variables by name.'),
        })
        .prefault({})
        .describe('Its environment.'),
      Timeout: z.int().min(1).max(900).default(3).describe('How long it may run, in seconds.'),
      MemorySize: z.int().min(128).max(10_240).default(128).describe('Its memory in MB.'),
      ReservedConcurrentExecutions: z
        .int()
        .min(0)
        .optional()
        .describe('How many calls may run at once; 0: none.'),
      LoggingConfig: z
        .strictObject({
          LogGroup: z.string().optional().describe('The log group.'),
          LogFormat: stored(
            z.enum(['Text', 'JSON']).optional().describe('The form of its lines.'),
            'lines are kept as they are written',
          ),
          ApplicationLogLevel: stored(
            z.string().optional().describe('The least level that is kept.'),
            'every line is kept',
          ),
          SystemLogLevel: stored(
            z.string().optional().describe('The least level of Lambda’s own lines.'),
            'every line is kept',
          ),
        })
        .prefault({})
        .describe('Where it logs.'),
      Role: stored(z.string().describe('The role it runs with.'), 'there is no IAM here'),
      PackageType: refused(
        z.enum(['Zip', 'Image']).default('Zip').describe('How its code comes.'),
        'container images are not run: give the function as a folder of code',
        (value) => value === 'Zip',
      ),
      ImageConfig: stored(
        z.unknown().optional().describe('How its image is started.'),
        'container images are not run',
      ),
      Architectures: stored(z.array(z.string()).optional().describe('Its processor.'), NO_NETWORK),
      Layers: stored(
        z.array(z.string()).optional().describe('Layers laid under its code.'),
        'layers are not laid under it: what they hold must lie in its own folder',
      ),
      VpcConfig: stored(z.unknown().optional().describe('The network it runs in.'), NO_NETWORK),
      FileSystemConfigs: stored(z.unknown().optional().describe('File systems it sees.'), NO_NETWORK),
      EphemeralStorage: stored(z.unknown().optional().describe('The size of its /tmp.'), NO_NETWORK),
      TracingConfig: stored(
        z.unknown().optional().describe('Whether X-Ray traces it.'),
        'there is no X-Ray here',
      ),
      DeadLetterConfig: stored(
        z.unknown().optional().describe('Where failed events go.'),
        'functions are only asked and waited for',
      ),
      KmsKeyArn: stored(
        z.string().optional().describe('The key its environment is encrypted with.'),
        'its environment is not encrypted',
      ),
      CodeSigningConfigArn: stored(
        z.string().optional().describe('Who may sign its code.'),
        'code is run as it lies there',
      ),
      RuntimeManagementConfig: stored(
        z.unknown().optional().describe('When its runtime is updated.'),
        'the runtime is this machine’s',
      ),
      SnapStart: stored(
        z.unknown().optional().describe('Whether it starts from a snapshot.'),
        'processes are kept warm instead',
      ),
      RecursiveLoop: stored(
        z.string().optional().describe('What becomes of endless loops.'),
        'functions here do not call one another',
      ),
      CapacityProviderConfig: stored(z.unknown().optional().describe('Instances of your own.'), NO_NETWORK),
      FunctionScalingConfig: stored(z.unknown().optional().describe('How it scales.'), NO_NETWORK),
      DurableConfig: stored(
        z.unknown().optional().describe('How long durable runs last.'),
        'functions are only asked and waited for',
      ),
      TenancyConfig: stored(
        z.unknown().optional().describe('How tenants are kept apart.'),
        'every call may meet every process',
      ),
      PublishToLatestPublished: stored(
        z.boolean().optional().describe('Whether a version is made.'),
        'there is one version',
      ),
      Tags: tags,
    })
    .describe('A function.'),
  ref: (settings, self) => nameOf(settings, self),
  attributes: {
    Arn: (settings, self) => arnOf(settings, self),
    'SnapStartResponse.ApplyOn': () => 'None',
    'SnapStartResponse.OptimizationStatus': () => 'Off',
  },
  add(settings, parts, self) {
    const code = codeOf(settings.Code, parts, self);
    const wrong = (property: string, what: string): void =>
      parts.draft.note(error('shape.missing', `${property} is missing: it must be ${what}`, self.at()));
    if (settings.PackageType === 'Image') return;
    if (settings.Runtime === undefined) wrong('Runtime', 'a runtime such as nodejs24.x');
    if (settings.Handler === undefined) wrong('Handler', 'what is called, such as index.handler');
    if (code === null || settings.Runtime === undefined || settings.Handler === undefined) return;
    const name = nameOf(settings, self);
    parts.functions.push({
      id: self.id,
      origin: self.origin,
      name,
      arn: arnOf(settings, self),
      runtime: settings.Runtime,
      handler: settings.Handler,
      code,
      environment: settings.Environment.Variables,
      timeoutMs: settings.Timeout * 1000,
      memoryMb: settings.MemorySize,
      reservedConcurrency: settings.ReservedConcurrentExecutions ?? null,
      logGroup: settings.LoggingConfig.LogGroup ?? `/aws/lambda/${name}`,
      description: settings.Description,
      tags: tagged(settings.Tags),
    });
  },
});

type Named = { readonly FunctionName?: string };

const nameOf = (settings: Named, self: Self): string =>
  settings.FunctionName ?? physicalName(self.stack, self.logicalId, 64);

const arnOf = (settings: Named, self: Self): string =>
  `arn:aws:lambda:${self.region}:${self.accountId}:function:${nameOf(settings, self)}`;

interface Code {
  readonly ZipFile?: string;
  readonly S3Bucket?: string;
  readonly S3Key?: string;
  readonly ImageUri?: string;
}

/** The inline text, or the asset: `{hash}.zip` in S3 is the folder `asset.{hash}` in a cloud assembly, or an archive. */
function codeOf(code: Code, parts: Parts, self: Self): LambdaFunction['code'] | null {
  if (code.ImageUri !== undefined) return null;
  const wrong = (message: string, ...path: string[]): null => {
    parts.draft.note(error('function.no-code', message, self.at('Code', ...path)));
    return null;
  };
  if (code.ZipFile !== undefined) return { inline: code.ZipFile };
  if (code.S3Key === undefined) return wrong('Code must have ZipFile, or S3Bucket and S3Key of an asset');
  const hash = code.S3Key.replace(/^.*\//, '').replace(/\.\w+$/, '');
  const path = self.asset(hash);
  if (path === null)
    return wrong(
      `the code ${code.S3Key} is no asset of this template: give the whole cdk.out folder, or write it as ZipFile`,
      'S3Key',
    );
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    return wrong(`the asset ${hash} should lie in ${path}, and is not there: run cdk synth again`, 'S3Key');
  if (found.isDirectory()) return { folder: path };
  parts.draft.follow(path);
  const flaw = found.size > MOST_UNPACKED ? 'is larger than a function may be' : zipFlaw(path);
  return flaw === '' ? { zip: path } : wrong(`the asset ${path} ${flaw}`, 'S3Key');
}

/** What is wrong with an archive as a whole; its bytes are unpacked when the function is made ready. */
function zipFlaw(path: string): string {
  try {
    return zipEntries(readRegular(path)).length === 0 ? 'holds nothing' : '';
  } catch (flaw) {
    return (flaw as Error).message;
  }
}
