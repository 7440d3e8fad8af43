import { levels, pino, stdTimeFunctions } from 'pino';
import { BUILD_VERSION } from './build-version.ts';
import { callContext } from './call-context.ts';
import { logLine } from './log-line.ts';
import { PROCESS_INSTANCE } from './process-instance.ts';
import { currentTrace } from './traces/trace-context.ts';

/**
 * JSON lines on standard output, with the level by its name and the time as RFC 3339 has it; every line of a request carries
 * its id and its trace's. See log-line.ts for what is not in it.
 */
export const log = pino({
  level: levelOf(process.env['LOG_LEVEL']),
  // Who writes is known when the process is: see identifyProcess().
  base: null,
  formatters: { level: (level) => ({ level }) },
  timestamp: stdTimeFunctions.isoTime,
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

/**
 * Says in every line from now on who writes it, as OpenTelemetry's resources do
 * (https://opentelemetry.io/docs/specs/semconv/resource/#service): the process, the version of its build, and which one of its
 * replicas it is.
 *
 * @param name of the process, such as "order core"; OTEL_SERVICE_NAME says another, as for traces. To be called once.
 */
export function identifyProcess(name: string): void {
  const service = process.env['OTEL_SERVICE_NAME']?.trim() || name.replaceAll(' ', '-');
  log.setBindings({ service, version: BUILD_VERSION, instance: PROCESS_INSTANCE });
}

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
