import { settingsShape } from '../../src/define/model/settings.ts';
import { reference } from './markdown.ts';

export const settings = (): string => reference(settingsShape);
