import type { LedgerEntry } from '../../base/fidelity.ts';
import { error, hasErrors, type Note } from '../../base/note.ts';
import { place } from '../../base/origin.ts';
import type { Api } from '../model/api.ts';
import type { Definition } from '../model/definition.ts';
import type { ApiClientCertificate, Domain } from '../model/domain.ts';
import type { Element } from '../model/element.ts';
import type { LambdaFunction } from '../model/function.ts';
import type { LoggingConfiguration } from '../model/logging.ts';
import type { Settings } from '../model/settings.ts';
import type { Stack } from '../model/stack.ts';
import type { ApiKey, UsagePlan, UsagePlanKey } from '../model/usage.ts';
import type { UserPool } from '../model/user-pool.ts';
import type { IpSet, RegexPatternSet, RuleGroup, WebAcl, WebAclAssociation } from '../model/web-acl.ts';
import type { Catalogue } from './catalogue.ts';

/** What the readers add to, all of them to the same one, until it is frozen into a definition. */
export class Draft {
  readonly catalogue: Catalogue;
  readonly apis: Api[] = [];
  readonly domains: Domain[] = [];
  readonly clientCertificates: ApiClientCertificate[] = [];
  readonly functions: LambdaFunction[] = [];
  readonly webAcls: WebAcl[] = [];
  readonly ipSets: IpSet[] = [];
  readonly regexPatternSets: RegexPatternSet[] = [];
  readonly loggingConfigurations: LoggingConfiguration[] = [];
  readonly ruleGroups: RuleGroup[] = [];
  readonly associations: WebAclAssociation[] = [];
  readonly apiKeys: ApiKey[] = [];
  readonly usagePlans: UsagePlan[] = [];
  readonly usagePlanKeys: UsagePlanKey[] = [];
  readonly userPools: UserPool[] = [];
  readonly stacks: Stack[] = [];
  readonly ledger: LedgerEntry[] = [];
  readonly notes: Note[] = [];
  /** Files that a document names and that change what it means, absolute: watched as the document is. */
  readonly followed: string[] = [];

  readonly #given: object;
  readonly #later: (() => void)[] = [];
  #settings: Settings;

  /** `given` are settings of the command line, already in `settings`: no file changes those. */
  constructor(settings: Settings, catalogue: Catalogue, given: object = {}) {
    this.#settings = settings;
    this.catalogue = catalogue;
    this.#given = given;
  }

  get settings(): Settings {
    return this.#settings;
  }

  set settings(settings: Settings) {
    const kept = Object.entries(this.#settings).filter(([name]) => Object.hasOwn(this.#given, name));
    this.#settings = { ...settings, ...Object.fromEntries(kept) };
  }

  /** Puts off what needs to know what all readers have read. */
  later(then: () => void): void {
    this.#later.push(then);
  }

  /** Does what was put off. To be called when every reader has read. */
  settle(): void {
    for (const then of this.#later.splice(0)) then();
  }

  follow(file: string): void {
    this.followed.push(file);
  }

  note(...notes: readonly Note[]): void {
    this.notes.push(...notes);
  }

  /** The definition, of generation 1; frozen through and through. An `id` given twice is noted as an error. */
  freeze(): Definition {
    if (!hasErrors(this.notes)) this.#checkIds();
    return frozen({
      generation: 1,
      settings: this.settings,
      apis: this.apis,
      domains: this.domains,
      clientCertificates: this.clientCertificates,
      functions: this.functions,
      webAcls: this.webAcls,
      ipSets: this.ipSets,
      regexPatternSets: this.regexPatternSets,
      loggingConfigurations: this.loggingConfigurations,
      ruleGroups: this.ruleGroups,
      associations: this.associations,
      apiKeys: this.apiKeys,
      usagePlans: this.usagePlans,
      usagePlanKeys: this.usagePlanKeys,
      userPools: this.userPools,
      stacks: this.stacks,
      ledger: this.ledger,
    });
  }

  #elements(): Element[] {
    const inApis = this.apis.flatMap((api) => [
      api,
      ...api.stages,
      ...(api.authorizers ?? []),
      ...(api.policy === undefined || api.policy === null ? [] : [api.policy]),
      ...(api.validators ?? []),
      ...(api.models ?? []),
      ...(api.gatewayResponses ?? []),
      ...api.resources,
      ...api.resources.flatMap((r) => r.methods),
    ]);
    return [
      ...inApis,
      ...this.domains,
      ...this.clientCertificates,
      ...this.functions,
      ...this.webAcls,
      ...this.webAcls.flatMap((acl) => acl.rules),
      ...this.ipSets,
      ...this.regexPatternSets,
      ...this.ruleGroups,
      ...this.ruleGroups.flatMap((group) => group.rules),
      ...this.associations,
      ...this.apiKeys,
      ...this.usagePlans,
      ...this.usagePlanKeys,
      ...this.loggingConfigurations,
      ...this.userPools,
      ...this.userPools.flatMap((p) => [...p.clients, ...p.resourceServers, ...p.groups, ...p.users]),
    ];
  }

  #checkIds(): void {
    const first = new Map<string, Element>();
    for (const element of this.#elements()) {
      const before = first.get(element.id);
      if (before === undefined) first.set(element.id, element);
      else {
        const message = `${element.id} is already defined at ${place(before.origin)}`;
        this.note(error('element.duplicate-id', message, element.origin));
      }
    }
  }
}

function frozen<T>(value: T): T {
  if (value === null || typeof value !== 'object' || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) frozen(part);
  return value;
}
