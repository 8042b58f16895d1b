import assert from 'node:assert/strict';
import { type Detector, threshold } from '../../../src/guard/decide/waf/detect/finding.ts';

/** Asserts that the detector takes none of the texts for an attack, at the usual sensitivity. */
export function passes(detect: Detector, texts: readonly string[]): void {
  for (const text of texts) {
    const score = detect(text)?.score ?? 0;
    assert.ok(score < threshold.LOW, `${score}: ${text}`);
  }
}

/** Asserts that it takes each of them for one. */
export function blocks(detect: Detector, texts: readonly string[]): void {
  for (const text of texts) {
    const score = detect(text)?.score ?? 0;
    assert.ok(score >= threshold.LOW, `${score}: ${text}`);
  }
}
