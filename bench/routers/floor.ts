/**
 * A program that sends the recorded fetches of one operation for every request, one after the other, reads their answers,
 * and gives the recorded one: what no router in Node can do without. Arguments: the recording's file, the port.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { Agent } from 'undici';
import type { Recording } from './recording.ts';

const [, , recordingFile = '', port] = process.argv;
const { fetches, answer } = JSON.parse(await readFile(recordingFile, 'utf8')) as Recording;
const agent = new Agent({ connections: 128 });

async function fetchAll(): Promise<void> {
  for (const { url, ...request } of fetches) {
    const { origin, pathname } = new URL(url);
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const body = JSON.stringify(request);
    await (await agent.request({ origin, path: pathname, method: 'POST', headers, body })).body.json();
  }
}

async function answerOne(request: IncomingMessage, response: ServerResponse): Promise<void> {
  await json(request);
  await fetchAll();
  const text = JSON.stringify(answer);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
  response.writeHead(200, headers).end(text);
}

createServer((request, response) => {
  answerOne(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
}).listen(Number(port), '127.0.0.1');
