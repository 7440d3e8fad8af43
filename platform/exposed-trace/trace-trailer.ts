import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Metadata } from '@grpc/grpc-js';
import type { ExposedSpan, HopTrace } from './exposed-span.ts';
import { readHopTrace } from './read-hop-trace.ts';
import { shortenedText } from './shortened-text.ts';
import { type TraceRecorder, withoutSpans } from './trace-recorder.ts';

/** Adds what was recorded of a call to the metadata that its answer ends with. */
export function addTraceTrailer(metadata: Metadata, trace: TraceRecorder): void {
  const bytes = toBytes(trace.read());
  if (bytes) metadata.set(TRAILER, bytes);
}

/** Takes what a core says of its work on a call, if it says anything. */
export function takeTraceTrailer(metadata: Metadata, trace: TraceRecorder, span: ExposedSpan): void {
  const [bytes] = metadata.get(TRAILER);
  if (!Buffer.isBuffer(bytes)) return;
  try {
    const text = inflateRawSync(bytes, { maxOutputLength: MAX_TEXT }).toString();
    const served = readHopTrace(JSON.parse(text));
    if (served) trace.take(span, served, text.length);
  } catch {
    // A stranger's. Thrown from here it would end the process: gRPC calls back with nobody above.
  }
}

/** The most of a trace that fits. */
function toBytes(trace: HopTrace): Buffer | undefined {
  for (const smaller of smallerAndSmaller(trace)) {
    const bytes = deflateRawSync(JSON.stringify(smaller));
    if (bytes.length <= MAX_BYTES) return bytes;
  }
  return undefined;
}

function* smallerAndSmaller(trace: HopTrace): Generator<HopTrace> {
  yield trace;
  const short = withShortTexts(trace);
  for (let kept = trace.spans.length; kept > 0; kept = Math.floor(kept / 2)) yield withoutSpans(short, kept);
  yield withoutSpans(short);
}

function withShortTexts(trace: HopTrace): HopTrace {
  const spans = trace.spans.map((span) => ({
    ...span,
    ...(span.text !== undefined && { text: shortenedText(span.text, SHORT_TEXT) }),
    ...(span.served && { served: withShortTexts(span.served) }),
  }));
  return { ...trace, spans };
}

/** Each is binary, and sent as base64. */
const TRAILER = 'commerce-trace-bin';

/**
 * Trailers are HTTP/2 headers: one that is larger than the other side takes would be lost, and the call with it. gRPC in
 * other languages takes 8 KB of them, with the details of an error.
 */
const MAX_BYTES = 4_096;

/** In characters, of what it is inflated to. */
const MAX_TEXT = 128 * 1024;

const SHORT_TEXT = 160;
