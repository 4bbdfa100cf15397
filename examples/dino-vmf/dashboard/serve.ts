import { createReadStream } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { UserError } from '../UserError.ts';
import { PICTURES, RunFollower, type Update } from './RunFollower.ts';

const MILLISECONDS_BETWEEN_LOOKS = 500;
const HOST = '127.0.0.1';

/** A dashboard that is being served. */
export interface Dashboard {
  readonly address: string;
  close(): void;
}

/**
 * Serves the page of the run in `path`, to this machine alone: the page, what is new in the folder as
 * server-sent events, and the pictures. Port 0 takes a free one.
 */
export async function serve(path: string, port: number, page: string): Promise<Dashboard> {
  const follower = new RunFollower(path);
  follower.look();
  const readers = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const name = pathname.slice(1);
    response.setHeader('Cache-Control', 'no-store');
    if (!isFromHere(request.headers.host)) refuse(response, 403, 'The dashboard answers this machine alone.');
    else if (request.method !== 'GET') refuse(response, 405, 'The dashboard only shows.');
    else if (name === '') sendPage(response, page);
    else if (PICTURES.includes(name)) sendPicture(response, join(path, name));
    else if (name === 'events') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write(event(follower.all));
      readers.add(response);
      response.on('close', () => readers.delete(response));
    } else refuse(response, 404, 'No such page.');
  });
  await listen(server, port);
  const tellNews = () => {
    const update = follower.look();
    if (update === null) return;
    const text = event(update);
    for (const reader of readers) reader.write(text);
  };
  const timer = setInterval(tellNews, MILLISECONDS_BETWEEN_LOOKS);
  return {
    address: `http://${HOST}:${(server.address() as AddressInfo).port}/`,
    close: () => {
      clearInterval(timer);
      tellNews();
      for (const reader of readers) reader.end();
      server.close();
      // A browser keeps connections open for what it may want next.
      setTimeout(() => server.closeAllConnections(), 200);
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE'
          ? 'something else listens there; give another port, or 0 for any free one'
          : error.code === 'EACCES'
            ? 'no permission to listen there; give one above 1023, or 0 for any free one'
            : error.message;
      reject(new UserError(`port ${port}: ${why}`));
    });
    server.listen(port, HOST, resolve);
  });
}

/** A page of another site that has its name resolve to this machine asks by that name. */
function isFromHere(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host ?? '');
}

const event = (update: Update) => `data: ${JSON.stringify(update)}\n\n`;

function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain' }).end(`${why}\n`);
}

function sendPage(response: ServerResponse, page: string): void {
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    // Vega compiles its expressions, hence 'unsafe-eval'; nothing is loaded from elsewhere.
    'Content-Security-Policy':
      "default-src 'none'; connect-src 'self'; img-src 'self' data:; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'unsafe-eval'",
  });
  response.end(page);
}

function sendPicture(response: ServerResponse, path: string): void {
  const file = createReadStream(path);
  file.on('open', () => response.writeHead(200, { 'Content-Type': 'image/png' }));
  file.on('error', () => (response.headersSent ? response.destroy() : refuse(response, 404, 'Not yet.')));
  file.pipe(response);
}
