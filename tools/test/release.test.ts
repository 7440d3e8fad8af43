import { createHash, generateKeyPairSync, verify } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { workflowStep } from './workflow-step.ts';

// What a tag publishes, by the release workflow's own steps. Others' programs that reach GitHub or a registry are stood in for.

const ROOT = resolve(import.meta.dirname, '../..');
const version = await workflowStep('release.yml', 'version', 'version');
const chart = await workflowStep('release.yml', 'publish', 'Chart');
const files = await workflowStep('release.yml', 'publish', 'Supergraph and schema');

const CHANGES = '# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-12-01\n\nA change.\n\n## [1.2.3-rc.1]\n\nA try.\n';
const PUBLISHED = ['supergraph.graphql', 'schema.graphql', 'persisted-query-manifest.json'];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'release-'));
  await writeFile(join(folder, 'CHANGELOG.md'), CHANGES);
  for (const name of [...PUBLISHED, 'deploy/helm/commerce/values.yaml']) {
    await cp(join(ROOT, name), join(folder, name));
  }
});
afterEach(() => rm(folder, { recursive: true }));

describe('a tag', () => {
  const asTag = async (tag: string, said: string, owner = 'commerce') => {
    await writeFile(join(folder, 'package.json'), JSON.stringify({ version: said }));
    return version(folder, { TAG: tag, GITHUB_REPOSITORY_OWNER: owner });
  };

  test.each(['1.2.3', '1.2.3-rc.1'])('of %s is released as it', async (said) => {
    expect(await asTag(`v${said}`, said)).toMatchObject({ version: said });
  });

  test.each([
    ['v1.2.4', '1.2.3', 'package.json has the version 1.2.3'],
    ['v1.2.3-rc.1', '1.2.3', 'package.json has the version 1.2.3'],
    ['v1.2.4', '1.2.4', 'It has no section for 1.2.4'],
    ['v1.2.3-rc', '1.2.3-rc', 'It has no section for 1.2.3-rc'],
    ['v1.2.3+x', '1.2.3+x', 'no image may have a + in its tag'],
  ])('%s with the version %s is refused', async (tag, said, why) => {
    await expect(asTag(tag, said)).rejects.toMatchObject({ stdout: expect.stringContaining(why) as string });
  });

  test('of an owner with capital letters names an image that a registry takes', async () => {
    // https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests: names are in small letters.
    expect(await asTag('v1.2.3', '1.2.3', 'Acme-Shop')).toMatchObject({
      image: 'ghcr.io/acme-shop/commerce-supergraph',
      charts: 'ghcr.io/acme-shop/charts',
    });
  });
});

test('the chart names the image that was made, and is signed as the registry has it', async () => {
  await standIn('helm', 'case $1 in push) echo "Digest: sha256:abc" >&2 ;; esac');
  await standIn('cosign');
  const variables = { IMAGE: 'ghcr.io/acme/commerce-supergraph', CHARTS: 'ghcr.io/acme/charts', DIGEST: 'sha256:123' };
  await run(chart, variables);
  const values = await readFile(join(folder, 'deploy/helm/commerce/values.yaml'), 'utf8');
  expect(values).toContain('\n  repository: ghcr.io/acme/commerce-supergraph\n');
  expect(values).toContain('\n  digest: sha256:123\n');
  expect(await asked('cosign')).toEqual(['sign --yes ghcr.io/acme/charts/commerce@sha256:abc']);
});

test('a chart that the registry does not take ends the release', async () => {
  await standIn('helm', 'case $1 in push) echo "Error: denied" >&2; exit 1 ;; esac');
  await standIn('cosign');
  await expect(run(chart, { IMAGE: 'a', CHARTS: 'b', DIGEST: 'c' })).rejects.toMatchObject({ code: 1 });
  expect(await asked('cosign')).toEqual([]);
});

describe('the files of a release', () => {
  const keys = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const SECRET = String(keys.privateKey.export({ type: 'sec1', format: 'pem' })).trimEnd();

  /** @param latest is the release that GitHub shows as the latest one. */
  const publish = async (said: string, { latest = '', key = '' } = {}) => {
    await standIn('cosign', 'touch "$3.sigstore.json"');
    await standIn('gh', `case $2 in list) echo ${latest} ;; esac`);
    await run(files, { VERSION: said, GITHUB_REF_NAME: `v${said}`, SUPERGRAPH_SIGNING_KEY: key });
    const created = (await asked('gh')).find((line) => line.startsWith('release create'))?.split(' ') ?? [];
    return { flag: created[4], assets: created.slice(7), created };
  };

  test('have checksums and signatures beside them, and the notes are those of the version', async () => {
    const { created, assets } = await publish('1.2.3');
    expect(created.slice(2, 7)).toEqual(['v1.2.3', '--verify-tag', '--latest', '--notes-file', 'notes.md']);
    expect(await readFile(join(folder, 'notes.md'), 'utf8')).toBe('\nA change.\n\n');
    const expected = PUBLISHED.flatMap((name) => [name, `${name}.sha256`, `${name}.sigstore.json`]);
    expect(assets.toSorted()).toEqual(expected.toSorted());
    for (const name of assets) expect([name, existsSync(join(folder, name))]).toEqual([name, true]);
    const sdl = await readFile(join(folder, 'supergraph.graphql'));
    expect(await readFile(join(folder, 'supergraph.graphql.sha256'), 'utf8')).toBe(
      `${createHash('sha256').update(sdl).digest('hex')}  supergraph.graphql\n`,
    );
  });

  test('have a signature that a router takes, where there is a key', async () => {
    expect((await publish('1.2.3', { key: SECRET })).assets).toContain('supergraph.graphql.sig');
    const sdl = await readFile(join(folder, 'supergraph.graphql'));
    const signature = await readFile(join(folder, 'supergraph.graphql.sig'), 'utf8');
    expect(verify('sha256', sdl, keys.publicKey, Buffer.from(signature, 'base64'))).toBe(true);
  });

  test('are not published with a signature that a key made that is none', async () => {
    await expect(publish('1.2.3', { key: 'rubbish' })).rejects.toMatchObject({ code: 1 });
    expect(await asked('gh')).not.toContainEqual(expect.stringContaining('release create'));
  });

  test.each([
    ['1.2.3', '', '--latest'],
    ['1.2.3', 'v1.2.2', '--latest'],
    ['1.10.0', 'v1.9.0', '--latest'],
    // A correction of the version before must not take routers back.
    ['1.2.3', 'v1.3.0', '--latest=false'],
    ['1.9.1', 'v1.10.0', '--latest=false'],
    ['1.2.3-rc.1', 'v1.2.2', '--prerelease'],
  ])('of %s after %s are released with %s', async (said, latest, flag) => {
    expect((await publish(said, { latest })).flag).toBe(flag);
  });
});

/** A program that notes what it was asked, and then does what the shell is told. */
async function standIn(name: string, does = ''): Promise<void> {
  await mkdir(join(folder, 'bin'), { recursive: true });
  const script = `#!/usr/bin/env bash\necho "$*" >> "${folder}/${name}.asked"\n${does}\n`;
  await writeFile(join(folder, 'bin', name), script, { mode: 0o755 });
}

async function asked(name: string): Promise<string[]> {
  const text = await readFile(join(folder, `${name}.asked`), 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
}

function run(step: typeof files, variables: NodeJS.ProcessEnv) {
  return step(folder, { ...variables, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` });
}
