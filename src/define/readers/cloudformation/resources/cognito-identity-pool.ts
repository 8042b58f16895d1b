import { keptShape, textIn } from '../kept.ts';
import { resource } from '../resource.ts';

/** Credentials of AWS for users: kept, for nothing here gives any. */
export default resource({
  name: 'AWS::Cognito::IdentityPool',
  whole: { fidelity: 'stored', reason: 'an identity pool gives AWS credentials, and there are none here' },
  shape: keptShape('An identity pool.', {
    'AllowUnauthenticatedIdentities!': 'Whether guests get credentials too.',
    AllowClassicFlow: 'Whether the older flow works.',
    CognitoEvents: 'Functions that are told.',
    CognitoIdentityProviders: 'The user pools it trusts.',
    CognitoStreams: 'Where changes go.',
    DeveloperProviderName: 'The name of a provider of one’s own.',
    IdentityPoolName: 'Its name.',
    IdentityPoolTags: 'Names and values that say whose it is.',
    OpenIdConnectProviderARNs: 'The issuers it trusts.',
    PushSync: 'Where messages go.',
    SamlProviderARNs: 'The SAML providers it trusts.',
    SupportedLoginProviders: 'The social networks it trusts.',
  }),
  ref: (_, self) => `${self.region}:${self.logicalId}`,
  attributes: { Name: (pool, self) => textIn(pool, 'IdentityPoolName') ?? self.logicalId },
});
