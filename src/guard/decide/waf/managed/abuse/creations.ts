import { z } from 'zod';
import type { WafGiven } from '../../statement.ts';
import { responseShape } from './answers.ts';
import { type Attempts, attemptsOf } from './attempts.ts';
import {
  fieldShape,
  fieldsOf,
  fieldsShape,
  pathShape,
  pathTest,
  payloadType,
  regexInPath,
  whyNoPath,
} from './entry.ts';

/** What the group has to know: where accounts are made, and where their parts stand. */
export const creationShape = z
  .strictObject({
    CreationPath: pathShape('what makes an account'),
    RegistrationPagePath: pathShape('the page where accounts are made'),
    EnableRegexInPath: regexInPath,
    RequestInspection: z
      .strictObject({
        PayloadType: payloadType,
        UsernameField: fieldShape('the name').optional(),
        PasswordField: fieldShape('the password').optional(),
        EmailField: fieldShape('the address of mail').optional(),
        PhoneNumberFields: fieldsShape('the parts of the telephone number').optional(),
        AddressFields: fieldsShape('the parts of the postal address').optional(),
      })
      .describe('Where the parts of a new account stand.'),
    ResponseInspection: responseShape.optional(),
  })
  .superRefine(({ CreationPath, RegistrationPagePath, EnableRegexInPath }, context) => {
    for (const [name, path] of Object.entries({ CreationPath, RegistrationPagePath })) {
      const why = whyNoPath(path, EnableRegexInPath);
      if (why !== null)
        context.addIssue({ code: 'custom', path: [name], message: `${name} cannot be used: ${why}` });
    }
  })
  .describe('What the group has to know.');

export type CreationConfig = z.infer<typeof creationShape>;

/** Finds the requests that make an account. */
export function creationsOf(
  given: WafGiven,
  { CreationPath, EnableRegexInPath, RequestInspection }: CreationConfig,
): Attempts {
  const creates = pathTest(CreationPath, EnableRegexInPath);
  const { PayloadType, UsernameField, EmailField, PasswordField } = RequestInspection;
  const nameField = UsernameField ?? EmailField;
  return attemptsOf(given, (x) => {
    if (x.method !== 'POST' || !creates(x)) return null;
    const read = fieldsOf(x, PayloadType) ?? (() => null);
    return {
      username: nameField === undefined ? null : read(nameField.Identifier),
      password: PasswordField === undefined ? null : read(PasswordField.Identifier),
      read,
    };
  });
}

/** Reads several fields as one text, without regard to case, spaces and signs; null when all of them are empty. */
export function together(fields: readonly { Identifier: string }[] | undefined) {
  return (read: (identifier: string) => string | null): string | null => {
    const parts = (fields ?? []).map(({ Identifier }) => read(Identifier) ?? '');
    const text = parts
      .join(' ')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
    return text === '' ? null : text;
  };
}
