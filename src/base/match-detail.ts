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
  /** The name of the header, argument or cookie; '' when there is none. */
  readonly field: string;
  /** The kind of attack that was understood (`sqli`, `xss`, `shell`, …); '' for an expression. */
  readonly family: string;
  /** What matched, in pieces. */
  readonly data: readonly string[];
}

/** What a CAPTCHA or challenge rule made of the request's token. */
export interface TokenOutcome {
  /** The rule of the web ACL, or that refers to the group. */
  readonly rule: string;
  /** The rule of the group; '' for a rule of the web ACL itself. */
  readonly within: string;
  readonly action: 'CAPTCHA' | 'CHALLENGE';
  /** The status that was sent in place of the request; 0 when the token was good and the request went on. */
  readonly responseCode: number;
  /** When the puzzle was solved, in seconds since the epoch; -1 when it was not. */
  readonly solvedAt: number;
  /** '' when the token was good. */
  readonly failure: '' | 'TOKEN_MISSING' | 'TOKEN_EXPIRED' | 'TOKEN_INVALID' | 'TOKEN_DOMAIN_MISMATCH';
}

/** Parts of a request that a rule looked at and that were longer than what is looked at: a set of bits. */
export const oversize = { body: 1, jsonBody: 2, headers: 4, cookies: 8 } as const;
