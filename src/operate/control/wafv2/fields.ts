/** What AWS WAF names as `Field` of a WAFInvalidParameterException, for members of other names. */
const called: Readonly<Record<string, string>> = {
  ACTION: 'RULE_ACTION',
  ACTION_TO_USE: 'RULE_ACTION',
  ADDRESSES: 'IP_ADDRESS',
  ASN_MATCH_STATEMENT: 'STATEMENT',
  ASSOCIATION_CONFIG: 'ASSOCIATED_RESOURCE_TYPE',
  CAPACITY: 'RULE_GROUP',
  CAPTCHA_CONFIG: 'CHALLENGE_CONFIG',
  CONDITIONS: 'FILTER_CONDITION',
  CUSTOM_RESPONSE_BODIES: 'CUSTOM_RESPONSE_BODY',
  CUSTOM_RESPONSE_BODY_KEY: 'CUSTOM_RESPONSE_BODY',
  EXCLUDED_RULES: 'EXCLUDED_RULE',
  IPSET_FORWARDED_IPCONFIG: 'IP_SET_FORWARDED_IP_CONFIG',
  IPSET_REFERENCE_STATEMENT: 'IP_SET_REFERENCE_STATEMENT',
  FORWARDED_IPCONFIG: 'FORWARDED_IP_CONFIG',
  MANAGED_RULE_GROUP_CONFIGS: 'MANAGED_RULE_GROUP_CONFIG',
  MANAGED_RULE_GROUP_STATEMENT: 'MANAGED_RULE_SET_STATEMENT',
  PRE_PARSE_TEXT_TRANSFORMATIONS: 'PRE_PARSE_TEXT_TRANSFORMATION',
  REDACTED_FIELDS: 'FIELD_TO_MATCH',
  REGEX_MATCH_STATEMENT: 'STATEMENT',
  REGEX_PATTERN_SET_REFERENCE_STATEMENT: 'REGEX_PATTERN_REFERENCE_STATEMENT',
  RULES: 'RULE',
  SCOPE_DOWN_STATEMENT: 'SCOPE_DOWN',
  TEXT_TRANSFORMATIONS: 'TEXT_TRANSFORMATION',
  TOKEN_DOMAINS: 'TOKEN_DOMAIN',
};

const fields = new Set([
  ...Object.values(called),
  ...['AND_STATEMENT', 'BYTE_MATCH_STATEMENT', 'CUSTOM_KEYS', 'CUSTOM_REQUEST_HANDLING'],
  ...['CUSTOM_RESPONSE', 'DATA_PROTECTION_CONFIG', 'DEFAULT_ACTION', 'FALLBACK_BEHAVIOR', 'FIELD_TO_MATCH'],
  ...[
    'GEO_MATCH_STATEMENT',
    'HEADER_NAME',
    'LABEL_MATCH_STATEMENT',
    'LOGGING_FILTER',
    'METRIC_NAME',
    'NOT_STATEMENT',
  ],
  ...['OR_STATEMENT', 'OVERRIDE_ACTION', 'OVERSIZE_HANDLING', 'POSITION', 'RATE_BASED_STATEMENT'],
  ...['RULE_GROUP_REFERENCE_STATEMENT', 'SINGLE_HEADER', 'SINGLE_QUERY_ARGUMENT'],
  ...['SIZE_CONSTRAINT_STATEMENT', 'SQLI_MATCH_STATEMENT', 'STATEMENT', 'XSS_MATCH_STATEMENT'],
]);

/** Fields whose patterns AWS names by what they choose from. */
const patterns: Readonly<Record<string, string>> = {
  Cookies: 'COOKIE_MATCH_PATTERN',
  Headers: 'HEADER_MATCH_PATTERN',
  JsonBody: 'JSON_MATCH_PATTERN',
};

/**
 * `['Rules', 0, 'Statement', 'GeoMatchStatement', 'CountryCodes']` → `GEO_MATCH_STATEMENT`: the innermost that AWS has
 * a name for.
 */
export const fieldOf = (path: readonly PropertyKey[], otherwise: string): string =>
  named(path)?.field ?? otherwise;

/** The same as AWS calls the type of it: `GeoMatchStatement`. */
export function structureOf(path: readonly PropertyKey[]): string {
  const part = named(path)?.part ?? String(path[0]);
  return types[part] ?? part;
}

/** Types that are not called as the members that hold them. */
const types: Readonly<Record<string, string>> = {
  Action: 'RuleAction',
  ActionToUse: 'RuleAction',
  Conditions: 'FilterCondition',
  CustomResponseBodies: 'CustomResponseBody',
  ExcludedRules: 'ExcludedRule',
  ManagedRuleGroupConfigs: 'ManagedRuleGroupConfig',
  RedactedFields: 'FieldToMatch',
  Rules: 'Rule',
  TextTransformations: 'TextTransformation',
};

function named(path: readonly PropertyKey[]): { readonly part: string; readonly field: string } | undefined {
  for (let i = path.length - 1; i >= 0; i--) {
    const part = String(path[i]);
    const pattern = part === 'MatchPattern' ? patterns[String(path[i - 1])] : undefined;
    if (pattern !== undefined) return { part, field: pattern };
    const name = part.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
    const field = called[name] ?? name;
    if (fields.has(field)) return { part, field };
  }
  return undefined;
}
