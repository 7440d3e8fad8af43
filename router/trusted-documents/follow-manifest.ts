import { log } from '@commerce/platform/log';
import { UserError } from '@commerce/platform/errors/user-error';
import { followChanges } from '../follow-changes.ts';
import { manifestReloads } from '../metrics.ts';
import { parseManifest, type TrustedDocument } from './manifest.ts';
import type { ManifestSource } from './manifest-source.ts';

/**
 * Reads a manifest, and each new version of it from then on. A version that cannot be had or read is reported, and the one
 * before it stays in use; at the start that is the last good one of a URL.
 *
 * @param take is given the documents of each version.
 * @returns what ends it.
 * @throws UserError when there is none to start with.
 */
export async function followManifest(
  source: ManifestSource,
  take: (documents: readonly TrustedDocument[]) => void,
): Promise<() => void> {
  const { name, lastGood } = source;
  let stopped = false;
  let taken: string | undefined;
  /** @returns whether it is another than before. */
  const read = async () => {
    const text = await source.next();
    if (text === taken || stopped) return false;
    take(parseManifest(text, name));
    taken = text;
    await lastGood?.keep(text);
    return true;
  };

  // Said once, however long it lasts.
  let failure = '';
  const reload = async () => {
    if (stopped) return;
    try {
      const isNew = await read();
      failure = '';
      if (!isNew) return;
      manifestReloads.inc({ outcome: 'taken' });
      log.info({ manifest: name }, 'trusting the documents of the new manifest');
    } catch (err) {
      const reason = String(err);
      if (reason === failure) return;
      failure = reason;
      manifestReloads.inc({ outcome: 'refused' });
      log.error({ err, manifest: name }, 'the new manifest cannot be read; the one before it stays in use');
    }
  };

  const changes = followChanges((changed) => source.poll(changed), reload);
  try {
    await read();
  } catch (error) {
    const kept = await lastGood?.read();
    if (kept === undefined) {
      changes.stop();
      throw new UserError(`Cannot read a manifest of TRUSTED_DOCUMENTS: ${messageOf(error)}`, error);
    }
    take(parseManifest(kept, lastGood?.name ?? name));
    log.warn(
      { err: error, manifest: name, lastGood: lastGood?.name },
      'the manifest cannot be read; using the last good one',
    );
  }
  changes.begin();
  return () => {
    stopped = true;
    changes.stop();
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
