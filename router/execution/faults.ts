import { DomainError, internal } from '@commerce/platform/errors/domain-error';
import { errorTable } from '@commerce/platform/errors/error-table';
import { toGraphQLError } from '@commerce/platform/errors/graphql-error';
import type { FieldFault } from './failures.ts';

/** What a fetch from a subgraph failed with, as its client may see it. */
export function toFaultOf(subgraph: string | undefined, thrown: unknown): FieldFault {
  const isOwn = thrown instanceof DomainError;
  const { message, extensions } = toGraphQLError(isOwn ? thrown : internal(thrown));
  return {
    message,
    extensions: { ...extensions, ...(subgraph !== undefined && { subgraph }) },
    // Who throws a DomainError logs what is behind it.
    ...(!isOwn && { reason: `${subgraph ?? 'router'}: ${thrown instanceof Error ? thrown.message : String(thrown)}` }),
  };
}

/** What no subgraph may answer. @param reason is for the log. */
export function unexpected(subgraph: string | undefined, reason: string): FieldFault {
  return toFaultOf(subgraph, new Error(reason));
}

/** What the subgraphs together do not give, whoever is asked. @param keys of the fields, and @param why are for the log. */
export function notPlanned(keys: readonly string[], why: unknown): FieldFault {
  const text = 'The subgraphs together do not give what is asked of this field: ask it for less, or leave it out.';
  const fault = toFaultOf(undefined, new DomainError('FailedPrecondition', text, { reason: 'NOT_PLANNED' }));
  return { ...fault, reason: `no plan for ${keys.join(', ')}: ${why instanceof Error ? why.message : String(why)}` };
}

/** A subgraph says null to what another one names: that is no fault where null may stand for it. */
export function unknownEntity(subgraph: string): FieldFault {
  const { graphql, message } = errorTable.NotFound;
  return { message, extensions: { code: graphql, subgraph }, isOfObject: true, isAbsent: true };
}

/** A fault of a variable, by the name that the client knows it by. */
export function withClientNames<T extends FieldFault>(fault: T, clientNames: ReadonlyMap<string, string>): T {
  const { fieldViolations } = fault.extensions;
  if (clientNames.size === 0 || (fieldViolations === undefined && !fault.message.includes('$v'))) return fault;
  const inText = (text: string) =>
    text.replaceAll(/(["$])(v\d+)\b/g, (_, mark: string, name: string) => mark + (clientNames.get(name) ?? name));
  const inPath = (path: string) => path.replace(/^v\d+(?![\w])/, (name) => clientNames.get(name) ?? name);
  const violations = (Array.isArray(fieldViolations) ? fieldViolations : []).map((violation: { field?: unknown }) => ({
    ...violation,
    ...(typeof violation.field === 'string' && { field: inPath(violation.field) }),
  }));
  const extensions = { ...fault.extensions, ...(violations.length > 0 && { fieldViolations: violations }) };
  return { ...fault, message: inText(fault.message), extensions };
}
