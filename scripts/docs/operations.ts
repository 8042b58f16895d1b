import apiGateway from '../../src/operate/control/actions/apigateway/index.ts';
import cloudwatch from '../../src/operate/control/actions/cloudwatch/index.ts';
import cognito from '../../src/operate/control/actions/cognito/index.ts';
import wafv2 from '../../src/operate/control/actions/wafv2/index.ts';
import { refusedOperations } from '../../src/operate/control/wafv2/refused.ts';
import { code, table } from './markdown.ts';

/** The operations that the AWS endpoint answers, by service as the AWS CLI names it. */
export const operations = (): string =>
  Object.entries({ wafv2, apigateway: apiGateway, 'cognito-idp': cognito, cloudwatch })
    .map(([service, actions]) => {
      const names = actions.map(({ name }) => name).sort();
      return `- \`${service}\`: ${names.join(', ')}`;
    })
    .join('\n');

/** Every operation of WAFv2, with what it does here or why it is refused. */
export const wafOperations = (): string =>
  table(
    ['operation', 'here', 'what it does, or why it is refused'],
    [
      ...wafv2.map(({ name, shape }) => [code(name), 'done', shape.description ?? '']),
      ...refusedOperations.map(({ name, why }) => [code(name), 'refused', why]),
    ].sort((a, b) => (a[0]! < b[0]! ? -1 : 1)),
  );
