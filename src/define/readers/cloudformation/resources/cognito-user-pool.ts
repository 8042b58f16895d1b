import { z } from 'zod';
import { physicalName } from '../physical-names.ts';
import { poolIdOf } from '../pool-ids.ts';
import { refused, resource, type Self, stored } from '../resource.ts';
import { tagged } from '../tags.ts';

const noMail = 'this machine sends no mail and no messages: codes stand in the log of the gateway';

const attribute = z.strictObject({
  Name: z
    .string()
    .regex(/^[\w:-]{1,25}$/, 'must be up to 25 letters, digits, _ and -')
    .describe('Its name.'),
  AttributeDataType: z
    .enum(['String', 'Number', 'DateTime', 'Boolean'])
    .default('String')
    .describe('What it holds.'),
  DeveloperOnlyAttribute: stored(
    z.boolean().optional().describe('An older form of custom attributes.'),
    'decides nothing',
  ),
  Mutable: z.boolean().default(true).describe('Whether it may be changed once it is set.'),
  Required: z.boolean().default(false).describe('Whether a user must have it.'),
  NumberAttributeConstraints: stored(
    z.unknown().optional().describe('The least and the most.'),
    'values are not compared',
  ),
  StringAttributeConstraints: stored(
    z.unknown().optional().describe('The shortest and the longest.'),
    'values are not measured',
  ),
});

/** A directory of users, run on this machine. */
export default resource({
  name: 'AWS::Cognito::UserPool',
  shape: z
    .strictObject({
      UserPoolName: z.string().max(128).optional().describe('Its name.'),
      Policies: z
        .strictObject({
          PasswordPolicy: z
            .strictObject({
              MinimumLength: z.int().min(6).max(99).default(8).describe('Characters at least.'),
              RequireLowercase: z.boolean().default(true).describe('Whether it needs a lower-case letter.'),
              RequireUppercase: z.boolean().default(true).describe('Whether it needs an upper-case letter.'),
              RequireNumbers: z.boolean().default(true).describe('Whether it needs a digit.'),
              RequireSymbols: z.boolean().default(true).describe('Whether it needs a symbol.'),
              TemporaryPasswordValidityDays: z
                .int()
                .min(0)
                .max(365)
                .default(7)
                .describe('Days that one given by an administrator is good for.'),
              PasswordHistorySize: refused(
                z.int().optional().describe('Former passwords that may not come back.'),
                'former passwords are not kept',
                (n) => n === 0,
              ),
            })
            .optional()
            .describe('What a password must be.'),
          SignInPolicy: stored(
            z.unknown().optional().describe('First factors of the choice-based sign-in.'),
            'a password is the first factor here',
          ),
        })
        .default({})
        .describe('Policies of the pool.'),
      AdminCreateUserConfig: z
        .strictObject({
          AllowAdminCreateUserOnly: z
            .boolean()
            .default(false)
            .describe('Whether users may not sign themselves up.'),
          InviteMessageTemplate: stored(
            z.unknown().optional().describe('The words of an invitation.'),
            noMail,
          ),
          UnusedAccountValidityDays: z
            .int()
            .min(0)
            .max(365)
            .optional()
            .describe('The older name of TemporaryPasswordValidityDays.'),
        })
        .default({ AllowAdminCreateUserOnly: false })
        .describe('How users are made.'),
      AliasAttributes: z
        .array(z.enum(['email', 'phone_number', 'preferred_username']))
        .default([])
        .describe('What users may sign in by, besides their name.'),
      UsernameAttributes: z
        .array(z.enum(['email', 'phone_number']))
        .default([])
        .describe('What stands for the user name.'),
      UsernameConfiguration: z
        .strictObject({ CaseSensitive: z.boolean().optional().describe('Whether case makes another name.') })
        .optional()
        .describe('How user names are compared.'),
      AutoVerifiedAttributes: z
        .array(z.enum(['email', 'phone_number']))
        .default([])
        .describe('What the code of a sign-up proves.'),
      Schema: z.array(attribute).default([]).describe('Attributes of users.'),
      MfaConfiguration: refused(
        z.enum(['OFF', 'ON', 'OPTIONAL']).optional().describe('Whether a second factor is asked for.'),
        'second factors are not asked for here: users would sign in without the one that is required',
        (value) => value !== 'ON',
      ),
      EnabledMfas: stored(
        z.array(z.string()).optional().describe('The second factors there are.'),
        'second factors are not asked for here',
      ),
      AccountRecoverySetting: stored(
        z.unknown().optional().describe('How a forgotten password is recovered.'),
        noMail,
      ),
      DeletionProtection: stored(
        z.string().optional().describe('Whether the pool may be deleted.'),
        'decides nothing',
      ),
      DeviceConfiguration: stored(
        z.unknown().optional().describe('Whether devices are remembered.'),
        'devices are not remembered',
      ),
      EmailAuthenticationMessage: stored(
        z.string().optional().describe('The words of a sign-in code.'),
        noMail,
      ),
      EmailAuthenticationSubject: stored(
        z.string().optional().describe('The subject of a sign-in code.'),
        noMail,
      ),
      EmailConfiguration: stored(z.unknown().optional().describe('Who sends mail.'), noMail),
      EmailVerificationMessage: stored(z.string().optional().describe('The words of a code.'), noMail),
      EmailVerificationSubject: stored(z.string().optional().describe('The subject of a code.'), noMail),
      SmsAuthenticationMessage: stored(
        z.string().optional().describe('The words of a sign-in code.'),
        noMail,
      ),
      SmsConfiguration: stored(z.unknown().optional().describe('Who sends messages.'), noMail),
      SmsVerificationMessage: stored(z.string().optional().describe('The words of a code.'), noMail),
      VerificationMessageTemplate: stored(
        z.unknown().optional().describe('The words of codes and links.'),
        noMail,
      ),
      LambdaConfig: refused(
        z.unknown().optional().describe('Functions that take part in what the pool does.'),
        'triggers are not run: one that refuses a sign-up or changes a token would be passed over',
        (value) => value !== null && typeof value === 'object' && Object.keys(value).length === 0,
      ),
      UserAttributeUpdateSettings: stored(
        z.unknown().optional().describe('Attributes to verify before they change.'),
        'attributes change at once',
      ),
      UserPoolAddOns: stored(
        z.unknown().optional().describe('Threat protection.'),
        'sign-ins are slowed down after wrong passwords, whatever is written here',
      ),
      UserPoolTags: stored(
        z.record(z.string(), z.string()).default({}).describe('Names and values that say whose it is.'),
        'tags are given back, and decide nothing',
      ),
      UserPoolTier: stored(z.string().optional().describe('The plan it is billed by.'), 'decides nothing'),
      WebAuthnRelyingPartyID: stored(
        z.string().optional().describe('The domain of passkeys.'),
        'there are no passkeys here',
      ),
      WebAuthnUserVerification: stored(
        z.string().optional().describe('Whether passkeys ask who is there.'),
        'there are no passkeys here',
      ),
      WebAuthnFactorConfiguration: stored(
        z.string().optional().describe('How many factors a passkey is.'),
        'there are no passkeys here',
      ),
    })
    .describe('A user pool.'),
  ref: (_, self) => poolIdOf(self),
  attributes: {
    Arn: (_, self) => arnOf(self),
    ProviderName: (_, self) => `cognito-idp.${self.region}.amazonaws.com/${poolIdOf(self)}`,
    ProviderURL: (_, self) => `https://cognito-idp.${self.region}.amazonaws.com/${poolIdOf(self)}`,
    UserPoolId: (_, self) => poolIdOf(self),
  },
  add(pool, parts, self) {
    const policy = pool.Policies.PasswordPolicy;
    const days =
      policy?.TemporaryPasswordValidityDays ?? pool.AdminCreateUserConfig.UnusedAccountValidityDays ?? 7;
    parts.userPools.push({
      id: self.id,
      origin: self.origin,
      poolId: poolIdOf(self),
      arn: arnOf(self),
      name: pool.UserPoolName ?? physicalName(self.stack, self.logicalId, 128),
      caseSensitive: pool.UsernameConfiguration?.CaseSensitive ?? false,
      usernameAttributes: pool.UsernameAttributes,
      aliasAttributes: pool.AliasAttributes,
      autoVerified: pool.AutoVerifiedAttributes,
      adminOnly: pool.AdminCreateUserConfig.AllowAdminCreateUserOnly,
      passwords: {
        minimumLength: policy?.MinimumLength ?? 8,
        lowercase: policy?.RequireLowercase ?? true,
        uppercase: policy?.RequireUppercase ?? true,
        numbers: policy?.RequireNumbers ?? true,
        symbols: policy?.RequireSymbols ?? true,
        temporaryDays: days,
      },
      attributes: pool.Schema.map((a) => ({
        name: standard.has(a.Name) || a.Name.startsWith('custom:') ? a.Name : `custom:${a.Name}`,
        type: a.AttributeDataType,
        required: a.Required,
        mutable: a.Mutable,
      })),
      tags: tagged(Object.entries(pool.UserPoolTags).map(([Key, Value]) => ({ Key, Value }))),
    });
  },
});

const arnOf = (self: Self): string =>
  `arn:aws:cognito-idp:${self.region}:${self.accountId}:userpool/${poolIdOf(self)}`;

/** OpenID Connect Core 5.1: what a user has without a schema. */
const standard = new Set([
  ...['address', 'birthdate', 'email', 'email_verified', 'family_name', 'gender', 'given_name', 'locale'],
  ...['middle_name', 'name', 'nickname', 'phone_number', 'phone_number_verified', 'picture'],
  ...['preferred_username', 'profile', 'sub', 'updated_at', 'website', 'zoneinfo'],
]);
