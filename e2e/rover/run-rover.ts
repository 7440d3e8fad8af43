import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

export interface RoverEnd {
  code: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs the Rover binary of its npm package in the project's root: what a developer who installed Rover runs.
 *
 * @param home a folder for what Rover keeps; without it Rover would look into the developer's own.
 */
export async function runRover(home: string, ...args: string[]): Promise<RoverEnd> {
  await installPlugin(home);
  const binary = join(dirname(require.resolve(`${ROVER}/package.json`)), 'rover');
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    APOLLO_HOME: home,
    APOLLO_ELV2_LICENSE: 'accept',
    APOLLO_ROVER_SKIP_UPDATE: '1',
    APOLLO_TELEMETRY_DISABLED: '1',
  };
  try {
    const { stdout, stderr } = await promisify(execFile)(binary, args, { cwd: ROOT, env });
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as RoverEnd;
  }
}

/** Under the name by which Rover looks for the plugin that composes, in the version of federation that is installed. */
async function installPlugin(home: string): Promise<void> {
  const { version } = require('@apollo/composition/package.json') as { version: string };
  const bin = join(home, '.rover/bin');
  await mkdir(bin, { recursive: true });
  const script = `#!/bin/sh\nexec "${process.execPath}" "${resolve(import.meta.dirname, 'compose-plugin.mjs')}" "$@"\n`;
  await writeFile(join(bin, `supergraph-v${version}`), script, { mode: 0o755 });
}

const require = createRequire(import.meta.url);
const ROVER = '@apollo/rover-linux-x64';

/** Rover's package has a binary for each platform; the one for continuous integration is installed with the tests. */
export const hasRover = process.platform === 'linux' && process.arch === 'x64';
const ROOT = resolve(import.meta.dirname, '../..');
