import { DomainError } from '@commerce/platform/errors/domain-error';

/** What a refused call says to a program: for comparing with what it should say. */
export interface Refusal {
  kind: string;
  reason?: string;
  /** The paths of the fields at fault. */
  fields: string[];
}

/** The refusal of a call that must be refused. @throws Error when it is not, or fails in another way. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  const error = await domainErrorOf(call);
  const { reason, fieldViolations = [] } = error.details;
  return { kind: error.kind, ...(reason && { reason }), fields: fieldViolations.map(({ field }) => field) };
}

/** How a call ended: `done`, or its refusal, with the reason if it has one: `NotFound ACCOUNT_UNKNOWN`. */
export async function outcomeOf(call: Promise<unknown>): Promise<string> {
  return await call.then(
    () => 'done',
    async (thrown: unknown) => {
      const { kind, reason } = await refusalOf(Promise.reject(thrown));
      return reason === undefined ? kind : `${kind} ${reason}`;
    },
  );
}

/**
 * All that a refusal says, with `ID` for an id: for comparing what is said of something that is there with what is said of
 * nothing. @throws Error when the call is not refused, or fails in another way.
 */
export async function refusalTextOf(call: Promise<unknown>, id: string): Promise<string> {
  const { kind, message, details } = await domainErrorOf(call);
  return JSON.stringify({ kind, message, details }).replaceAll(id, 'ID');
}

async function domainErrorOf(call: Promise<unknown>): Promise<DomainError> {
  const error: unknown = await call.then(
    (value) => new Error(`It was not refused: ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DomainError)) throw error;
  return error;
}
