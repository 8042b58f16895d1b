// One request after another, each stopped by another layer: `node examples/every-layer/tour.ts`.
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { type Running, started } from './gateway.ts';

interface Asked {
  readonly status: number;
  readonly error: string;
  readonly body: string;
}

interface Stop {
  readonly layer: string;
  readonly what: string;
  readonly expected: number;
  readonly answer: Asked;
}

const good = { item: 'Tea, loose leaf', quantity: 2 };
const key = 'shop-key-for-the-example-0001';

const gateway = await started();
try {
  const stops = await tour(gateway);
  print(stops);
  process.exitCode = stops.every((stop) => stop.answer.status === stop.expected) ? 0 : 1;
} finally {
  await gateway.stop();
}

async function tour(at: Running): Promise<Stop[]> {
  const token = await tokenOf(at);
  const stops: Stop[] = [];
  const stop = async (
    layer: string,
    what: string,
    expected: number,
    headers: Readonly<Record<string, string>>,
    body: unknown = good,
  ): Promise<void> => {
    stops.push({ layer, what, expected, answer: await ask(at, headers, body) });
  };
  const signedIn = { authorization: `Bearer ${token}` };
  const all = { ...signedIn, 'x-api-key': key };
  await stop('web ACL', "SQL in an order: 1' OR '1'='1", 403, all, { item: "1' OR '1'='1' --", quantity: 1 });
  await stop('web ACL', 'the same in base64', 403, all, {
    item: Buffer.from("1' OR '1'='1' --").toString('base64'),
    quantity: 1,
  });
  await stop('web ACL', 'a script in a note', 403, all, { ...good, note: '<img src=x onerror=alert(1)>' });
  await stop('authorize', 'no token', 401, { 'x-api-key': key });
  await stop('authorize', 'a token that says alg: none', 401, {
    ...all,
    authorization: `Bearer ${unsigned(token)}`,
  });
  await stop('key and plan', 'no API key', 403, signedIn);
  await stop('key and plan', 'a key that nobody gave out', 403, { ...signedIn, 'x-api-key': 'a'.repeat(40) });
  await stop('validate', 'a quantity of 0', 400, all, { ...good, quantity: 0 });
  await stop('validate', 'a member the model does not have', 400, all, { ...good, discount: 100 });
  await stop('integration', 'an order as it should be', 200, all);
  stops.push({
    ...{ layer: 'key and plan', what: '20 orders at once: the plan takes 10', expected: 429 },
    answer: await refusedOf(20, () => ask(at, all, good)),
  });
  stops.push({
    ...{ layer: 'web ACL', what: '400 requests: an address has 300 in five minutes', expected: 403 },
    answer: await refusedOf(400, () => ask(at, {}, good)),
  });
  return stops;
}

/** Asks so many times, twenty at once, and gives the last answer, a refusal where there was one in the last twenty. */
async function refusedOf(times: number, one: () => Promise<Asked>): Promise<Asked> {
  let answers: Asked[] = [];
  for (let sent = 0; sent < times; sent += 20) answers = await Promise.all(Array.from({ length: 20 }, one));
  return answers.findLast(({ status }) => status >= 400) ?? answers.at(-1)!;
}

/** A token for the shop, by its secret: the client credentials grant of OAuth 2.0. */
async function tokenOf({ endpoint, outputs }: Running): Promise<string> {
  const { Pool, Client } = outputs;
  const described = await fetch(endpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.DescribeUserPoolClient' },
    body: JSON.stringify({ UserPoolId: Pool, ClientId: Client }),
  });
  const { UserPoolClient } = (await described.json()) as { UserPoolClient: { ClientSecret: string } };
  const basic = Buffer.from(`${Client}:${UserPoolClient.ClientSecret}`).toString('base64');
  const answer = await fetch(`${endpoint}/${Pool}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'orders/write' }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** The same claims, with a header that says nobody signed them. */
function unsigned(token: string): string {
  const header = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
  return `${header}.${token.split('.')[1]}.`;
}

function ask(
  { secure, outputs, data }: Running,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): Promise<Asked> {
  const ca = readFileSync(join(data, 'tls/ca.pem'));
  const url = secure + new URL(outputs.Url!).pathname;
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        ca,
        headers: { 'content-type': 'application/json', 'user-agent': 'tour', ...headers },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            error: String(answer.headers['x-amzn-errortype'] ?? ''),
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
  });
}

function print(stops: readonly Stop[]): void {
  const bold = (text: string): string =>
    process.stdout.isTTY === true && process.env.NO_COLOR === undefined ? styleText('bold', text) : text;
  console.log(bold(`\n${'layer'.padEnd(14)}${'what was sent'.padEnd(52)}answer`));
  for (const { layer, what, expected, answer } of stops) {
    const held = answer.status === expected ? '' : `  (${expected} was expected)`;
    console.log(`${layer.padEnd(14)}${what.padEnd(52)}${answer.status} ${answer.body.slice(0, 60)}${held}`);
  }
}
