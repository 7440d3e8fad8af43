/** What a GraphQL server answers. */
export interface Answer<Data> {
  data?: Data | null;
  errors?: AnswerError[];
}

export interface AnswerError {
  message: string;
  path?: (string | number)[];
  extensions: {
    code: string;
    reason?: string;
    fieldViolations?: { field: string; description: string }[];
    [other: string]: unknown;
  };
}

type Request = [document: string, variables?: Record<string, unknown>, headers?: Record<string, string>];

/** A client of one GraphQL server. */
export interface GraphQLClient {
  /** Of the server's endpoint. */
  url: string;
  query<Data = Record<string, unknown>>(...request: Request): Promise<Answer<Data>>;
  /** The data of a document that must not fail. */
  ask<Data>(...request: Request): Promise<Data>;
  /** What a program sees of the errors of a document: for comparing with what it should see. */
  errors(...request: Request): Promise<{ code: string; path: string; reason?: string; fields?: string[] }[]>;
  /** The entities of some representations, with the fields asked for. */
  entities(
    fields: string,
    representations: readonly { __typename: string; id: string }[],
  ): Promise<Answer<{ _entities: unknown[] }>>;
}

/** @param url of the server's endpoint. */
export function graphqlClient(url: string): GraphQLClient {
  async function query<Data>(...[document, variables = {}, headers = {}]: Request): Promise<Answer<Data>> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: document, variables }),
    });
    return (await response.json()) as Answer<Data>;
  }

  return {
    url,
    query,
    async ask<Data>(...request: Request) {
      const { data, errors } = await query<Data>(...request);
      if (errors || !data) throw new Error(`The server answered with errors: ${JSON.stringify(errors)}`);
      return data;
    },
    async errors(...request) {
      const { errors = [] } = await query(...request);
      return errors.map(({ path = [], extensions: { code, reason, fieldViolations } }) => ({
        code,
        path: path.join('.'),
        ...(reason && { reason }),
        ...(fieldViolations && { fields: fieldViolations.map(({ field }) => field) }),
      }));
    },
    entities: (fields, representations) =>
      query(`query ($representations: [_Any!]!) { _entities(representations: $representations) { ${fields} } }`, {
        representations,
      }),
  };
}
