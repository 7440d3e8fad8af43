/** An answer of the router, as a client sees it. */
export interface Answer<Data> {
  data?: Data | null;
  errors?: ClientError[];
}

export interface ClientError {
  message: string;
  path?: (string | number)[];
  extensions: {
    code: string;
    reason?: string;
    fieldViolations?: { field: string; description: string }[];
    retryable?: boolean;
    retryAfterMs?: number;
    subgraph?: string;
  };
}

/** Sends a document as any client does: in a POST request over HTTP. */
export async function post(
  origin: string,
  document: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Response> {
  return await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: document, variables }),
  });
}

/** What a document returns. */
export async function query<Data>(...request: Parameters<typeof post>): Promise<Answer<Data>> {
  return (await (await post(...request)).json()) as Answer<Data>;
}

/** The data of a document that must not fail. */
export async function ask<Data>(...request: Parameters<typeof post>): Promise<Data> {
  const { data, errors } = await query<Data>(...request);
  if (errors || !data) throw new Error(`The router answered with errors: ${JSON.stringify(errors)}`);
  return data;
}

/** The one error of a document that must fail once. */
export async function refusal(...request: Parameters<typeof post>): Promise<ClientError> {
  const { data, errors = [] } = await query(...request);
  const [error] = errors;
  if (!error || errors.length > 1) {
    throw new Error(`The router answered with ${errors.length} errors: ${JSON.stringify({ data, errors })}`);
  }
  return error;
}
