import type { Domain, DomainPorts } from '@commerce/platform/domain';

/** The ports for one more domain: each the next after the highest of its kind that no other has. */
export function nextPorts(domains: readonly Domain[]): DomainPorts {
  const taken = new Set(domains.flatMap(({ ports }) => Object.values(ports)));
  const next = (kind: keyof DomainPorts, first: number): number => {
    let port = 1 + Math.max(first - 1, ...domains.map(({ ports }) => ports[kind]));
    while (taken.has(port)) port += 1;
    taken.add(port);
    return port;
  };
  return {
    graph: next('graph', 4_001),
    graphAdmin: next('graphAdmin', 9_101),
    core: next('core', 5_051),
    coreAdmin: next('coreAdmin', 9_001),
  };
}
