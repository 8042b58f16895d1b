import { PatternRefused } from '../../../../base/regex/syntax.ts';
import { modelNamed, type SchemaSet } from '../../../../define/model/validation.ts';
import { Schemas } from './schemas.ts';
import { unsupported } from './unsupported.ts';

/** The schemas of a set that cannot be compiled, and why, in words that follow the schema's name. */
export function schemaFlaws(set: SchemaSet): { readonly uri: string; readonly message: string }[] {
  const isSchema = ([, document]: [string, unknown]): boolean =>
    typeof document === 'boolean' ||
    (typeof document === 'object' && document !== null && !Array.isArray(document));
  const all = Object.entries(set.documents);
  const sound = all.filter(isSchema);
  const broken = all
    .filter((entry) => !isSchema(entry))
    .map(([uri]) => ({ uri, message: 'is no JSON object' }));
  const schemas = new Schemas(
    { ...set, documents: Object.fromEntries(sound) },
    { formats: true, telling: false },
  );
  return [...broken, ...sound.flatMap(([uri, document]) => flawOf(schemas, uri, document))];
}

function flawOf(schemas: Schemas, uri: string, document: unknown): { uri: string; message: string }[] {
  const reason = unsupported(document);
  if (reason !== '') return [{ uri, message: reason }];
  try {
    schemas.check(uri);
    return [];
  } catch (fault) {
    return [{ uri, message: wordsOf(fault as Error & { readonly missingRef?: string }) }];
  }
}

function wordsOf(fault: Error & { readonly missingRef?: string }): string {
  if (fault.missingRef !== undefined)
    return `refers to ${modelNamed(fault.missingRef) ?? fault.missingRef}, which is not there`;
  if (fault instanceof PatternRefused) return `has a pattern that cannot be used: ${fault.message}`;
  return `cannot be used: ${fault.message}`;
}
