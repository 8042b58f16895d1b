import type { Api } from '../../model/api.ts';
import type { Path } from '../document.ts';
import { gatewayResponseNotes } from '../gateway-response.ts';
import { addAcls } from '../yaml/acls.ts';
import { frontedApi, policyOf, throttleOf } from '../yaml/front.ts';
import { addPlans } from '../yaml/plans.ts';
import { variableSiblings } from '../yaml/tree.ts';
import { describedBy, type Front } from './described.ts';
import { expectedOf } from './expected/setting.ts';
import type { Reading } from './reading.ts';

/** Reads one document into the draft: an API with one stage, and what `x-portcullis` puts in front of it. */
export function readDocument(reading: Reading): void {
  const { draft, id, source } = reading;
  const { document } = source;
  const described = describedBy(reading);
  if (described === null) return;
  const { written, front, integrated, resources } = described;
  tellFront(written, front, integrated, reading);
  draft.note(...variableSiblings(resources), ...gatewayResponseNotes(described.gatewayResponses));
  const origin = reading.origin([]);
  const behind = frontedApi(
    front,
    {
      id,
      origin,
      name: described.title ?? source.name,
      log: source.name,
      description: described.description,
      methodSettings: [
        throttleOf(front, id, reading.origin(['x-portcullis', 'throttle'])),
        ...described.methodSettings,
      ],
      resources,
      binaryMediaTypes: described.binaryMediaTypes ?? (integrated ? [] : ['*/*']),
      ...(described.endpointType === null ? {} : { endpointType: described.endpointType }),
      disableExecuteApiEndpoint: described.disableExecuteApiEndpoint,
      ...(described.accessMode === null ? {} : { accessMode: described.accessMode }),
      apiKeySource: described.apiKeySource ?? 'HEADER',
      authorizers: described.authorizers,
      policy: described.policy ?? policyOf(front, id, reading.origin(['x-portcullis', 'policy'])),
      tags: described.tags,
    },
    draft.settings,
  );
  const api: Api = {
    ...behind,
    ...expectedOf(described.expecting),
    minimumCompressionSize: described.minimumCompressionSize,
    gatewayResponses: described.gatewayResponses,
  };
  draft.apis.push(api);
  protect(written, front, api, reading);
  addPlans(front, {
    stack: source.name,
    apis: new Map([[api.name, api]]),
    draft,
    origin: (path) => reading.origin(['x-portcullis', ...path]),
  });
  draft.stacks.push({
    name: source.name,
    file: document.file,
    description: described.description,
    outputs: [],
    resources: [],
  });
}

/** Web ACLs and IP sets of `x-portcullis`, and the one that stands in front of the API. */
function protect(written: object, front: Front, api: Api, reading: Reading): void {
  const { draft, source } = reading;
  const base: Path = ['x-portcullis'];
  const origin = (path: Path) => reading.origin([...base, ...path]);
  const context = {
    stack: source.name,
    settings: draft.settings,
    catalogue: draft.catalogue,
    at: { file: source.document.file, path: base, lineOf: source.document.lineOf },
    origin,
  };
  const associate = addAcls(front, context, draft);
  const { webAcl } = front;
  if (webAcl === undefined) return;
  const { webAcls } = written as { webAcls?: object };
  // One that is written but could not be read has its notes already.
  const isUnread = Object.hasOwn(webAcls ?? {}, webAcl) && !Object.hasOwn(front.webAcls, webAcl);
  if (!isUnread) associate(webAcl, api, origin(['webAcl']));
}

function tellFront(written: object, front: Front, integrated: boolean, reading: Reading): void {
  const { rate, burst } = front.throttle;
  if (!Object.hasOwn(written, 'throttle'))
    reading.info(
      'throttle.default',
      `${rate} requests a second and ${burst} at once hold for the whole API: write x-portcullis: { throttle: { rate, burst } } for others`,
      ['x-portcullis'],
    );
  if (!integrated) return;
  for (const key of ['to', 'preserveHost', 'callerHeaders', 'timeoutMs'])
    if (Object.hasOwn(written, key))
      reading.warning(
        'openapi.no-effect',
        `${key} has no effect: every operation has an integration of its own`,
        ['x-portcullis', key],
      );
}
