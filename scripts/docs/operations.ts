import apiGateway from '../../src/operate/control/actions/apigateway/index.ts';
import cloudwatch from '../../src/operate/control/actions/cloudwatch/index.ts';
import cognito from '../../src/operate/control/actions/cognito/index.ts';
import wafv2 from '../../src/operate/control/actions/wafv2/index.ts';

/** The operations that the AWS endpoint answers, by service as the AWS CLI names it. */
export const operations = (): string =>
  Object.entries({ wafv2, apigateway: apiGateway, 'cognito-idp': cognito, cloudwatch })
    .map(([service, actions]) => {
      const names = actions.map(({ name }) => name).sort();
      return `- \`${service}\`: ${names.join(', ')}`;
    })
    .join('\n');
