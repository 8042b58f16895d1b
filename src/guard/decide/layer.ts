import type { Kind } from '../../base/kind.ts';
import type { Api, Method, Resource, Stage } from '../../define/model/api.ts';
import type { Definition } from '../../define/model/definition.ts';
import { readPrefix } from './body.ts';
import type { Given } from './given.ts';
import type { Decide } from './step.ts';

/** Where a layer may have a step: a stage, and behind the routing one method of it. */
export interface Site {
  readonly definition: Definition;
  readonly api: Api;
  readonly stage: Stage;
  /** Null before routing. */
  readonly resource: Resource | null;
  readonly method: Method | null;
}

/** A protection: which settings hold at a site, and the step each of them compiles to. */
export interface Layer<S> extends Kind<S> {
  /** The settings that hold there, in the order they are asked; none: the layer has no step there. */
  of(site: Site): readonly S[];
  /** How many bytes of the body the step must see; absent: none. */
  bodyBytes?(settings: S, given: Given): number;
  compile(settings: S, given: Given): Decide;
}

/** A layer as the journey sees it: the steps it has at a site. */
export interface Placed {
  readonly name: string;
  steps(site: Site, given: Given): Decide[];
}

/** Makes a layer; where a step must see the body, the step that reads it stands in front. */
export function layer<S>(kind: Layer<S>): Layer<S> & Placed {
  const steps = (site: Site, given: Given): Decide[] =>
    kind.of(site).flatMap((settings) => {
      const bytes = kind.bodyBytes?.(settings, given) ?? 0;
      const step = kind.compile(settings, given);
      return bytes > 0 ? [readPrefix(bytes), step] : [step];
    });
  return Object.freeze({ ...kind, steps });
}
