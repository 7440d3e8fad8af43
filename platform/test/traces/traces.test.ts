import { describe, expect, test } from 'vitest';
import { statementSpan } from '../../postgres/statement-span.ts';
import { currentTrace } from '../../traces/trace-context.ts';
import { openTraces } from '../../traces/traces.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

describe('the trace of a request that is not traced here', () => {
  test.each(['00', '01', 'cc'])("is the caller's, in a header of version %s", (version) => {
    expect(currentTrace(`${version}-${TRACE}-${SPAN}-01`)).toEqual({ traceId: TRACE });
  });

  test.each([
    ['missing', undefined],
    ['empty', ''],
    ['of the version that is none', `ff-${TRACE}-${SPAN}-01`],
    ['too short', `00-${TRACE}-${SPAN}`],
    ['in capitals', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ['of an id of zeros', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['of a parent of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['sent twice', `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01`],
  ])('is none when the header is %s', (_what, header) => {
    expect(currentTrace(header)).toEqual({});
  });
});

describe('a span of a statement', () => {
  test.each([
    ['SELECT "public"."accounts"."id" FROM "public"."accounts" WHERE "id" = $1', 'SELECT accounts'],
    ['insert into requests (id) VALUES ($1)', 'INSERT requests'],
    ['UPDATE "public"."products" SET "version" = $1', 'UPDATE products'],
    ['SELECT id FROM unnest($1::uuid[]) JOIN (SELECT 1 FROM orders) o ON true', 'SELECT orders'],
    ['COMMIT', 'COMMIT'],
    ['', 'statement'],
  ])('%j is named %s', (text, name) => {
    expect(statementSpan('shop', text)).toMatchObject({ name, attributes: { 'db.query.text': text } });
  });
});

describe('traces are', () => {
  const collector = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' };

  test.each([
    ['off without a collector', {}, false],
    ['on with one', collector, true],
    ['on with one for traces alone', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://localhost:4318/v1/traces' }, true],
    ['off where OpenTelemetry is disabled', { ...collector, OTEL_SDK_DISABLED: 'true' as const }, false],
  ])('%s', async (_when, config, on) => {
    const { provider, stop } = await openTraces('shop', config);
    await stop();
    expect(provider !== undefined).toBe(on);
  });
});
