import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { ErrorInfo } from 'nice-grpc-error-details';
import { Any } from 'nice-grpc-error-details/lib/proto/google/protobuf/any.js';
import { Status } from 'nice-grpc-error-details/lib/proto/google/rpc/status.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DomainError, invalidArgument } from '../../errors/domain-error.ts';
import { errorTable } from '../../errors/error-table.ts';
import { toGraphQLError } from '../../errors/graphql-error.ts';
import { fromGrpcError, toGrpcStatus } from '../../errors/grpc-status.ts';
import { rawCall } from '@commerce/testkit/grpc-calls';
import { type Accounts, accountService, startAccounts } from '../grpc/start-accounts.ts';

const KINDS = [
  ['InvalidArgument', status.INVALID_ARGUMENT, 'BAD_USER_INPUT', false],
  ['NotFound', status.NOT_FOUND, 'NOT_FOUND', false],
  ['AlreadyExists', status.ALREADY_EXISTS, 'ALREADY_EXISTS', false],
  ['Conflict', status.ABORTED, 'CONFLICT', false],
  ['FailedPrecondition', status.FAILED_PRECONDITION, 'FAILED_PRECONDITION', false],
  ['Unauthenticated', status.UNAUTHENTICATED, 'UNAUTHENTICATED', false],
  ['Forbidden', status.PERMISSION_DENIED, 'FORBIDDEN', false],
  ['ResourceExhausted', status.RESOURCE_EXHAUSTED, 'RESOURCE_EXHAUSTED', true],
  ['Unavailable', status.UNAVAILABLE, 'UNAVAILABLE', true],
  ['DeadlineExceeded', status.DEADLINE_EXCEEDED, 'DEADLINE_EXCEEDED', true],
  ['Internal', status.INTERNAL, 'INTERNAL_SERVER_ERROR', false],
] as const;

const DETAILS = {
  reason: 'PRODUCT_ARCHIVED',
  fieldViolations: [{ field: 'lines[1].productId', description: 'must be “for sale” 😀' }],
};
/** A client is told when to try again only where it may. */
const WHEN = { retryAfterMs: 1_250 };

/** What the server throws next. */
let thrown: DomainError;
let accounts: Accounts;
beforeAll(async () => {
  accounts = await startAccounts({ getAccount: () => Promise.reject(thrown) });
});
afterAll(() => accounts.stop());

async function caught(): Promise<DomainError> {
  const error: unknown = await accounts.client.getAccount({}).catch((refusal: unknown) => refusal);
  if (error instanceof DomainError) return error;
  throw error;
}

test('the table of kinds below is whole', () => {
  const kinds = [...KINDS.map(([kind]) => kind), 'Cancelled'];
  expect(kinds.toSorted()).toEqual(Object.keys(errorTable).toSorted());
});

describe.each(KINDS)('%s', (kind, code, graphql, retryable) => {
  test('crosses gRPC with its status, message and details, and reaches the client of the graph', async () => {
    thrown = new DomainError(kind, 'Not “now” 😀.', { ...DETAILS, ...WHEN });
    expect(await rawCall(accounts.address, accountService.definition, 'GetAccount', {})).toMatchObject({ code });
    const error = await caught();
    expect(error).toMatchObject({ kind, message: 'Not “now” 😀.', details: { ...DETAILS, ...WHEN } });
    expect(toGraphQLError(error)).toMatchObject({ message: 'Not “now” 😀.' });
    const retry = retryable && { retryable, ...WHEN };
    expect(toGraphQLError(error).extensions).toEqual({ code: graphql, ...DETAILS, ...retry });
  });

  test('without details comes without details', async () => {
    thrown = new DomainError(kind, 'No.');
    const error = await caught();
    expect(error).toMatchObject({ kind, message: 'No.' });
    expect(toGraphQLError(error).extensions).toEqual({ code: graphql, ...(retryable && { retryable }) });
  });

  test('is not told in the words of a stranger, which may hold addresses', () => {
    const error = fromGrpcError(serviceError(code, 'connect to 10.0.0.7:50051'), 'The account service');
    expect(error.kind).toBe(kind);
    expect(error.message).not.toContain('10.0.0.7');
    expect(JSON.stringify(toGraphQLError(error))).not.toContain('10.0.0.7');
    expect(error.cause).toMatchObject({ details: 'connect to 10.0.0.7:50051' });
  });
});

test.each([true, false])('retryable: %s crosses gRPC, whatever the kind says', async (retryable) => {
  thrown = new DomainError('ResourceExhausted', 'No.', { retryable, ...WHEN });
  const error = await caught();
  expect(error.details.retryable).toBe(retryable);
  expect(toGraphQLError(error).extensions).toEqual({
    code: 'RESOURCE_EXHAUSTED',
    ...(retryable && { retryable, ...WHEN }),
  });
});

test('more faults than a status can carry are cut short', () => {
  const violations = Array.from({ length: 2_000 }, (_, index) => ({
    field: `ids[${index}]`,
    description: 'must be a UUID',
  }));
  const { details = '', metadata } = toGrpcStatus(invalidArgument(violations));
  const { kind, details: read } = errorOf(serviceError(status.INVALID_ARGUMENT, details, metadata));
  expect({ kind, faults: read.fieldViolations?.length }).toEqual({ kind: 'InvalidArgument', faults: 200 });
  expect(details).toHaveLength(10_001);
});

test.each([status.UNKNOWN, status.OUT_OF_RANGE, status.UNIMPLEMENTED, status.DATA_LOSS])(
  'status %i, which no core sends, is an internal error',
  (code) => {
    const { kind, message } = errorOf(serviceError(code, '10.0.0.7'));
    expect({ kind, message }).toEqual({ kind: 'Internal', message: errorTable.Internal.message });
  },
);

test('a core that cannot be reached is named as the client knows it, with when to try again', () => {
  const { message, details } = errorOf(serviceError(status.UNAVAILABLE, '10.0.0.7'));
  expect({ message, details }).toEqual({
    message: 'The account service cannot be reached; retry later.',
    details: { retryAfterMs: 1_000 },
  });
});

test('details that are no protobuf count as a stranger’s', () => {
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', Buffer.from('garbled'));
  expect(errorOf(serviceError(status.NOT_FOUND, '10.0.0.7', metadata)).message).toBe(errorTable.NotFound.message);
});

test('details that another system wrote count as a stranger’s', () => {
  const info = ErrorInfo.encode(ErrorInfo.fromPartial({ reason: 'QUOTA', domain: 'googleapis.com' })).finish();
  const details = [Any.fromPartial({ typeUrl: `type.googleapis.com/${ErrorInfo.$type}`, value: info })];
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', Buffer.from(Status.encode(Status.fromPartial({ details })).finish()));
  expect(errorOf(serviceError(status.NOT_FOUND, '10.0.0.7', metadata))).toMatchObject({
    message: errorTable.NotFound.message,
    details: {},
  });
});

test('a request with 100 faults gets all of them', async () => {
  const fieldViolations = Array.from({ length: 100 }, (_, line) => ({
    field: `lines[${line}].productId`,
    description: 'must be the id of a product that is for sale',
  }));
  thrown = invalidArgument(fieldViolations);
  expect(await caught()).toMatchObject({ message: thrown.message, details: { fieldViolations } });
});

function errorOf(error: ServiceError): DomainError {
  return fromGrpcError(error, 'The account service');
}

function serviceError(code: status, details: string, metadata = new Metadata()): ServiceError {
  return Object.assign(new Error(details), { code, details, metadata });
}
