import { experimental, type ChannelOptions } from '@grpc/grpc-js';
import { CheckedSubchannel } from './checked-subchannel.ts';

/**
 * gRPC's `round_robin` over the replicas that say they serve: client-side health checking, which grpc-js has no policy
 * for (https://github.com/grpc/proposal/blob/master/A17-client-side-health-checking.md). While none serves, all that are
 * connected get calls: the last one that drains still answers them, and one without its store says so.
 *
 * @param serviceName whose health is asked for.
 * @returns the `loadBalancingConfig` of a service config.
 */
export function servingReplicas(serviceName: string): object[] {
  if (!experimental.isLoadBalancerNameRegistered(POLICY))
    experimental.registerLoadBalancerType(POLICY, ServingReplicas, Config);
  return [{ [POLICY]: { serviceName } }];
}

const POLICY = 'commerce_serving_replicas';

// Classes, because gRPC constructs them.
class Config implements experimental.TypedLoadBalancingConfig {
  readonly serviceName: string;

  constructor(serviceName: string) {
    this.serviceName = serviceName;
  }

  getLoadBalancerName(): string {
    return POLICY;
  }

  toJsonObject(): object {
    return { [POLICY]: { serviceName: this.serviceName } };
  }

  static createFromJson({ serviceName }: { serviceName: string }): Config {
    return new Config(serviceName);
  }
}

class ServingReplicas implements experimental.LoadBalancer {
  readonly #turns: experimental.ChildLoadBalancerHandler;
  /** By the connections that they check: `round_robin` asks for all of them anew whenever the name is looked up. */
  readonly #checked = new Map<object, CheckedSubchannel>();
  #serviceName = '';

  constructor(helper: experimental.ChannelControlHelper) {
    this.#turns = new experimental.ChildLoadBalancerHandler(
      experimental.createChildChannelControlHelper(helper, {
        createSubchannel: (address, options) => this.#check(helper.createSubchannel(address, options)),
      }),
    );
  }

  updateAddressList(
    endpoints: Parameters<experimental.LoadBalancer['updateAddressList']>[0],
    config: experimental.TypedLoadBalancingConfig,
    options: ChannelOptions,
    note: string,
  ): boolean {
    if (config instanceof Config) this.#serviceName = config.serviceName;
    const taken = this.#turns.updateAddressList(endpoints, ROUND_ROBIN, options, note);
    this.#endUnused();
    return taken;
  }

  #check(subchannel: experimental.SubchannelInterface): CheckedSubchannel {
    const connection = subchannel.getRealSubchannel();
    const checked =
      this.#checked.get(connection) ?? new CheckedSubchannel(subchannel, this.#serviceName, () => this.#choose());
    this.#checked.set(connection, checked);
    return checked;
  }

  /** Those that serve first: else there would be none for a moment. */
  #choose(): void {
    const replicas = [...this.#checked.values()];
    const serving = replicas.filter((replica) => replica.isServing() && replica.isUsed());
    for (const replica of serving) replica.use(true);
    for (const replica of replicas) replica.use(serving.length === 0 || replica.isServing());
  }

  #endUnused(): void {
    for (const [connection, checked] of this.#checked) {
      if (checked.isUsed()) continue;
      checked.end();
      this.#checked.delete(connection);
    }
    this.#choose();
  }

  exitIdle(): void {
    this.#turns.exitIdle();
  }

  resetBackoff(): void {
    this.#turns.resetBackoff();
  }

  destroy(): void {
    this.#turns.destroy();
    this.#endUnused();
  }

  getTypeName(): string {
    return POLICY;
  }
}

const ROUND_ROBIN = experimental.parseLoadBalancingConfig({ round_robin: {} });
