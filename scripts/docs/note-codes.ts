import { noteCodes } from '../../src/define/readers/codes.ts';
import { code, table } from './markdown.ts';

export const codes = (): string =>
  table(
    ['code', 'what it means'],
    Object.entries(noteCodes)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, sentence]) => [code(name), sentence]),
  );
