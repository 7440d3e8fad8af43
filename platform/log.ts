import { levels, pino } from 'pino';
import { callContext } from './call-context.ts';
import { currentTrace } from './traces/trace-context.ts';

/** JSON lines on standard output; every line of a request carries its id and its trace's. */
export const log = pino({
  level: levelOf(process.env['LOG_LEVEL']),
  serializers: { err: describeError },
  redact: ['authorization', '*.authorization'],
  mixin: () => {
    const request = callContext.getStore();
    return request ? { requestId: request.requestId, ...currentTrace(request.headers['traceparent']) } : {};
  },
});

/** The parts of an error that help; drivers hang whole connections on theirs. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  return {
    name,
    message,
    stack,
    ...('code' in error && { code: error.code }),
    ...(cause !== undefined && { cause: describeError(cause) }),
  };
}

/** A level that is none is reported with the rest of the configuration; it must not end the process here. */
function levelOf(name = 'info'): string {
  return name === 'silent' || name in levels.values ? name : 'info';
}
