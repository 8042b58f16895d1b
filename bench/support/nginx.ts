import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The command of an nginx of its own with one worker, its files in `folder`; `top` stands before its `events`. */
export function nginx(folder: string, name: string, http: string, top = ''): string[] {
  const file = join(folder, `${name}.conf`);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(
    file,
    `daemon off; worker_processes 1; pid ${folder}/${name}.pid; error_log ${folder}/${name}.err;
    worker_rlimit_nofile 10000; ${top} events { worker_connections 4096; }
    http { ${temporary.map((what) => `${what}_temp_path ${folder};`).join(' ')} ${http} }`,
  );
  return ['/usr/sbin/nginx', '-c', file, '-p', folder];
}

/** An upstream that answers at once, on a port of its own. */
export const hello = (port: number): string => `
  access_log off;
  server { listen 127.0.0.1:${port} reuseport; keepalive_requests 1000000000; client_max_body_size 10m;
    location / { default_type application/json; return 200 '{"message":"hello from the upstream server"}'; } }`;
