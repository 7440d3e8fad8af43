import { hostname } from 'node:os';

/** Which one of its replicas this process is; for logs, metrics and traces. */
export const PROCESS_INSTANCE = `${hostname()}-${process.pid}`;
