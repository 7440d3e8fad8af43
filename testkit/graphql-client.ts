import { z } from 'zod';

/** What a GraphQL server answers (https://spec.graphql.org/October2021/#sec-Response-Format). */
export interface Answer<Data = Record<string, unknown>> {
  data?: Data | null | undefined;
  errors?: AnswerError[] | undefined;
}

export type AnswerError = z.infer<typeof answerError>;

/** The document, its variables, the headers of the request, and what ends the waiting for an answer. */
type Request = [
  document: string,
  variables?: Record<string, unknown>,
  headers?: Record<string, string>,
  signal?: AbortSignal,
];

export type GraphQLClient = ReturnType<typeof graphqlClient>;

/**
 * A client of one GraphQL server. All of it throws an Error when the server answers with something else than GraphQL.
 *
 * @param url of the server's endpoint.
 */
export function graphqlClient(url: string) {
  /** What the server answers, errors and all. */
  async function query<Data = Record<string, unknown>>(...request: Request): Promise<Answer<Data>> {
    const [document, variables = {}, headers = {}, signal] = request;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body: JSON.stringify({ query: document, variables }),
      ...(signal && { signal }),
    });
    const text = await response.text();
    const result = answer.safeParse(parseJson(text));
    if (result.success) return result.data as Answer<Data>;
    throw new Error(`${url} answered ${response.status} with what is no GraphQL response: ${text.slice(0, 200)}`);
  }

  return {
    /** Of the server's endpoint. */
    url,
    query,
    /** The data of a document that must not fail. */
    async ask<Data>(...request: Request): Promise<Data> {
      const { data, errors } = await query<Data>(...request);
      if (errors || !data) throw new Error(`${url} answered with errors: ${JSON.stringify(errors)}`);
      return data;
    },
    /** The one error of a document that must have exactly one. */
    async refusal(...request: Request): Promise<AnswerError> {
      const { data, errors = [] } = await query(...request);
      const [error] = errors;
      if (error && errors.length === 1) return error;
      throw new Error(`${url} answered with ${errors.length} errors: ${JSON.stringify({ data, errors })}`);
    },
    /** What a program sees of the errors of a document: for comparing with what it should see. */
    async errors(...request: Request) {
      const { errors = [] } = await query(...request);
      return errors.map(({ path = [], extensions }) => {
        const { code, reason, fieldViolations } = fault.parse(extensions);
        return {
          code,
          path: path.join('.'),
          ...(reason && { reason }),
          ...(fieldViolations && { fields: fieldViolations.map(({ field }) => field) }),
        };
      });
    },
    /** What a router gets: a selection of each entity, by keys of theirs. */
    entities(type: string, selection: string, keys: readonly object[], headers = {}, signal?: AbortSignal) {
      const document = `query ($representations: [_Any!]!) {
        _entities(representations: $representations) { ... on ${type} { ${selection} } } }`;
      const representations = keys.map((key) => ({ __typename: type, ...key }));
      return query<{ _entities: unknown[] }>(document, { representations }, headers, signal);
    },
  };
}

const answerError = z.looseObject({
  message: z.string(),
  path: z.array(z.union([z.string(), z.number()])).optional(),
  extensions: z.record(z.string(), z.unknown()).default({}),
});

const answer = z.looseObject({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(answerError).optional(),
});

/** What this graph says in the `extensions` of every error. */
const fault = z.object({
  code: z.string(),
  reason: z.string().optional(),
  fieldViolations: z.array(z.object({ field: z.string() })).optional(),
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
