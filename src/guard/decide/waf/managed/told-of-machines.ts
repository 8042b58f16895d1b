import type { Finding } from '../detect/finding.ts';
import type { Neighbours, Piece } from '../inspect/inspect.ts';

/** Where those who ship records say what a record was read from: Elastic, Loki, Splunk, Fluent. */
const origins =
  /(?:\/log\/file\/path|\/log\.file\.path|\/streams\/\d+\/stream\/[\w.-]+|\/log_?[gG]roup(?:_?[nN]ame)?|^\/entries\/\d+\/labels\/\w+|^(?:\/\d+)?\/source|\/collect_list\/\d+\/file_path)$/;
/** The same, where only the record around them tells that they are no names of files to be opened. */
const besideRecords = /\/(?:_?file(?:_?name|_?path)?|log_?(?:file|path|file_path)|path|location)$/i;
/** A variable of an environment: `LOG_FILE`, `APP_LOG_PATH`. */
const setting = /\/(?:[A-Z\d]{1,24}_){0,4}LOG(?:S|_?FILE|_?PATH|_?DIR|_FILENAME)?$/;
/** Where a volume or a disk is to be seen in a machine. */
const mounts =
  /\/(?:mountPath|(?:mount|mnt)_?point|mountDir|hostPath\/path|mounts\/\d+\/(?:path|source|target|destination)|HostConfig\/Binds\/\d+|services\/[\w.-]+\/volumes\/\d+(?:\/(?:source|target))?|containerPath|write_files\/\d+\/path|tags\/path)$/i;
const devices = /\/device(?:_?name)?$/;
const disks = /\/\w{0,24}(?:device|disk)(?:_?(?:name|path))?$|\/filesystem_path$/i;
const disk =
  /^dev\/(?:(?:sd[a-z]{1,2}|xvd[a-z]{1,2}|vd[a-z]|nvme\dn\d)(?:p?\d{1,2})?|disk\/by-(?:id|uuid|path|label)\/[\w.:-]+)$/;
/** A folder that a file server shares, where a name says that it is one. */
const shares = /(?:unc|share)(?:_?(?:path|name|dir))?$/i;
const share = /^\\{2,4}[\w-]+(?:\.[\w-]+)*(?:\\{1,2}(?!\.)[\w.-]+)+$/;
/** The attributes of OpenTelemetry. */
const isAttribute = (name: string): boolean =>
  name.endsWith('/stringValue') && /^\/resource(?:Logs|Spans|Metrics)\/\d+\//.test(name);
/**
 * What runs in a machine, as agents tell of it: OpenTelemetry, Elastic’s common schema, and what an image was made by.
 */
const isProcess = (name: string): boolean =>
  isAttribute(name) ||
  /^\/process\/(?:command_line|executable|args\/\d+|parent\/(?:command_line|executable))$|^\/history\/\d+\/created_by$|^\/\d+\/CreatedBy$/.test(
    name,
  );

/** The value of a label of Prometheus, in what it sends on: a message of series of labels of names and values. */
const label = /^1\.1\.2$/;

/** What a tool is told to pass over: nobody opens it. A list in JSON, an argument of the query. */
const passedOver =
  /\/(?:\w{1,24}[_.-])?(?:ignores?|ignored?|excludes?|excluded)(?:_?(?:files?|paths?|patterns?|globs?))?\/\d{1,3}$/i;
const excluded = /^excludes?(?:\[\d{0,3}\])?$/i;
const passes = (where: Piece['where'], name: string): boolean =>
  where === 'json' ? passedOver.test(name) : where === 'query' && excluded.test(name);
const hidden = /^\.[\w.-]{2,24}$/;

const plain = /^\/[\w.:@%+/-]+$/;
/** What Kubernetes mounts into every pod. */
const given = /^(?:var\/)?run\/secrets\/[\w.-]+\/serviceaccount$/;

/**
 * True for the path of a log or of a mount that somebody tells of, in JSON:
 * `"log":{"file":{"path":"/var/log/syslog"}}`, or in what Prometheus sends on: `mountpoint="/etc/hosts"`. It is all of
 * its value, climbs nowhere, and is none that only an attacker would name; or stands in a file that a manifest of
 * Kubernetes brings along.
 */
export function isToldOf(finding: Finding, piece: Piece, near: Neighbours): boolean {
  const { what, score, from, to } = finding;
  const { where, how, name, text } = piece;
  if (how.length > 0) return false;
  if (
    where === 'json' &&
    from > 0 &&
    file.test(name) &&
    finding.context === 'path of a file' &&
    text.includes('\n')
  )
    return near.tellOfCluster();
  if (from > 0 || to < text.length) return false;
  if (passes(where, name)) return score < 59 && hidden.test(text);
  if (finding.context === 'UNC path')
    return where === 'json' && score < 53 && shares.test(name) && share.test(text);
  if (!plain.test(text)) return false;
  if (where === 'xml') return score < 53 && disks.test(name) && disk.test(what);
  if (where === 'protobuf') return score < 53 && label.test(name) && isMeasured(what, near.before(piece));
  if (where !== 'json' || (score > 52 && !given.test(what))) return false;
  if (mounts.test(name)) return score < 53 || name.endsWith('/mountPath');
  if (score > 52) return false;
  if (isOfManifest(name, near)) return true;
  if (what.startsWith('dev/')) return devices.test(name) || (disks.test(name) && disk.test(what));
  if (!what.startsWith('var/log/')) return false;
  return (
    origins.test(name) ||
    setting.test(name) ||
    isAttribute(name) ||
    (besideRecords.test(name) && near.tellOfRecords())
  );
}

const isMeasured = (what: string, named: Piece | null): boolean =>
  named !== null &&
  named.name === '1.1.1' &&
  (named.text === 'mountpoint' || (named.text === 'device' && what.startsWith('dev/')));

/** True for an address that is all of its value where a span tells what was called: `"url.full"` of OpenTelemetry. */
export const isCalled = ({ from, to }: Finding, { where, how, name, text }: Piece): boolean =>
  where === 'json' &&
  how.length === 0 &&
  from === 0 &&
  to === text.length &&
  isAttribute(name) &&
  called.test(text);
const called = /^(?:https?:\/\/)?(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?(?:\/[\w./%-]*)?$/i;

/** What a manifest of Kubernetes gives to a container: below its specification, or among its data. */
const isOfManifest = (name: string, near: Neighbours): boolean =>
  /\/(?:spec|data|stringData)\//.test(name) && near.tellOfCluster();
/** A file among the data of a ConfigMap or a Secret, by its name. */
const file = /\/(?:data|stringData)\/[\w.-]{1,64}$/;
const commanded = /\/(?:command|args)\/\d{1,3}$/;
/** Of a conversation: what its model asked a tool of whoever talks to it. */
const toolCall =
  /^\/(?:messages|input)\/\d{1,4}\/(?:content\/\d{1,3}\/input|tool_calls\/\d{1,3}\/function\/arguments|arguments)\/(?:cmd|command)$/;
/** What a package of npm says is to be run, wherever its manifest stands; in front of it, where. */
const packaged = /^(.{0,200}?)\/(?:scripts|husky\/hooks)\/[\w:.@~-]{1,64}$/;
const script = /\/(?:data|stringData)\/[\w.-]{1,64}\.sh$/;

/** The versions of another package that one takes (`>=16 || 14 >=14.17`), which read as comparisons. */
export const isVersions = ({ where, how, name, text }: Piece): boolean =>
  where === 'json' && how.length === 0 && taking.test(name) && versions.test(text);
const taking = /\/(?:engines|requires|(?:dev|peer|optional)?[dD]ependencies)\/[\w@~./-]{1,120}$/;
const comparator = String.raw`(?:[<>]=?|[\^~=])?\s?v?\d{1,9}(?:\.(?:\d{1,9}|[xX*])){0,2}(?:-[\w.]{1,40})?`;
const versions = new RegExp(String.raw`^${comparator}(?:\s?(?:\|\||\s-)?\s${comparator}){0,16}$`);

/**
 * True for a command where an agent tells what runs (`"process.command_line"`), where a conversation with a model has
 * what it asked a tool to do, and where a manifest of Kubernetes says what a container is to run: all of its value, or
 * a script by its name; and where a package says what its scripts are.
 */
export function isRunning({ what, score }: Finding, piece: Piece, near: Neighbours): boolean {
  const { where, how, name } = piece;
  if (where !== 'json' || score > 74) return false;
  if (toolCall.test(name)) return what.endsWith(', the whole value') && how.every((one) => one === 'json');
  if (how.length > 0) return false;
  if (script.test(name)) return near.tellOfCluster();
  const scripts = packaged.exec(name);
  if (scripts !== null) return near.tellOfPackage(scripts[1]!);
  if (!what.endsWith(', the whole value')) return false;
  return isProcess(name) || (commanded.test(name) && isOfManifest(name, near));
}
