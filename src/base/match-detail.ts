/** What a statement found in a request that it matched: of SQL, script and expressions alone, as AWS WAF has it. */
export interface MatchDetail {
  /** The rule of the web ACL that matched, or that refers to the group whose rule did. */
  readonly rule: string;
  /** The rule of the group; '' for a rule of the web ACL itself. */
  readonly within: string;
  /** `ATTACK` is ours: what a managed rule found that is neither SQL nor script. */
  readonly condition: 'SQL_INJECTION' | 'XSS' | 'REGEX' | 'ATTACK';
  /** Of SQL alone; '' otherwise. */
  readonly sensitivity: 'LOW' | 'HIGH' | '';
  /** Where: `HEADER`, `QUERY_STRING`, `BODY`, …; `UNKNOWN` for a part of a JSON body (AWS WAF: "Log fields"). */
  readonly location: string;
  /** The name of the header, argument or cookie, the JSON Pointer within a body; '' when there is none. */
  readonly field: string;
  /** The kind of attack that was understood (`sqli`, `xss`, `shell`, …); '' for an expression. */
  readonly family: string;
  /** What matched, in pieces. */
  readonly data: readonly string[];
}

/** Parts of a request that a rule looked at and that were longer than what is looked at: a set of bits. */
export const oversize = { body: 1, jsonBody: 2, headers: 4, cookies: 8 } as const;
