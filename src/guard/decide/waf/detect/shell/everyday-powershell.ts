// Whatever it stands beside, it runs what was fetched, decodes what is hidden or asks for what is secret.
const harmful =
  /\biex\b|\binvoke-(?:e|mimi|wmi)|download(?:string|data)|-e(?:nc?|ncodedcommand)\b|\.(?:load|invoke)\(|\.ssh\b|\bsam\b|ntds|web\.config|unattend|id_(?:rsa|ed)|\.aws\b|_history/i;
const listed =
  /^(?:get|select|where|sort|stop|restart|out-(?!file)|write|test|format|export|import-module$|foreach|measure|convertfrom|copy|move|expand|compress|new-item$|remove)-?/;
const asking = /credential|localuser|localgroup|aduser|adcomputer|wmi|computer$/;
const picked =
  /\|\s*(?:where|select|sort|measure|format|group|export|foreach|ft|fl|\?|%)\b|-filter [^*\n]|-properties /i;
// By HTTPS or from this machine, to where a variable says, with nothing sent along that lies here.
const fetched = /^ [^|;\n]{0,160}?(?:https:\/\/|http:\/\/(?:localhost|127\.0\.0\.1)\b|-uri "?\$[a-z_])/i;

/** A cmdlet that lists, picks, prints or ends something, or asks a server by HTTPS and runs nothing of its answer. */
export function isEverydayCmdlet(name: string, behind: string): boolean {
  if (/^(?:invoke-(?:webrequest|restmethod)|iwr|irm)$/.test(name))
    return (
      fetched.test(behind) &&
      !/\biex\b|invoke-e|-infile\b|\bstart-|;\s*[.&]|\|\s*(?:&|\.|ba|sh|cmd|power)|get-content|\bgc\b/i.test(
        behind,
      )
    );
  if (!listed.test(name) || harmful.test(behind)) return false;
  return !asking.test(name) || picked.test(behind);
}

// How connections are made, how texts are written, where folders lie.
const plain =
  /^\[(?:system\.)?(?:net\.(?:servicepointmanager|securityprotocoltype)\]::|text\.encoding\]::|convert\]::to|environment\]::(?:newline|machinename|getfolderpath|setenvironmentvariable|getenvironmentvariable\())/i;

/** True for the member of a type that a script uses to do something else, where `at` is the bracket before the type. */
export const isPlainType = (text: string, at: number): boolean =>
  plain.test(text.slice(at, at + 84)) && !harmful.test(text.slice(Math.max(0, at - 128), at + 256));

/** What is said of a cmdlet: words alone behind it, no argument among them; or another one that it is compared with. */
export const isTalkedOf = (text: string, end: number): boolean =>
  /^ (?:vs\.?|versus|or|and) [A-Z][a-z]{2,12}-[A-Z][A-Za-z]{2,24}[?.]?\s*$/.test(text.slice(end, end + 64)) ||
  /^ [a-z']{2,24}(?: [A-Za-z0-9][a-z0-9']{0,24}[,.?!]?){1,16}\s*(?:$|\n)/.test(text.slice(end, end + 240));
