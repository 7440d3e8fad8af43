import { Metadata, type ServiceError, type StatusObject } from '@grpc/grpc-js';
import { BadRequest, ErrorInfo, RetryInfo } from 'nice-grpc-error-details';
import { Any } from 'nice-grpc-error-details/lib/proto/google/protobuf/any.js';
import { Status } from 'nice-grpc-error-details/lib/proto/google/rpc/status.js';
import { responseTooLarge } from '../byte-budget.ts';
import { DomainError, type ErrorDetails, internal, unavailable } from './domain-error.ts';
import { errorTable, kindOfStatus } from './error-table.ts';

/**
 * The gRPC status of a domain error, its details as google.rpc messages in `grpc-status-details-bin`
 * (https://google.aip.dev/193).
 */
export function toGrpcStatus(error: DomainError): Partial<StatusObject> {
  const { reason, fieldViolations, retryAfterMs, retryable } = error.details;
  const code = errorTable[error.kind].grpc;
  // Always there: it tells the client that the message is one of ours and may be passed on.
  const info = {
    reason: reason ?? '',
    domain: DOMAIN,
    metadata: retryable === undefined ? {} : { retryable: `${retryable}` },
  };
  const details = [pack(ErrorInfo, ErrorInfo.fromPartial(info))];
  if (fieldViolations?.length) {
    details.push(
      pack(BadRequest, BadRequest.fromPartial({ fieldViolations: fieldViolations.slice(0, MAX_VIOLATIONS) })),
    );
  }
  if (retryAfterMs !== undefined) {
    const retryDelay = { seconds: Math.trunc(retryAfterMs / 1_000), nanos: (retryAfterMs % 1_000) * 1_000_000 };
    details.push(pack(RetryInfo, RetryInfo.fromPartial({ retryDelay })));
  }
  const message = error.message.length > MAX_MESSAGE ? `${error.message.slice(0, MAX_MESSAGE)}…` : error.message;
  const metadata = new Metadata();
  metadata.set(DETAILS, Buffer.from(Status.encode({ $type: Status.$type, code, message, details }).finish()));
  return { code, details: message, metadata };
}

/**
 * The domain error that a failed call stands for. A message that no core of ours wrote (gRPC's own hold addresses)
 * stays in `cause`.
 *
 * @param service what was called, as a client may know it: "the account service".
 */
export function fromGrpcError(error: ServiceError, service: string): DomainError {
  const kind = kindOfStatus(error.code);
  const details = readDetails(error.metadata);
  // Whoever set the parts up made the mistake, and not who asks.
  if (details?.reason === PART_NOT_NAMED) return internal(error);
  if (details) return new DomainError(kind, error.details, { ...details, cause: error });
  if (kind === 'Unavailable' || LOST.test(error.details)) return unavailable(service, error);
  if (kind === 'ResourceExhausted' && TOO_LARGE.test(error.details)) return responseTooLarge(error);
  return new DomainError(kind, errorTable[kind].message, { cause: error });
}

/** Was it a core of ours that ended the call with this status, and not gRPC? */
export function hasOurDetails({ metadata }: ServiceError): boolean {
  return readDetails(metadata) !== undefined;
}

/** The reason for which a core refuses a part that it does not name, whoever asks that part: see grpc/named-callers.ts. */
export const PART_NOT_NAMED = 'PART_NOT_NAMED';

/**
 * What gRPC's own library says of a call that ended without a status (https://github.com/grpc/grpc-node/issues/1532). It has
 * the code of a fault, though nobody knows what became of the call: it was lost on its way, as with its connection.
 */
const LOST = /^Received RST_STREAM/;

/** How gRPC's own libraries say that a message is above a side's limit. */
const TOO_LARGE = /message .*larger than/i;

const DETAILS = 'grpc-status-details-bin';
const DOMAIN = 'commerce';

// A status travels in HTTP/2 headers: one that is larger than the other side takes would be lost, and the call hang.
const MAX_VIOLATIONS = 200;
const MAX_MESSAGE = 10_000;

interface MessageType<T> {
  readonly $type: string;
  encode(message: T): { finish(): Uint8Array };
  decode(bytes: Uint8Array): T;
}

function pack<T>(type: MessageType<T>, message: T): Any {
  return Any.fromPartial({ typeUrl: `type.googleapis.com/${type.$type}`, value: type.encode(message).finish() });
}

/** The details of a status that one of our cores sent, or undefined for anybody else's. */
function readDetails(metadata: Metadata): ErrorDetails | undefined {
  const [bytes] = metadata.get(DETAILS);
  if (!Buffer.isBuffer(bytes)) return undefined;
  try {
    return decodeDetails(bytes);
  } catch {
    // A stranger's, and no google.rpc.Status. Thrown from here it would end the process: gRPC calls back with nobody above.
    return undefined;
  }
}

function decodeDetails(bytes: Buffer): ErrorDetails | undefined {
  const { details } = Status.decode(bytes);
  const info = unpack(ErrorInfo, details);
  if (info?.domain !== DOMAIN) return undefined;
  const retryDelay = unpack(RetryInfo, details)?.retryDelay;
  return {
    reason: info.reason || undefined,
    retryable: RETRYABLE[info.metadata['retryable'] ?? ''],
    fieldViolations: unpack(BadRequest, details)?.fieldViolations.map(({ field, description }) => ({
      field,
      description,
    })),
    retryAfterMs: retryDelay && retryDelay.seconds * 1_000 + retryDelay.nanos / 1_000_000,
  };
}

const RETRYABLE: Readonly<Record<string, boolean>> = { true: true, false: false };

function unpack<T>(type: MessageType<T>, details: Any[]): T | undefined {
  const any = details.find(({ typeUrl }) => typeUrl.endsWith(`/${type.$type}`));
  return any && type.decode(any.value);
}
