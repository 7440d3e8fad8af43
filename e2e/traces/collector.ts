import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { loadSync, type ServiceDefinition } from '@grpc/proto-loader';

/** A span as it reached the collector. */
export interface CollectedSpan {
  service: string;
  kind: string;
  name: string;
  traceId: string;
  spanId: string;
  /** Empty where the span begins its trace. */
  parentSpanId: string;
  /** The ids of the spans that it is linked to. */
  links: string[];
  attributes: Record<string, unknown>;
  failed: boolean;
}

/** A collector of traces, over OTLP and HTTP. */
export interface Collector {
  url: string;
  spans: CollectedSpan[];
  close(): Promise<void>;
}

/** @param answers a collector that does not keeps its clients waiting. */
export async function startCollector({ answers = true } = {}): Promise<Collector> {
  const spans: CollectedSpan[] = [];
  const server = createServer((request, response) => {
    const collect = async () => {
      const body = await buffer(request);
      if (request.url === '/v1/traces') spans.push(...decode(body));
      if (answers) response.setHeader('content-type', 'application/x-protobuf').end();
    };
    // Whoever sends it may give up half way: a process that ends does, and one that has waited long enough.
    collect().catch(() => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const definitions = loadSync(join(import.meta.dirname, 'otlp.proto'), { longs: Number, oneofs: true, defaults: true });
const service = definitions['opentelemetry.proto.collector.trace.v1.TraceService'] as ServiceDefinition;
const KINDS = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];
const STATUS_ERROR = 2;

function decode(body: Buffer): CollectedSpan[] {
  const request = service['Export']?.requestDeserialize(body) as ExportRequest | undefined;
  return (request?.resourceSpans ?? []).flatMap(({ resource, scopeSpans }) => {
    const { 'service.name': name } = toObject(resource.attributes);
    return scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({
        service: String(name),
        kind: KINDS[span.kind] ?? '',
        name: span.name,
        traceId: span.traceId.toString('hex'),
        spanId: span.spanId.toString('hex'),
        parentSpanId: span.parentSpanId.toString('hex'),
        links: span.links.map(({ spanId }) => spanId.toString('hex')),
        attributes: toObject(span.attributes),
        failed: span.status?.code === STATUS_ERROR,
      })),
    );
  });
}

function toObject(attributes: KeyValue[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, value[value.value]]));
}

interface ExportRequest {
  resourceSpans: { resource: { attributes: KeyValue[] }; scopeSpans: { spans: Span[] }[] }[];
}

interface Span {
  traceId: Buffer;
  spanId: Buffer;
  parentSpanId: Buffer;
  name: string;
  kind: number;
  links: { spanId: Buffer }[];
  attributes: KeyValue[];
  status: { code: number } | null;
}

interface KeyValue {
  key: string;
  value: { value: string } & Record<string, unknown>;
}
