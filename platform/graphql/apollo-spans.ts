import type { ApolloServerPlugin } from '@apollo/server';
import { trace } from '@opentelemetry/api';
import { isFault, kindOfCode } from '../errors/error-table.ts';
import { markFailed } from '../traces/span.ts';

/**
 * Says in a request's span what it asked for, and that it failed
 * (https://opentelemetry.io/docs/specs/semconv/graphql/graphql-spans/). The document stays out of it: it may hold values.
 */
export const apolloSpans: ApolloServerPlugin = {
  async requestDidStart() {
    const span = trace.getActiveSpan();
    if (!span) return undefined;
    return {
      async didResolveOperation({ operation, operationName }) {
        const type = operation?.operation;
        if (!type) return;
        // A client chooses the name; in the span's own it would make as many kinds of spans as there are names.
        span.updateName(type).setAttribute('graphql.operation.type', type);
        if (operationName) span.setAttribute('graphql.operation.name', operationName);
      },
      async willSendResponse({ response: { body } }) {
        const { errors = [] } = body.kind === 'single' ? body.singleResult : {};
        const codes = errors.map(({ extensions }) => String(extensions?.['code']));
        const fault = codes.find((code) => isFault(kindOfCode(code) ?? 'Internal'));
        if (fault !== undefined) markFailed(span, fault);
      },
    };
  },
};
