// The server behind the petstore: `node server.ts [port]`. It knows nothing of what stands in front of it.
import { createServer, type IncomingMessage, type Server } from 'node:http';

interface Pet {
  readonly id: number;
  readonly name: string;
}

/** A petstore with two pets, not listening yet. */
export function petstore(): Server {
  const pets: Pet[] = [
    { id: 1, name: 'Rex' },
    { id: 2, name: 'Tom' },
  ];
  return createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://pets');
    const [status, body] = await answer(request, pathname, Number(searchParams.get('limit') ?? 100), pets);
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  });
}

async function answer(
  request: IncomingMessage,
  path: string,
  limit: number,
  pets: Pet[],
): Promise<[status: number, body: unknown]> {
  if (path === '/pets' && request.method === 'GET') return [200, pets.slice(0, limit)];
  if (path === '/pets' && request.method === 'POST') {
    const { name } = JSON.parse(await textOf(request)) as Pet;
    const pet = { id: pets.length + 1, name };
    pets.push(pet);
    return [201, pet];
  }
  const pet = pets.find(({ id }) => path === `/pets/${id}`);
  return pet === undefined ? [404, { message: `there is no ${path}` }] : [200, pet];
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}

if (import.meta.main) {
  const port = Number(process.argv[2] ?? 3000);
  petstore().listen(port, '127.0.0.1', () => console.log(`the petstore listens on http://127.0.0.1:${port}`));
}
