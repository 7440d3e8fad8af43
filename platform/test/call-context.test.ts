import { describe, expect, test } from 'vitest';
import { callContext, openCall, outgoingHeaders, remainingMs } from '../call-context.ts';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { openTestCall, withTimeLeft } from '@commerce/testkit/with-time-left';

const MAX_MS = 10_000;

function read(headers: Record<string, string>) {
  const now = Date.now();
  const { context, close } = openCall({
    read: (header) => headers[header],
    maxTimeoutMs: MAX_MS,
    newRequestId: () => 'new-id',
  });
  close();
  const { deadline, signal: _signal, bytes: _bytes, ...rest } = context;
  // In steps of a second, so that a slow machine reads the same.
  return { ...rest, seconds: Math.round((deadline - now) / 1_000) };
}

describe("a request's time", () => {
  test.each([
    ['is what the caller asks for', '3000', 3],
    ['is what the process allows, when the caller asks for more', '60000', 10],
    ['is what the process allows, when the caller asks for any time', 'Infinity', 10],
    ['is what the process allows, when the caller asks for none', '0', 10],
    ['is what the process allows, when the caller asks for less than none', '-5', 10],
    ['is what the process allows, when the caller asks for nonsense', 'soon', 10],
    ['is what the process allows, when the caller asks for nothing', '', 10],
  ])('%s: %j', (_what, timeout, seconds) => {
    expect(read({ 'x-request-timeout-ms': timeout })).toMatchObject({ seconds });
  });

  test('is what the process allows, without the header', () => {
    expect(read({})).toEqual({ requestId: 'new-id', headers: {}, seconds: 10 });
  });
});

test("a router's secret goes no further than the subgraph", () => {
  expect(read({ 'router-authorization': 'a-secret-of-routers' })).toMatchObject({ headers: {} });
});

describe("a request's id", () => {
  test.each(['a', '01890000-0000-7000-8000-000000000000', 'shop/cart:7.b_2', 'x'.repeat(128)])('may be %s', (id) => {
    expect(read({ 'x-request-id': id })).toMatchObject({ requestId: id });
  });

  test.each([
    ['nothing', ''],
    ['too much', 'x'.repeat(129)],
    ['a line break', 'a\nINFO forged'],
    ['a line break at its end', 'a\n'],
    ['a blank', 'a b'],
    ['a quote', 'a"'],
    ['a terminal’s escape', '\u001b[31m'],
    ['a letter that no header can hold', 'ä'],
  ])('is replaced when it holds %s', (_what, id) => {
    expect(read({ 'x-request-id': id })).toMatchObject({ requestId: 'new-id' });
  });
});

test('credentials and trace context are kept as they came, and nothing else', () => {
  const headers = { authorization: 'Bearer x', traceparent: '00-1-2-01', tracestate: 'a=1' };
  expect(read({ ...headers, cookie: 'secret', host: 'shop' }).headers).toEqual(headers);
  expect(read({ authorization: '' }).headers).toEqual({ authorization: '' });
});

test.each(['Bearer café', 'a\nb', 'a\u0000'])(
  'the header %j, which metadata cannot hold, counts as not sent',
  (value) => {
    expect(read({ authorization: value, tracestate: value, traceparent: '00-1-2-01' }).headers).toEqual({
      traceparent: '00-1-2-01',
    });
  },
);

describe('the signal of a request', () => {
  test('aborts at its deadline', async () => {
    const { context } = openTestCall(1);
    await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
    expect(context.signal.reason).toMatchObject({ kind: 'DeadlineExceeded' });
  });

  test('waits for a deadline that is further away than a timer of Node can be', async () => {
    const { context, close } = openTestCall(30 * 24 * 60 * 60 * 1_000);
    // Node ends a timer that it cannot set after a millisecond: before this one.
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(context.signal.aborted).toBe(false);
    close();
  });

  test('aborts when its caller goes, before that', () => {
    const { context, cancel } = openTestCall(PATIENCE_MS);
    cancel();
    expect(context.signal.reason).toMatchObject({ kind: 'Cancelled' });
  });

  test('stays silent when it was answered', async () => {
    const { context, close } = openTestCall(1);
    close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(context.signal.aborted).toBe(false);
  });
});

describe('what goes on to the next process', () => {
  test('is nothing outside a request', () => {
    expect(outgoingHeaders()).toEqual({});
    expect(remainingMs()).toBeUndefined();
  });

  test("is the running request's headers and id", () => {
    const { context } = openTestCall(5_000, { 'x-request-id': 'r-1', traceparent: '00-1-2-01' });
    callContext.run(context, () => {
      expect(outgoingHeaders()).toEqual({ traceparent: '00-1-2-01', 'x-request-id': 'r-1' });
      expect(remainingMs()).toBeGreaterThan(4_000);
    });
  });

  test('is a time below zero after the deadline', async () => {
    await withTimeLeft(-50, async () => expect(remainingMs()).toBeLessThan(0));
  });
});
