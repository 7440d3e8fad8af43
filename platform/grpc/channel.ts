import { Client, connectivityState, type ServiceDefinition } from '@grpc/grpc-js';
import { MAX_REQUEST_BYTES } from '../byte-budget.ts';
import type { Certificates } from '../tls/certificates.ts';
import { corePart } from '../tls/parts.ts';
import { clientKeepalive } from './keepalive.ts';
import type { LoadedService } from './proto.ts';
import { servingReplicas } from './serving-replicas.ts';
import { channelCredentials } from './tls-credentials.ts';

/** The connections to all replicas of a core. */
export interface Channel {
  /** What to make the next call with. */
  client(): Client;
  /** @returns whether a replica serves, after a second at most. */
  isReady(): Promise<boolean>;
  close(): void;
}

/** @param address as `createClient` takes it. */
export function openChannel(
  service: LoadedService<ServiceDefinition>,
  address: string,
  certificates?: Certificates,
): Channel {
  const part = corePart(service.domain);
  const credentials = channelCredentials(certificates, part);
  const open = () =>
    new Client(address, credentials, { ...channelOptions(service, part), ...clientKeepalive(address) });
  let client = open();
  let isClosed = false;
  let watched: Client | undefined;

  // gRPC waits for a connection without a limit. One that is lost on its way never comes, even when the path is back.
  const watchConnecting = (connecting: Client) => {
    if (watched === connecting) return;
    watched = connecting;
    connecting.waitForReady(Date.now() + CONNECT_LIMIT_MS, (error) => {
      watched = undefined;
      // Without a connection in all that time: a server closes connections that are old, and then there is none for a moment.
      if (!error || isClosed || connecting !== client || !isConnecting(connecting)) return;
      client = open();
      // Fails the calls that wait for a connection, and no others.
      connecting.close();
    });
  };

  return {
    client() {
      if (isConnecting(client)) watchConnecting(client);
      return client;
    },
    isReady: () =>
      new Promise((resolve) => client.waitForReady(Date.now() + READY_MS, (error) => resolve(error === undefined))),
    close() {
      isClosed = true;
      client.close();
    },
  };
}

/** How long calls wait for a first connection. */
const CONNECT_LIMIT_MS = 4_000;

const READY_MS = 1_000;

function isConnecting(client: Client): boolean {
  const state = client.getChannel().getConnectivityState(true);
  return state === connectivityState.CONNECTING || state === connectivityState.IDLE;
}

function channelOptions(service: LoadedService<ServiceDefinition>, part: string) {
  return {
    // http_proxy and the like are for the world outside: a proxy there does not know the names of the cores.
    'grpc.enable_http_proxy': 0,
    // No retryPolicy: it cannot tell a server that answers from one that the call has killed, and would send the call to
    // the next. What was never sent, or refused by a server that stops, gRPC sends again by itself.
    'grpc.service_config': JSON.stringify({ loadBalancingConfig: servingReplicas(service.name) }),
    // Else a channel that is opened again would get the connections that are stuck.
    'grpc.use_local_subchannel_pool': 1,
    // What is larger is refused at its length, before it is read.
    'grpc.max_receive_message_length': MAX_REQUEST_BYTES,
    // A core that comes back is found within this time: before the next replica of a rolling restart has gone (DRAIN_MS).
    'grpc.max_reconnect_backoff_ms': 1_000,
    'grpc.initial_reconnect_backoff_ms': 100,
    // So that the address of a core that was started afresh is looked up when its connection is lost, not 30 s later.
    'grpc.dns_min_time_between_resolutions_ms': 1_000,
    // Whom TLS asks for: it takes no IP address for a name.
    'grpc.ssl_target_name_override': part,
  };
}
