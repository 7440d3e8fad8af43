import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '@commerce/platform/errors/user-error';
import writeFileAtomic from 'write-file-atomic';
import { composeSupergraph } from '../composition/compose-supergraph.ts';
import { formatProblem } from '../composition/problem.ts';
import { readSupergraphConfig } from '../composition/supergraph-config.ts';

/**
 * Composes the schemas as they are now, for the router to serve.
 *
 * @throws UserError with every error when they do not compose; the output is then as it was.
 */
export async function composeSchemas(config: string, output: string): Promise<void> {
  const { problems, supergraph } = composeSupergraph(await readSupergraphConfig(config));
  if (!supergraph) {
    const errors = problems.filter(({ severity }) => severity === 'error').map(formatProblem);
    throw new UserError(['The schemas do not compose.', ...errors].join('\n\n'));
  }
  await mkdir(dirname(output), { recursive: true });
  await writeFileAtomic(output, supergraph.sdl);
}
