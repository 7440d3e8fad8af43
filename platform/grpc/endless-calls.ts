import { ServerInterceptingCall, type ServerInterceptor, status } from '@grpc/grpc-js';

/** The calls of a server that never end by themselves: of those who watch its health, or read its reflection. */
export interface EndlessCalls {
  /** Sees every call as it begins. */
  interceptor: ServerInterceptor;
  /** Ends them, and at once those that still come: then nothing is open any more but what is worked on. */
  end(): void;
}

export function createEndlessCalls(): EndlessCalls {
  const open = new Set<ServerInterceptingCall>();
  let isOver = false;
  const end = (call: ServerInterceptingCall) => call.sendStatus(STOPS);
  return {
    interceptor({ responseStream }, next) {
      if (!responseStream) return new ServerInterceptingCall(next);
      const call = new ServerInterceptingCall(next, {
        start(begin) {
          // It is told of every end, and not of a cancellation alone.
          begin({ onCancel: () => open.delete(call) });
          open.add(call);
          if (isOver) end(call);
        },
      });
      return call;
    },
    end() {
      isOver = true;
      for (const call of open) end(call);
    },
  };
}

const STOPS = { code: status.UNAVAILABLE, details: 'The server stops.' };
