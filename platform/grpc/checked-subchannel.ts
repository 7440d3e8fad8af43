import {
  Client,
  connectivityState,
  credentials,
  experimental,
  status,
  type ClientReadableStream,
  type ServiceError,
} from '@grpc/grpc-js';
import { service as healthService } from 'grpc-health-check';

/**
 * A connection to a replica that watches whether the replica says SERVING. It counts as connecting until the replica has
 * said how it is. A replica that knows no health service serves. Who made it decides what to use: see use().
 */
export class CheckedSubchannel extends experimental.BaseSubchannelWrapper {
  readonly #serviceName: string;
  readonly #client: Client;
  readonly #listeners = new Set<experimental.ConnectivityStateListener>();
  #watch: ClientReadableStream<HealthResponse> | undefined;
  #again: NodeJS.Timeout | undefined;
  readonly #onChange: () => void;
  #isKnown = false;
  #isServing = false;
  #uses = 0;

  /** @param onChange is told when the replica serves, or no longer does, before anybody gets to use it. */
  constructor(subchannel: experimental.SubchannelInterface, serviceName: string, onChange: () => void) {
    super(subchannel);
    this.#serviceName = serviceName;
    this.#onChange = onChange;
    this.#client = new Client('unused', credentials.createInsecure(), { channelOverride: subchannel.getChannel() });
    subchannel.addConnectivityStateListener(this.#onState);
    if (subchannel.getConnectivityState() === connectivityState.READY) this.#startWatch();
  }

  override getConnectivityState(): connectivityState {
    const state = this.child.getConnectivityState();
    return state === connectivityState.READY && !this.#isKnown ? connectivityState.CONNECTING : state;
  }

  override addConnectivityStateListener(listener: experimental.ConnectivityStateListener): void {
    this.#listeners.add(listener);
  }

  override removeConnectivityStateListener(listener: experimental.ConnectivityStateListener): void {
    this.#listeners.delete(listener);
  }

  override ref(): void {
    super.ref();
    this.#uses += 1;
  }

  override unref(): void {
    super.unref();
    this.#uses -= 1;
  }

  isUsed(): boolean {
    return this.#uses > 0;
  }

  isServing(): boolean {
    return this.#isServing;
  }

  /** Does it get calls while it is connected? */
  use(isToBeUsed: boolean): void {
    this.setHealthy(isToBeUsed);
  }

  /** Watches no more. */
  end(): void {
    this.child.removeConnectivityStateListener(this.#onState);
    this.#endWatch();
    this.#client.close();
  }

  readonly #onState: experimental.ConnectivityStateListener = (_subchannel, previous, state, keepaliveMs, error) => {
    // A watch belongs to its connection: the next one may lead to another process.
    this.#endWatch();
    this.#isKnown = false;
    if (state === connectivityState.READY) return this.#startWatch();
    this.#tell(previous, state, keepaliveMs, error);
    if (!this.#isServing) return;
    this.#isServing = false;
    this.#onChange();
  };

  #startWatch(): void {
    const watch = this.#client.makeServerStreamRequest(
      WATCH.path,
      WATCH.requestSerialize,
      WATCH.responseDeserialize as (bytes: Buffer) => HealthResponse,
      { service: this.#serviceName },
    );
    this.#watch = watch;
    watch.on('data', ({ status: said }: HealthResponse) => {
      if (this.#watch === watch) this.#set(said === 'SERVING');
      // It was ended before gRPC had begun it, and begun all the same.
      else watch.cancel();
    });
    watch.on('error', ({ code }: ServiceError) => {
      if (this.#watch !== watch) return;
      this.#set(code === status.UNIMPLEMENTED);
      if (code !== status.UNIMPLEMENTED) this.#again = setTimeout(() => this.#startWatch(), AGAIN_MS).unref();
    });
  }

  #endWatch(): void {
    clearTimeout(this.#again);
    const watch = this.#watch;
    this.#watch = undefined;
    watch?.cancel();
  }

  #set(isServing: boolean): void {
    this.#isServing = isServing;
    this.#onChange();
    if (this.#isKnown) return;
    this.#isKnown = true;
    this.#tell(connectivityState.CONNECTING, connectivityState.READY, 0);
  }

  #tell(previous: connectivityState, state: connectivityState, keepaliveMs: number, error?: string): void {
    for (const listener of Array.from(this.#listeners)) listener(this, previous, state, keepaliveMs, error);
  }
}

interface HealthResponse {
  status: string;
}

const WATCH = watchMethod();

function watchMethod() {
  const method = healthService['Watch'];
  if (!method) throw new Error('The health service has no Watch.');
  return method;
}

const AGAIN_MS = 1_000;
