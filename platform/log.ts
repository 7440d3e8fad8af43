import { levels, pino } from 'pino';
import { callContext } from './call-context.ts';
import { logLine } from './log-line.ts';
import { currentTrace } from './traces/trace-context.ts';

/** JSON lines on standard output; every line of a request carries its id and its trace's. See log-line.ts for what is not in it. */
export const log = pino({
  level: levelOf(process.env['LOG_LEVEL']),
  serializers: { err: (error: unknown) => describeError(error) },
  hooks: { streamWrite: logLine },
  redact: ['authorization', '*.authorization'],
  mixin: () => {
    const request = callContext.getStore();
    if (!request) return {};
    const { requestId, headers, caller } = request;
    // Who asks, without the name that a token has for them, which may be an address.
    const subject = caller?.kind === 'subject' ? { subject: caller.hash } : {};
    return { requestId, ...subject, ...currentTrace(headers['traceparent']) };
  },
});

/** The parts of an error that help; drivers hang whole connections on theirs. */
function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  return {
    name,
    message,
    stack,
    ...('code' in error && { code: error.code }),
    // An error may be its own cause's cause.
    ...(cause !== undefined && depth < MAX_CAUSES && { cause: describeError(cause, depth + 1) }),
  };
}

const MAX_CAUSES = 5;

/** A level that is none is reported with the rest of the configuration; it must not end the process here. */
function levelOf(name = 'info'): string {
  return name === 'silent' || name in levels.values ? name : 'info';
}
