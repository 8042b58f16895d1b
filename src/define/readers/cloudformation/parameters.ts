import { error, info, type Note } from '../../../base/note.ts';
import type { Document, Path } from '../document.ts';
import { shaped } from '../shaped.ts';
import { parameterShape, type TemplateParameter } from './template.ts';

/**
 * The values of a template's parameters: what was given, or the default. One without a value is an error, as is
 * a value that its declaration does not allow. Parameters of SSM's types keep the name of the SSM parameter as
 * their value, and say so.
 */
export function parameterValues(
  declared: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, string>>,
  document: Document,
  note: (note: Note) => void,
): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const [name, raw] of Object.entries(declared)) {
    const path: Path = ['Parameters', name];
    const { value: parameter, notes } = shaped(parameterShape, raw, { ...document, path });
    for (const n of notes) note(n);
    if (parameter === null) continue;
    const text = Object.hasOwn(given, name) ? given[name]! : parameter.Default;
    const fail = (code: string, message: string): void => note(error(code, message, document.origin(path)));
    if (text === undefined) {
      fail(
        'parameter.missing',
        `parameter ${name} has neither a value nor a default: give it one (--parameter ${name}=…)`,
      );
      continue;
    }
    const wrong = complaint(parameter, text);
    if (wrong !== null) {
      const own = parameter.ConstraintDescription;
      fail('parameter.value', `parameter ${name} ${own ?? wrong}, not ${JSON.stringify(text)}`);
      continue;
    }
    values.set(name, typed(parameter.Type, text));
    if (parameter.Type.startsWith('AWS::SSM::') && name !== BOOTSTRAP && !Object.hasOwn(given, name))
      note(
        info(
          'parameter.ssm',
          `parameter ${name} would be looked up in SSM; its value here is the name: ${text}`,
          document.origin(path),
        ),
      );
  }
  return values;
}

/** What every CDK stack asks for; nothing here depends on it. */
const BOOTSTRAP = 'BootstrapVersion';

const isList = (type: string): boolean => type === 'CommaDelimitedList' || /(^|<)List<.+>/.test(type);

function typed(type: string, text: string): unknown {
  if (!isList(type)) return text;
  return text === '' ? [] : text.split(',').map((item) => item.trim());
}

/** What is wrong with a value, to follow the parameter's name; null when nothing is. */
function complaint(parameter: TemplateParameter, text: string): string | null {
  const { Type, AllowedValues, AllowedPattern, MinLength, MaxLength, MinValue, MaxValue } = parameter;
  const items = isList(Type) ? (typed(Type, text) as string[]) : [text];
  if (AllowedValues !== undefined && !items.every((item) => AllowedValues.includes(item)))
    return `must be one of ${AllowedValues.join(', ')}`;
  if (/(^|<)Number/.test(Type) && !items.every((item) => item.trim() !== '' && Number.isFinite(Number(item))))
    return 'must be a number';
  if (MinValue !== undefined && Number(text) < MinValue) return `must be at least ${MinValue}`;
  if (MaxValue !== undefined && Number(text) > MaxValue) return `must be at most ${MaxValue}`;
  if (MinLength !== undefined && text.length < MinLength) return `must have at least ${MinLength} characters`;
  if (MaxLength !== undefined && text.length > MaxLength) return `must have at most ${MaxLength} characters`;
  if (AllowedPattern === undefined) return null;
  try {
    return new RegExp(`^(?:${AllowedPattern})$`).test(text) ? null : `must match ${AllowedPattern}`;
  } catch {
    return `has an AllowedPattern that is no regular expression: ${AllowedPattern}`;
  }
}
