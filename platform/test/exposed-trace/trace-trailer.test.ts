import { deflateRawSync } from 'node:zlib';
import { Metadata } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import type { ExposedSpan, HopTrace } from '../../exposed-trace/exposed-span.ts';
import { openTrace, type TraceRecorder } from '../../exposed-trace/trace-recorder.ts';
import { addTraceTrailer, takeTraceTrailer } from '../../exposed-trace/trace-trailer.ts';

/** A core's trace, with so many statements. @param textOf each one's text. */
function traceWith(statements: number, textOf = (n: number) => `SELECT ${n}`): TraceRecorder {
  const trace = openTrace();
  for (let n = 0; n < statements; n += 1) {
    trace.end(trace.begin({ kind: 'statement', name: 'SELECT', store: 'account', text: textOf(n) }));
  }
  return trace;
}

/** What a client of that core has of it. */
function received(metadata: Metadata): { served: HopTrace | undefined; all: HopTrace } {
  const trace = openTrace();
  const span = trace.begin({ kind: 'rpc', name: 'GetAccount', method: 'GetAccount' });
  takeTraceTrailer(metadata, trace, span);
  return { served: span.served, all: trace.read() };
}

function sent(trace: TraceRecorder): Metadata {
  const metadata = new Metadata();
  addTraceTrailer(metadata, trace);
  return metadata;
}

const bytesOf = (metadata: Metadata): number =>
  metadata.get('commerce-trace-bin').reduce((sum, { length }) => sum + length, 0);

test("a trace comes as it was, and its counts are added to the caller's", () => {
  const { served, all } = received(sent(traceWith(2)));
  expect(served?.spans).toMatchObject([{ text: 'SELECT 0' }, { text: 'SELECT 1' }]);
  expect(all.counts).toEqual({ fetches: {}, rpcs: { GetAccount: 1 }, statements: { account: 2 } });
});

test.each([
  { of: 'many spans', trace: () => traceWith(1_000), statements: 1_000 },
  { of: 'long texts', trace: () => traceWith(100, randomText), statements: 100 },
  {
    of: 'many spans of others',
    trace: () => {
      const trace = openTrace();
      for (let n = 0; n < 20; n += 1) {
        const span = trace.begin({ kind: 'rpc', name: 'GetAccount' });
        takeTraceTrailer(sent(traceWith(50, randomText)), trace, span);
      }
      return trace;
    },
    statements: 1_000,
  },
])('a trace with $of fits: some are left out, and all are counted', ({ trace, statements }) => {
  const metadata = sent(trace());
  expect(bytesOf(metadata)).toBeLessThanOrEqual(4_096);
  const { served } = received(metadata);
  expect(served?.counts.statements).toEqual({ account: statements });
  expect(served?.omitted).toBeGreaterThan(0);
});

test('what many parts say is kept up to a length, and counted in whole', () => {
  const trace = openTrace();
  const metadata = sent(traceWith(3, randomText));
  for (let n = 0; n < 100; n += 1) takeTraceTrailer(metadata, trace, trace.begin({ kind: 'rpc', name: 'GetAccount' }));
  const { spans, counts } = trace.read();
  expect(counts.statements).toEqual({ account: 300 });
  expect(spans).toHaveLength(100);
  expect(JSON.stringify(spans).length).toBeLessThan(256 * 1024);
  expect(spans.at(-1)?.served).toMatchObject({ spans: [], omitted: 3 });
});

test('whatever else comes is nothing', () => {
  const spans: ExposedSpan[] = [{ kind: 'statement', name: 'x', startMs: 0, durationMs: 0, text: 'y'.repeat(100_000) }];
  const trace = { ms: 1, replica: '', counts: { fetches: {}, rpcs: {}, statements: {} }, spans };
  for (const bytes of [
    Buffer.from('no deflated text'),
    deflateRawSync('no JSON'),
    deflateRawSync('{}'),
    deflateRawSync('[1]'),
    deflateRawSync(JSON.stringify(trace)),
    deflateRawSync(`"${'a'.repeat(10_000_000)}"`),
  ]) {
    const metadata = new Metadata();
    metadata.set('commerce-trace-bin', bytes);
    expect(received(metadata).served).toBeUndefined();
  }
  expect(received(new Metadata()).served).toBeUndefined();
});

test('a span that its request did not wait for says so', () => {
  const trace = openTrace();
  trace.begin({ kind: 'statement', name: 'SELECT', store: 'account' });
  expect(trace.read().spans).toMatchObject([{ error: 'NOT_WAITED_FOR' }]);
});

/** That does not become shorter when it is deflated. */
function randomText(): string {
  return Array.from({ length: 900 }, () => String.fromCodePoint(33 + Math.floor(Math.random() * 90))).join('');
}
