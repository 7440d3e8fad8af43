import { z } from 'zod';

/** What a subgraph answers. */
export type Answer = z.infer<typeof answer>;
export type AnswerError = NonNullable<Answer['errors']>[number];

/**
 * Sends a document to a subgraph.
 *
 * @param signal ends the waiting for an answer.
 * @throws Error when it does not answer, or not as GraphQL does.
 */
export async function ask(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
  { headers = {}, signal }: { headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
    ...(signal && { signal }),
  });
  const text = await response.text();
  const result = answer.safeParse(parseJson(text));
  if (result.success) return result.data;
  throw new Error(`${url} answered ${response.status} with what is no GraphQL response: ${text.slice(0, 200)}`);
}

/** The entities of some representations. */
export async function askEntities(
  url: string,
  type: string,
  selection: string,
  representations: readonly object[],
  options: Parameters<typeof ask>[3] = {},
): Promise<{ entities: unknown; errors: AnswerError[] }> {
  const document = `query ($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on ${type} { ${selection} } }
  }`;
  const { data, errors = [] } = await ask(url, document, { representations }, options);
  return { entities: data?.['_entities'], errors };
}

const answer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.record(z.string(), z.unknown()).default({}),
      }),
    )
    .optional(),
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
