import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';

interface Step {
  id?: string;
  name?: string;
  run?: string;
}

interface Workflow {
  defaults?: { run?: { shell?: string } };
  jobs: Record<string, { steps: Step[] }>;
}

/** Runs a step in a folder; answers its outputs. @throws with what it said, when it fails. */
export type RunStep = (cwd: string, variables: NodeJS.ProcessEnv) => Promise<Record<string, string>>;

/**
 * The shell of a workflow's step, as a runner runs it: without `shell: bash` a pipe is as good as its last command.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
 *
 * @param name is its id or its name.
 */
export async function workflowStep(file: string, job: string, name: string): Promise<RunStep> {
  const path = resolve(import.meta.dirname, '../../.github/workflows', file);
  const { defaults, jobs } = parse(await readFile(path, 'utf8')) as Workflow;
  const shell = jobs[job]?.steps.find((step) => step.id === name || step.name === name)?.run;
  if (shell === undefined) throw new Error(`${file} has no step ${name} in the job ${job}.`);
  const flags = defaults?.run?.shell === 'bash' ? ['--noprofile', '--norc', '-eo', 'pipefail'] : ['-e'];

  return async (cwd, variables) => {
    const folder = await mkdtemp(join(tmpdir(), 'workflow-step-'));
    try {
      const [script, output] = [join(folder, 'script.sh'), join(folder, 'output')];
      await writeFile(script, shell);
      await writeFile(output, '');
      const env = { ...process.env, ...variables, GITHUB_OUTPUT: output };
      await promisify(execFile)('bash', [...flags, script], { cwd, env });
      const lines = (await readFile(output, 'utf8')).split('\n').filter((line) => line !== '');
      return Object.fromEntries(lines.map((line) => [line.split('=', 1)[0], line.slice(line.indexOf('=') + 1)]));
    } finally {
      await rm(folder, { recursive: true });
    }
  };
}
