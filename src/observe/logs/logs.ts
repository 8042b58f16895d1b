import type { Event } from '../../base/event.ts';
import type { WafOutcome } from '../../base/exchange.ts';
import type { FunctionLog } from '../../functions/log.ts';
import { OfKind } from '../of-kind.ts';
import type { StageView, View, WebAclView } from '../view.ts';
import { rateOf } from '../waf/rates.ts';
import { type AccessFormat, accessFormat, jsonFormat } from './access-format.ts';
import { jsonLine } from './escape.ts';
import { executionLog, executionLogGroup } from './execution-log.ts';
import type { LogFile, LogFileLimits } from './log-file.ts';
import { LogFolder } from './log-folder.ts';
import { redacted } from './redaction.ts';
import { keeps } from './waf-filter.ts';
import { wafRecord } from './waf-record.ts';

/** Where logs go, and who has one. */
export interface LogOptions {
  /** The folder of all log files; null keeps none. */
  readonly folder: string | null;
  readonly limits?: LogFileLimits;
  /** Access log lines also go here, when given: to the terminal. */
  readonly out?: (line: string) => void;
  /** The format for stages that have no access log of their own; null: such stages have none. */
  readonly defaultFormat?: string | null;
}

interface StageLogs {
  readonly view: StageView;
  readonly format: AccessFormat | null;
  readonly access: LogFile | null;
  /** Null when no level of the stage says anything. */
  readonly execution: LogFile | null;
}

/** Where the lines of an event go. */
interface Place {
  readonly stage: StageLogs | undefined;
  readonly acl: WebAclView | undefined;
}

/** Everything that is written as lines: access, execution, WAF and function logs. */
export class Logs {
  readonly folder: LogFolder;
  /** Blocked requests that came too fast for a log of some. */
  wafRecordsHeld = 0;
  readonly #options: LogOptions;
  #view: View | null = null;
  #stages = new Map<string, StageLogs>();
  readonly #places = new OfKind((e) => this.#place(e));
  readonly #wafFiles = new Map<string, LogFile | null>();

  constructor(options: LogOptions) {
    this.#options = options;
    this.folder = new LogFolder(options.folder, options.limits);
  }

  /** Takes the formats and levels of a view; files that both have stay open. */
  apply(view: View): void {
    this.#view = view;
    this.#wafFiles.clear();
    this.#places.forget();
    this.#stages = new Map([...view.stages].map(([id, stage]) => [id, this.#stage(stage)]));
  }

  write(e: Event): void {
    const { stage, acl } = this.#places.of(e, undefined);
    if (stage !== undefined) {
      if (stage.format !== null) {
        const line = stage.format(e, stage.view);
        stage.access?.append(line);
        this.#options.out?.(line);
      }
      if (stage.execution !== null) {
        for (const line of executionLog(e, stage.view)) stage.execution.append(line);
      }
    }
    if (e.waf !== null) this.#waf(e, e.waf, stage, acl);
  }

  /** One entry of a function's log; its stream is a file, and a line of the entry a line of it. */
  functionLog(entry: FunctionLog): void {
    const time = new Date(entry.at).toISOString();
    const text = entry.text.replace(/\r?\n$/, '').replace(/[\r\n]+/g, '\n\t');
    this.folder.append(entry.logGroup, `${entry.logStream}.log`, `${time} ${printable(text)}`);
  }

  /** A web ACL with a logging configuration is logged by that; any other as the settings say. */
  #waf(e: Event, waf: WafOutcome, stage: StageLogs | undefined, acl: WebAclView | undefined): void {
    const view = this.#view!;
    const logging = acl?.logging ?? null;
    if (logging === null ? !this.#asked(e, waf) : !keeps(logging.filter, e, waf, acl!)) return;
    let file = this.#wafFiles.get(waf.webAcl);
    if (file === undefined) {
      file =
        logging === null
          ? this.folder.lasting('', `aws-waf-logs-${acl?.acl.name ?? waf.webAcl}.jsonl`)
          : this.folder.lasting(logging.group, logging.stream);
      this.#wafFiles.set(waf.webAcl, file);
    }
    if (file === null) return;
    const shown = logging === null ? e : redacted(e, logging.redaction, (rule) => rateOf(acl, rule));
    const record = wafRecord(shown, shown.waf!, acl, stage?.view, view, view.atlas.of(e.client));
    file.append(jsonLine(record));
  }

  #place(e: Event): Place {
    return {
      stage: this.#stages.get(e.stage),
      acl: e.waf === null ? undefined : this.#view?.webAcls.get(e.waf.webAcl),
    };
  }

  #asked(e: Event, waf: WafOutcome): boolean {
    const { wafLog } = this.#view!;
    if (wafLog === 'none' || (wafLog !== 'inspected' && waf.action === 'ALLOW')) return false;
    if (wafLog !== 'some' || e.headers !== null) return true;
    this.wafRecordsHeld++;
    return false;
  }

  #stage(view: StageView): StageLogs {
    const { api, stage } = view;
    const setting = stage.accessLog;
    const format = setting === null ? (this.#options.defaultFormat ?? null) : setting.format || jsonFormat;
    const group = setting === null ? `API-Gateway-Access-Logs_${api.apiId}` : groupOf(setting.destinationArn);
    const speaks = view.level !== 'OFF' || [...view.operations.values()].some((o) => o.level !== 'OFF');
    return {
      view,
      format: format === null ? null : accessFormat(format),
      access: format === null ? null : this.folder.lasting(group, `${stage.name}.log`),
      execution: speaks ? this.folder.lasting(executionLogGroup(api.apiId), `${stage.name}.log`) : null,
    };
  }
}

/** The log group, or delivery stream, that a destination's ARN names. */
function groupOf(arn: string): string {
  const group = /:log-group:([^:]+)/.exec(arn)?.[1];
  return group ?? /[/:]([^/:]+)$/.exec(arn)?.[1] ?? (arn === '' ? 'access-log' : arn);
}

/** Control characters of what a function wrote would let it rewrite the terminal of whoever reads the log. */
const printable = (text: string): string =>
  text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g,
    (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
