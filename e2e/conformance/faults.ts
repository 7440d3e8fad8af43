import type { Fault, GraphQLRequest, Reply } from './wrong-subgraph.ts';

/** Changes what `_entities` gives. */
function entities(change: (entities: unknown[], request: GraphQLRequest) => unknown[]): Fault {
  return async (request, right) => {
    const reply = await right(request);
    const given = reply.data?._entities;
    return given ? { ...reply, data: { _entities: change(given, request) } } : reply;
  };
}

/** Changes the errors. */
function errors(change: (error: NonNullable<Reply['errors']>[number]) => object): Fault {
  return async (request, right) => {
    const reply = await right(request);
    return { ...reply, ...(reply.errors && { errors: reply.errors.map(change) as NonNullable<Reply['errors']> }) };
  };
}

export const noFault: Fault = (request, right) => right(request);

export const wrongOrder = entities((given) => given.toReversed());

export const repeatsLeftOut = entities((given) => [
  ...new Map(given.map((one) => [JSON.stringify(one), one])).values(),
]);

export const unknownLeftOut = entities((given) => given.filter((one) => one !== null));

export const refusalOfUnknown: Fault = async (request, right) => {
  const reply = await right(request);
  const places = (reply.data?._entities ?? []).flatMap((one, index) => (one === null ? [index] : []));
  if (places.length === 0) return reply;
  const extensions = { code: 'BAD_USER_INPUT' };
  return {
    ...reply,
    errors: places.map((place) => ({ message: 'No account.', path: ['_entities', place], extensions })),
  };
};

export const oneCallPerKey: Fault = async (request, right) => {
  const { representations = [] } = request.variables;
  if (representations.length < 2) return await right(request);
  const given: unknown[] = [];
  for (const one of representations) {
    const { data } = await right({ ...request, variables: { representations: [one] } });
    given.push(...(data?._entities ?? []));
  }
  return { data: { _entities: given } };
};

export const otherThanRootField = entities((given) =>
  given.map((one) => (one && typeof one === 'object' && 'version' in one ? { ...one, version: 7 } : one)),
);

export const noCode = errors((error) => ({ ...error, extensions: { ...error.extensions, code: undefined } }));

export const strangeCode = errors((error) => ({ ...error, extensions: { ...error.extensions, code: 'OOPS' } }));

export const noViolations = errors((error) => ({
  ...error,
  extensions: { ...error.extensions, fieldViolations: undefined },
}));

export const deadlineIgnored: Fault = (request, right) => right(request, {});

/** @param sdl what it says that its schema is. */
export function otherSchema(sdl: (right: string) => string): Fault {
  return async (request, right) => {
    const reply = await right(request);
    const service = reply.data?.['_service'] as { sdl: string } | undefined;
    return service ? { data: { _service: { sdl: sdl(service.sdl) } } } : reply;
  };
}

export const hasty: Fault = async (request, right, headers) => {
  const short = 'x-request-timeout-ms' in headers;
  return await right(request, { ...headers, ...(short && { 'x-request-timeout-ms': '50' }) });
};
