import { z } from 'zod';
import { shortId } from '../../../model/ids.ts';
import { resource, type Self } from '../resource.ts';
import { tagged, tags } from '../tags.ts';

/** A certificate that is made here, and shown to the servers behind stages that name it. */
export default resource({
  name: 'AWS::ApiGateway::ClientCertificate',
  shape: z
    .strictObject({
      Description: z.string().default('').describe('What it is for.'),
      Tags: tags,
    })
    .describe('A certificate for the servers behind an API.'),
  ref: (_, self) => idOf(self),
  attributes: { ClientCertificateId: (_, self) => idOf(self) },
  add(settings, parts, self) {
    parts.draft.clientCertificates.push({
      id: self.id,
      origin: self.origin,
      clientCertificateId: idOf(self),
      description: settings.Description,
      tags: tagged(settings.Tags),
    });
  },
});

const idOf = (self: Self): string => shortId(self.id, 6);
