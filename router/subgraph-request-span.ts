import type { SpanDescription } from '@commerce/platform/traces/span';
import {
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
  ATTR_URL_FULL,
} from '@opentelemetry/semantic-conventions';

/** How a request to a subgraph is shown (https://opentelemetry.io/docs/specs/semconv/http/http-spans/). */
export function subgraphRequestSpan(subgraph: string, url: string): SpanDescription {
  const { protocol, hostname, port, pathname } = new URL(url);
  return {
    name: `POST ${pathname}`,
    attributes: {
      [ATTR_HTTP_REQUEST_METHOD]: 'POST',
      // Without a password or a query.
      [ATTR_URL_FULL]: new URL(pathname, `${protocol}//${hostname}:${port}`).href,
      [ATTR_SERVER_ADDRESS]: hostname,
      [ATTR_SERVER_PORT]: Number(port) || (protocol === 'https:' ? 443 : 80),
      'commerce.subgraph.name': subgraph,
    },
  };
}
