import { DomainError, internal } from '@commerce/platform/errors/domain-error';
import { errorTable } from '@commerce/platform/errors/error-table';
import { toGraphQLError } from '@commerce/platform/errors/graphql-error';
import type { FieldFault } from './failures.ts';

/** What a fetch from a subgraph failed with, as its client may see it. */
export function toFaultOf(subgraph: string | undefined, thrown: unknown): FieldFault {
  const { message, extensions } = toGraphQLError(thrown instanceof DomainError ? thrown : internal(thrown));
  return { message, extensions: { ...extensions, ...(subgraph !== undefined && { subgraph }) } };
}

/** What no subgraph may answer. @param reason is for the log. */
export function unexpected(subgraph: string | undefined, reason: string): FieldFault {
  return toFaultOf(subgraph, new Error(reason));
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
