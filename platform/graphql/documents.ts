import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  parse,
  specifiedRules,
  validate,
  type ValidationRule,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { tracedStep } from '../exposed-trace/traced-step.ts';
import { finiteNumbers } from './finite-numbers.ts';
import { hiddenSchema } from './hidden-schema.ts';
import { RefusedRequest } from './refused-request.ts';
import { selectionCount } from './selection-count.ts';
import { servedOperations } from './served-operations.ts';
import { nameValues } from './value-errors.ts';

/** What a client's document may be; a subgraph has no limits: its callers are routers, which have. */
export interface DocumentLimits {
  /** Bounds the work of parsing. */
  maxTokens: number;
  /** See selection-count.ts. */
  maxSelections: number;
}

/** The valid documents that were asked for, each parsed and validated once for a schema. */
export interface Documents {
  /**
   * @param parsed the text's document, where there is one already.
   * @throws RefusedRequest when it cannot be run on this schema.
   */
  documentOf(schema: GraphQLSchema, text: string, parsed?: DocumentNode): DocumentNode;
  /** These stay, whatever else is asked for: a flood of others would have each of them parsed again. */
  keep(texts: ReadonlySet<string>): void;
}

/** @param showsSchema whether clients may ask for the schema, and are told of names that they may have meant. */
export function createDocuments(showsSchema: boolean, limits?: DocumentLimits): Documents {
  const rules = [...specifiedRules, servedOperations, finiteNumbers, ...(showsSchema ? [] : [hiddenSchema])];
  let kept: ReadonlySet<string> = new Set();
  let known = documentsOf(undefined);
  return {
    documentOf(schema, text, parsed) {
      if (known.schema !== schema) known = documentsOf(schema);
      const before = known.kept.get(text) ?? known.others.get(text);
      if (before) return before;
      const document = validDocument(schema, parsed ?? parsedFrom(text, limits), rules, showsSchema, limits);
      if (kept.has(text)) known.kept.set(text, document);
      else known.others.set(text, document);
      return document;
    },
    keep(texts) {
      kept = texts;
      for (const text of known.kept.keys()) if (!kept.has(text)) known.kept.delete(text);
    },
  };
}

/** For one schema: a document that is valid on it need not be on another. */
function documentsOf(schema: GraphQLSchema | undefined) {
  return {
    schema,
    kept: new Map<string, DocumentNode>(),
    others: new LRUCache<string, DocumentNode>({ maxSize: MAX_LENGTH, sizeCalculation: (_, text) => 1 + text.length }),
  };
}

/**
 * In characters of documents. What a subgraph keeps of them, parsed and compiled, are some tens of MB, and 130 MB where they
 * are nothing but short fields: half of the heap of a container of 512 MB.
 */
const MAX_LENGTH = 1_000_000;

function validDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
  rules: readonly ValidationRule[],
  showsSchema: boolean,
  limits: DocumentLimits | undefined,
): DocumentNode {
  tracedStep('validate', () => refuseInvalid(schema, document, rules, showsSchema));
  if (limits && selectionCount(document) > limits.maxSelections) {
    const message = `An operation of the document has more than ${limits.maxSelections} selections, with those of its fragments: ask for fewer.`;
    throw new RefusedRequest([refused(new GraphQLError(message), INVALID)]);
  }
  return document;
}

function refuseInvalid(
  schema: GraphQLSchema,
  document: DocumentNode,
  rules: readonly ValidationRule[],
  showsSchema: boolean,
): void {
  const errors = validate(schema, document, rules);
  if (errors.length === 0) return;
  const shown = errors.map((error) => refused(showsSchema ? error : withoutSuggestions(error), INVALID));
  throw new RefusedRequest(nameValues(shown, document));
}

function parsedFrom(text: string, limits: DocumentLimits | undefined): DocumentNode {
  try {
    return tracedStep('parse', () => parse(text, limits ? { maxTokens: limits.maxTokens } : {}));
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new RefusedRequest([refused(error, 'GRAPHQL_PARSE_FAILED')]);
  }
}

const INVALID = 'GRAPHQL_VALIDATION_FAILED';

function refused(error: GraphQLError, reason: string): GraphQLError {
  const { message, nodes, source, positions, extensions } = error;
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    extensions: { ...extensions, code: 'BAD_USER_INPUT', reason },
  });
}

/** graphql-js names what the schema has. */
function withoutSuggestions(error: GraphQLError): GraphQLError {
  error.message = error.message.replace(/ ?Did you mean(.+?)\?$/, '');
  return error;
}
