import { statSync } from 'node:fs';
import { error } from '../../../base/note.ts';
import { textOfRegular } from '../../../base/regular-file.ts';
import { type Document, parseDocument, partDocument } from '../document.ts';
import { type Described, describedBy } from '../openapi/described.ts';
import { importedBy } from '../openapi/expected/setting.ts';
import { Reading } from '../openapi/reading.ts';
import type { Parts } from './parts.ts';
import type { Self } from './resource.ts';

interface Written {
  readonly Body?: Readonly<Record<string, unknown>> | undefined;
  readonly BodyS3Location?: { readonly Key: string } | undefined;
}

interface Ids {
  readonly apiId: string;
  readonly rootId: string;
}

/** The most bytes that API Gateway imports. */
const MOST_BYTES = 6 * 1024 * 1024;

/**
 * Adds the resources, methods, authorizers, validators, models and gateway responses that the OpenAPI document
 * of an API names. What comes back is what it says of the API itself; null when it has none, or none that can
 * be read (which has been noted).
 */
export function apiOfBody(
  written: Written,
  { apiId, rootId }: Ids,
  parts: Parts,
  self: Self,
): Described | null {
  const document = documentOf(written, parts, self);
  if (document === null) return null;
  const source = {
    document,
    name: self.stack,
    folder: '',
    assets: new Map<string, string>(),
    accountId: self.accountId,
    region: self.region,
    parameters: {},
  };
  const reading = new Reading(source, parts.draft, `${self.id}/Body`);
  const described = describedBy(reading);
  if (described === null) return null;
  const root = described.resources.find((r) => r.path === '/')?.resourceId;
  const inTree = (id: string): string => (id === root ? rootId : id);
  for (const { methods, path, ...resource } of described.resources) {
    if (path !== '/') parts.resources.push({ ...resource, parentId: inTree(resource.parentId), apiId });
    for (const { resourcePath: _, ...method } of methods) {
      parts.checked.add(method.id);
      parts.methods.push({
        ...method,
        apiId,
        resourceId: inTree(method.resourceId),
        credentials: reading.withRole.has(method.integration),
      });
    }
  }
  const { validators = [], models = [] } = importedBy(described.expecting);
  for (const model of models) parts.checked.add(model.id);
  parts.authorizers.push(...described.authorizers.map((part) => ({ ...part, apiId })));
  parts.validators.push(...validators.map((part) => ({ ...part, apiId })));
  parts.models.push(...models.map((part) => ({ ...part, apiId })));
  parts.gatewayResponses.push(...described.gatewayResponses.map((part) => ({ ...part, apiId })));
  return described;
}

/** The document, in the template or in a file beside it; null when there is none. */
function documentOf({ Body, BodyS3Location }: Written, parts: Parts, self: Self): Document | null {
  if (Body !== undefined && BodyS3Location !== undefined)
    return wrong(
      'BodyS3Location',
      'Body and BodyS3Location are both given: an API has one document',
      parts,
      self,
    );
  if (Body !== undefined) return partDocument(Body, (path) => self.at('Body', ...path));
  return BodyS3Location === undefined ? null : assetOf(BodyS3Location.Key, parts, self);
}

/** `{hash}.json` in S3 is `asset.{hash}.json` in a cloud assembly; no intrinsic function acts in it, as on AWS. */
function assetOf(key: string, parts: Parts, self: Self): Document | null {
  const hash = key.replace(/^.*\//, '').replace(/\.\w+$/, '');
  const file = self.asset(hash);
  if (file === null)
    return wrong(
      'BodyS3Location',
      `the document ${key} is no asset of this template: give the whole cdk.out folder, or write it as Body`,
      parts,
      self,
    );
  parts.draft.follow(file);
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || !found.isFile())
    return wrong(
      'BodyS3Location',
      `the asset ${hash} should be a file ${file}, and is none: run cdk synth again`,
      parts,
      self,
    );
  if (found.size > MOST_BYTES)
    return wrong(
      'BodyS3Location',
      `${file} has more than 6 MiB, which API Gateway does not import`,
      parts,
      self,
    );
  const document = parseDocument(textOfRegular(file), file);
  parts.draft.note(...document.notes);
  if (document.value !== null && typeof document.value === 'object' && !Array.isArray(document.value))
    return document;
  if (document.notes.length > 0) return null;
  return wrong('BodyS3Location', `${file} is no OpenAPI document`, parts, self);
}

function wrong(property: string, message: string, parts: Parts, self: Self): null {
  parts.draft.note(error('api.no-body', message, self.at(property)));
  return null;
}
