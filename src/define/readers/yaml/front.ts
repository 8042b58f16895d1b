import type { Origin } from '../../../base/origin.ts';
import type { AccessLogSetting, Api, MethodSetting, ResourcePolicy } from '../../model/api.ts';
import { shortId, stageArn } from '../../model/ids.ts';
import type { Settings } from '../../model/settings.ts';
import { accessLogFormats } from './access-log.ts';
import type { ShortApi } from './shape.ts';

/** The one stage of an API that is not written as AWS writes it. */
const STAGE = 'live';

/** What stands in front of such an API. */
export type Front = Pick<
  ShortApi,
  'host' | 'basePath' | 'clientCertificates' | 'throttle' | 'accessLog' | 'executionLog'
>;

type Behind = Pick<Api, 'id' | 'origin' | 'name' | 'resources'> &
  Partial<
    Pick<
      Api,
      | 'description'
      | 'endpointType'
      | 'binaryMediaTypes'
      | 'disableExecuteApiEndpoint'
      | 'accessMode'
      | 'apiKeySource'
      | 'authorizers'
      | 'policy'
      | 'tags'
    >
  > & {
    readonly methodSettings: readonly MethodSetting[];
    /** What its access log is called: the name, unless that is no name for a file. */
    readonly log?: string;
  };

/** An API with its one stage: what stands in front, and what behind. */
export function frontedApi(front: Front, behind: Behind, settings: Pick<Settings, 'region'>): Api {
  const { id, origin, name, resources, methodSettings } = behind;
  const apiId = shortId(id, 10);
  return {
    id,
    origin,
    apiId,
    name,
    description: behind.description ?? '',
    endpointType: behind.endpointType ?? 'REGIONAL',
    binaryMediaTypes: behind.binaryMediaTypes ?? ['*/*'],
    disableExecuteApiEndpoint: behind.disableExecuteApiEndpoint ?? false,
    apiKeySource: behind.apiKeySource ?? 'HEADER',
    authorizers: behind.authorizers ?? [],
    policy: behind.policy ?? null,
    tags: behind.tags ?? {},
    resources,
    ...(behind.accessMode === undefined ? {} : { accessMode: behind.accessMode }),
    ...(front.clientCertificates === undefined ? {} : { clientCertificates: front.clientCertificates }),
    hosts: [{ host: front.host.toLowerCase(), basePath: front.basePath, stage: STAGE }],
    stages: [
      {
        id: `${id}/${STAGE}`,
        origin,
        name: STAGE,
        arn: stageArn(settings.region, apiId, STAGE),
        deploymentId: STAGE,
        description: '',
        variables: {},
        methodSettings,
        accessLog: accessLog(front, behind.log ?? name),
        tags: {},
      },
    ],
  };
}

/** The resource policy that is written; null when none is. */
export const policyOf = (
  { policy }: Pick<ShortApi, 'policy'>,
  apiId: string,
  origin: Origin,
): ResourcePolicy | null =>
  policy === undefined ? null : { id: `${apiId}/policy`, origin, document: policy };

/** The bucket that all methods of the API share. */
export const throttleOf = (front: Front, id: string, origin: Origin): MethodSetting => ({
  ...noSetting(`${id}/throttle`, origin),
  rateLimit: front.throttle.rate,
  burstLimit: front.throttle.burst,
  loggingLevel: front.executionLog,
  shared: true,
});

/** A setting of all methods that sets nothing yet. */
export const noSetting = (id: string, origin: Origin): MethodSetting => ({
  id,
  origin,
  resourcePath: '*',
  httpMethod: '*',
  rateLimit: null,
  burstLimit: null,
  loggingLevel: null,
  dataTrace: null,
  metrics: null,
  shared: false,
});

function accessLog(front: Front, name: string): AccessLogSetting | null {
  if (front.accessLog === false) return null;
  const key = front.accessLog === true ? 'json' : front.accessLog;
  return { destinationArn: `access/${name}`, format: accessLogFormats[key] ?? key };
}
