import type { Api } from '../../../model/api.ts';
import { validateShape } from '../../yaml/shape.ts';
import type { Reading } from '../reading.ts';
import { Collector } from './collector.ts';
import type { Expecting } from './expected.ts';
import { Imported } from './imported.ts';

type Root = Readonly<Record<string, unknown>>;

/**
 * How the operations of a document are validated: one for API Gateway by its request validators, a plain one by
 * what it says itself. `x-portcullis: { validate }` chooses otherwise.
 */
export function expectingOf(root: Root, isAws: boolean, reading: Reading): Expecting {
  const written = (root['x-portcullis'] as { validate?: unknown } | undefined)?.validate;
  const chosen = validateShape.safeParse(written ?? {});
  // What cannot be read is noted with the rest of `x-portcullis`.
  const { requests, unknownParameters, responses } = chosen.success ? chosen.data : validateShape.parse({});
  const own = !isAws || written !== undefined;
  const components = (root.components ?? {}) as Root;
  const isSwagger = 'swagger' in root;
  return {
    collector: new Collector(reading, /^3\.[1-9]/.test(String(root.openapi))),
    imported: isAws
      ? new Imported(
          root['x-amazon-apigateway-request-validators'],
          textOf(root['x-amazon-apigateway-request-validator']),
          isSwagger ? root.definitions : components.schemas,
          isSwagger ? ['definitions'] : ['components', 'schemas'],
          reading,
        )
      : null,
    requests: own ? requests : 'off',
    unknownParameters,
    answers: own ? responses : 'off',
    keys: queryKeys(isSwagger ? root.securityDefinitions : components.securitySchemes),
    consumes: root.consumes,
    produces: root.produces,
  };
}

/** What the API has of it; schemas that cannot be used are noted. */
export function expectedOf({
  collector,
  imported,
}: Expecting): Pick<Api, 'validators' | 'models' | 'schemas'> {
  collector.check();
  return { ...importedBy({ imported }), schemas: collector.set };
}

/** The validators and models that API Gateway makes of the document; models that cannot be used are noted. */
export function importedBy({ imported }: Pick<Expecting, 'imported'>): Pick<Api, 'validators' | 'models'> {
  imported?.check();
  return imported === null ? {} : { validators: imported.validators, models: imported.models };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function queryKeys(schemes: unknown): string[] {
  if (schemes === null || typeof schemes !== 'object') return [];
  return Object.values(schemes).flatMap((scheme: { type?: unknown; in?: unknown; name?: unknown } | null) =>
    scheme?.type === 'apiKey' && scheme.in === 'query' ? [String(scheme.name)] : [],
  );
}
