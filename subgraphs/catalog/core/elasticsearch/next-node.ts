import { errors, Transport, type TransportRequestOptions, type TransportRequestParams } from '@elastic/elasticsearch';

/**
 * Sends what one node of a cluster did not answer to the next: a rolling restart of the cluster fails no request. A read goes to
 * each node once. A write does only where it was never sent: one that was sent and not answered may have been done, and its
 * caller alone knows whether it may be done again. What has had its time is not sent again.
 *
 * @param nodes how many there are.
 */
export function nextNodeTransport(nodes: number): typeof Transport {
  return class extends Transport {
    override async request<T>(params: TransportRequestParams, options: TransportRequestOptions = {}): Promise<T> {
      const send = async (maxRetries: number) =>
        (await super.request(params, { ...options, maxRetries })) as Promise<T>;
      if (options.maxRetries !== undefined) return await send(options.maxRetries);
      if (isRead(params)) return await send(nodes - 1);
      for (let others = nodes - 1; ; others -= 1) {
        try {
          return await send(0);
        } catch (error) {
          // The client leaves out a node that just failed, so the next attempt is at another.
          if (others === 0 || !isUnsent(error)) throw error;
        }
      }
    }
  };
}

function isRead({ method, path }: TransportRequestParams): boolean {
  return method === 'GET' || method === 'HEAD' || /\/_(search|count|mget)$/.test(path);
}

/** Was there no connection to send it over? The client keeps of what undici says the words alone. */
function isUnsent(error: unknown): boolean {
  return error instanceof errors.ConnectionError && UNSENT.test(error.message);
}

const UNSENT = /ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|Connect Timeout/;
