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
  const error: unknown = await call.then(
    (value) => new Error(`It was not refused: ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DomainError)) throw error;
  const { reason, fieldViolations = [] } = error.details;
  return { kind: error.kind, ...(reason && { reason }), fields: fieldViolations.map(({ field }) => field) };
}
