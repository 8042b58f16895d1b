import { z } from 'zod';
import { action } from '../../action.ts';
import { newEntity } from '../../wafv2/new-entity.ts';
import { renderedSummary } from '../../wafv2/rendered.ts';
import { patternsIn } from '../../wafv2/set-parts.ts';
import { expressions, made } from '../../wafv2/shapes.ts';

export default action({
  name: 'CreateRegexPatternSet',
  shape: z
    .object({ ...made, RegularExpressionList: expressions.describe('Its expressions.') })
    .describe('Makes a regex pattern set, which rules can name from then on.'),
  async run(input, state) {
    const patterns = patternsIn(input.RegularExpressionList);
    let Summary = {};
    await state.change((definition) => {
      const { regexPatternSets } = definition;
      const { entity, id: setId } = newEntity('regexpatternset', input, regexPatternSets, definition);
      const element = { ...entity, setId, patterns };
      Summary = renderedSummary(element, setId);
      return [{ of: 'regexPatternSets', id: element.id, element }];
    });
    return { Summary };
  },
});
