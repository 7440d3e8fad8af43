import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import { errorTable, kindOfCode } from '@commerce/platform/errors/error-table';
import type { Check } from './check.ts';
import { type AnswerError, graphqlClient } from '../graphql-client.ts';
import type { SubgraphSchema } from './subgraph-schema.ts';
import type { Subject } from './subject.ts';

/** Bad input is refused as the graph refuses it: with its code, and the arguments at fault. */
export function errorChecks(schema: SubgraphSchema, subject: () => Subject): Check[] {
  const invalidDocument: Check = {
    name: `a document that is not valid is refused with ${BAD_INPUT}, or the code that says so`,
    async run() {
      const problems = await Promise.all(
        ['{ noFieldHasThisName }', '{'].map(async (document) =>
          refusalProblems(document, (await graphqlClient(subject().url).query(document)).errors),
        ),
      );
      return { problems: problems.flat() };
    },
  };
  const byId = badArguments(schema, 'query', 'ID', 'nonsense').concat(
    badArguments(schema, 'mutation', 'ID', 'nonsense'),
  );
  const byPage = [
    ...badArguments(schema, 'query', 'Int', -1, 'first'),
    ...badArguments(schema, 'query', 'String', 'garbled', 'after'),
    ...badArguments(schema, 'query', 'PaginationInput', { take: -1 }, 'pagination', 'pagination.take'),
  ];
  return [
    invalidDocument,
    ...refusals('a malformed id', byId, subject),
    ...refusals('a malformed page', byPage, subject),
  ];
}

const BAD_INPUT = errorTable.InvalidArgument.graphql;

/** Of a document alone. */
const INVALID_DOCUMENT: ReadonlySet<unknown> = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED']);

/** A request with one argument that is not valid. */
interface BadRequest {
  document: string;
  variables: Record<string, unknown>;
  /** What the refusal must name. */
  field: string;
  /** For people: `account(id: "nonsense")`. */
  what: string;
}

function refusals(what: string, requests: BadRequest[], subject: () => Subject): Check[] {
  if (requests.length === 0) return [];
  const run = async () => {
    const problems = await Promise.all(
      requests.map(async (request) => {
        const { errors } = await graphqlClient(subject().url).query(request.document, request.variables);
        return refusalProblems(request.what, errors, request.field);
      }),
    );
    return { problems: problems.flat() };
  };
  return [{ name: `${what} is refused with ${BAD_INPUT} and the name of its argument`, run }];
}

/** @param field that must be among the violations, where an argument is at fault. */
function refusalProblems(what: string, errors: AnswerError[] = [], field?: string): string[] {
  if (errors.length === 0) return [`${what} is not refused, expected an error with the code ${BAD_INPUT}.`];
  return errors.flatMap(({ message, extensions: { code, fieldViolations } }) => {
    if (field === undefined && INVALID_DOCUMENT.has(code)) return [];
    if (code !== BAD_INPUT) {
      const got = kindOfCode(code)
        ? `the code ${String(code)}`
        : `${JSON.stringify(code) ?? 'no code'}, none of the graph's`;
      return [`${what} is refused with ${got} ("${message}"); set extensions.code to ${BAD_INPUT}.`];
    }
    if (field === undefined || fieldsOf(fieldViolations).includes(field)) return [];
    return [`${what} is refused without naming ${field}; add { field: "${field}", description } to fieldViolations.`];
  });
}

function fieldsOf(fieldViolations: unknown): unknown[] {
  return Array.isArray(fieldViolations) ? fieldViolations.map((one: { field?: unknown } | null) => one?.field) : [];
}

/** The root fields that have an argument of a type, and of a name where one is given, each with that one a bad value. */
function badArguments(
  { queries, mutations }: SubgraphSchema,
  operation: 'query' | 'mutation',
  type: string,
  bad: unknown,
  name?: string,
  violation = name,
): BadRequest[] {
  return (operation === 'query' ? queries : mutations).flatMap((field) => {
    const bads = field.args.filter((arg) => getNamedType(arg.type).name === type && arg.name === (name ?? arg.name));
    return bads.map((arg) => badRequest(operation, field, arg, bad, violation ?? arg.name));
  });
}

function badRequest(
  operation: string,
  { name, args, type }: GraphQLField<unknown, unknown>,
  bad: GraphQLArgument,
  value: unknown,
  field: string,
): BadRequest {
  const passed = args.filter((arg) => arg === bad || isRequiredArgument(arg));
  const parameters = passed.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const named = passed.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const selection = isLeafType(getNamedType(type)) ? '' : '{ __typename }';
  return {
    document: `${operation} (${parameters}) { ${name}(${named}) ${selection} }`,
    variables: Object.fromEntries(passed.map((arg) => [arg.name, arg === bad ? value : anyValue(arg.type)])),
    field,
    what: `${name}(${bad.name}: ${JSON.stringify(value)})`,
  };
}

/** A value that a required argument takes. */
function anyValue(given: GraphQLInputType): unknown {
  const type = getNullableType(given);
  if (isListType(type)) return [anyValue(type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter(isRequiredInputField);
    return Object.fromEntries(required.map((field) => [field.name, anyValue(field.type)]));
  }
  if (type.name === 'Boolean') return false;
  return type.name === 'Int' || type.name === 'Float' ? 1 : 'a';
}
