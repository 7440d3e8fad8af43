import { standaloneVariables } from './config.ts';

/** The environment in which every part listens on a port that the system chooses: another system may be running. */
export const FREE_PORTS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(standaloneVariables.shape)
    .filter((name) => /(^|_)PORT$/.test(name))
    .map((name) => [name, '0']),
);
