/**
 * A program that makes the RPCs of an operation, one after the other, and nothing else, as often as it is told:
 * `POST /?operation=…&count=…`. Arguments: the recording's file, the addresses of the cores as JSON, the port.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { Client, credentials } from '@grpc/grpc-js';
import pMap from 'p-map';
import { type CoreName, type RecordedOperations, SERVICES } from './recorded-rpcs.ts';

const [, , recordingFile = '', addresses = '{}', port] = process.argv;
const recorded = JSON.parse(await readFile(recordingFile, 'utf8')) as RecordedOperations;
const clients = Object.fromEntries(
  Object.entries(JSON.parse(addresses) as Record<CoreName, string>).map(([core, address]) => [
    core,
    new Client(address, credentials.createInsecure()),
  ]),
);
const AT_ONCE = 4;

const calls = new Map(
  Object.entries(recorded).map(([operation, rpcs]) => [
    operation,
    rpcs.map(({ core, rpc, request }) => {
      const method = SERVICES[core].rpcs.find(({ name }) => name === rpc)?.method;
      const client = clients[core];
      if (!method || !client) throw new Error(`There is no ${core} ${rpc}.`);
      const message = method.requestDeserialize(Buffer.from(request, 'base64'));
      const { path, requestSerialize, responseDeserialize } = method;
      return async () =>
        await new Promise<void>((resolve, reject) => {
          client.makeUnaryRequest(path, requestSerialize, responseDeserialize, message, (error) =>
            error ? reject(error) : resolve(),
          );
        });
    }),
  ]),
);

async function run(url: string): Promise<void> {
  const { searchParams } = new URL(url, 'http://localhost');
  const rpcs = calls.get(searchParams.get('operation') ?? '') ?? [];
  const one = async () => {
    for (const call of rpcs) await call();
  };
  await pMap(Array(Number(searchParams.get('count'))).keys(), one, { concurrency: AT_ONCE });
}

createServer((request, response) => {
  run(request.url ?? '').then(
    () => response.writeHead(200).end(),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
}).listen(Number(port), '127.0.0.1');
