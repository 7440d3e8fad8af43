/**
 * Breaks the executor in one place after the other and runs its tests: each break has to be seen.
 *
 *     node --import ./tools/typescript.mjs router/test/execution/break-executor.ts
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../../execution');
const TESTS = ['router/test/execution', 'router/test/permissions'];

/** A file, what stands in it once, and what it is broken to. */
const BREAKS: [file: string, whole: string, broken: string][] = [
  ['canonical-operation.ts', 'key = `${name.value}__${n}`;', 'key = name.value;'],
  ['canonical-operation.ts', 'value: nameOf(variable.name.value)', 'value: variable.name.value'],
  ['canonical-operation.ts', '(isPlain || !required.has(name.value)) && ', ''],
  ['canonical-operation.ts', 'selectionSet || isWrite', 'selectionSet'],
  ['canonical-selection.ts', 'if (!collection.includes(selection)) continue;', ''],
  ['canonical-selection.ts', 'alias: { kind: Kind.NAME, value: key }', 'alias: node.alias'],
  ['canonical-selection.ts', '  if (seen) {', '  if (seen && false) {'],
  ['canonical-selection.ts', 'if (collection.apart > MAX_APART) throw tooFarApart();', ''],
  ['client-path.ts', 'field.key !== key || field.refusal', 'field.key !== key'],
  ['complete-object.ts', 'if (refusal) {', 'if (refusal && false) {'],
  ['prepared-operation.ts', "${refusals?.key ?? ''}", ''],
  ['conditions.ts', "=== (name.value === 'include')", "=== (name.value !== 'include')"],
  ['rewrites.ts', 'else if (parent[last] !== undefined)', 'else if (parent[last])'],
  ['rewrites.ts', "rewrite.kind === 'KeyRenamer' ? [[", "rewrite.kind !== 'KeyRenamer' ? [["],
  ['merge.ts', 'target[key] = isShared ? copyOf(value) : value;', 'target[key] = value;'],
  ['merge.ts', 'target.length !== source.length', 'false'],
  ['failures.ts', '/^\\d{1,9}$/.test(step) ? Number(step) : step', 'false ? Number(step) : step'],
  ['failures.ts', 'if (isData(value)) [parent, from] = [value, index + 1];', ''],
  ['failures.ts', ' && isNullAt(object, path)', ' && object[key] === null'],
  ['distinct-requirements.ts', 'every(({ size }) => size === 1)', 'every(() => true)'],
  ['executable-plan.ts', 'alias: field.alias ?? field.name', 'alias: field.alias'],
  ['entity-fields.ts', '(meant.get(path) ?? means) === means', 'true'],
  ['entity-fields.ts', '!isOthers(path) || ', ''],
  ['executable-fetch.ts', 'isUnused(node) ? null : false', 'false'],
  ['executable-fetch.ts', 'fetch.variables.filter((name) => variables.has(name))', 'fetch.variables'],
  ['representation.ts', ' || isFailed(source, key)', ''],
  ['representation.ts', '!types.isA(', 'types.isA('],
  ['representation.ts', 'name: realNames.get(key) ?? key', 'name: key'],
  ['represent.ts', 'const own = field.required && representationOf(', 'const own = representationOf('],
  ['represent.ts', 'sendings.size < MAX_SENDINGS', 'true'],
  ['represent.ts', 'return fail(object, rest.fields, faultOf(made.missing));', 'return undefined;'],
  ['represent.ts', 'if (same) {', 'if (false) {'],
  ['fetch-entities.ts', 'answers.length !== representations.length', 'false'],
  ['fetch-entities.ts', 'const tooMany = refusalOfCopies(run, answers, places);', 'const tooMany = undefined;'],
  ['fetch-root.ts', 'const tooMany = refusalOfCopies(run, [data], [objects]);', 'const tooMany = undefined;'],
  ['place-faults.ts', 'else if (isData(answers[index ?? 0])) placeAtNulls', 'else placeAtNulls'],
  ['place-faults.ts', 'if (!isPlaced) run.failures.unplaced.push(fault);', ''],
  ['complete-object.ts', 'if (!fault.isAbsent) addMissing(', 'if (false) addMissing('],
  ['complete-object.ts', 'completion.failures.failureOf(source, key) ?? above', 'above'],
  ['complete-object.ts', 'if (!isTold) addUnexpected(', 'if (false) addUnexpected('],
  ['completion.ts', 'errors.splice(index, 1)', 'void index'],
  ['completion.ts', 'error !== cause', 'error !== errors.at(-1)'],
  ['completion.ts', 'fault.isOfObject && shape.isNonNull', 'false'],
  ['complete-object.ts', 'completion.fields += fields.length;', ''],
  ['complete-object.ts', "if (name === '__proto__')", 'if (false)'],
  ['complete-object.ts', 'completed === NOT_ALLOWED && !shape.isNonNull ? null : completed', 'completed'],
  [
    'client-path.ts',
    'if (field.key !== key || field.refusal) continue;',
    'if (field.name !== key || field.refusal) continue;',
  ],
  ['client-path.ts', 'if (!isTold) errors.push(error);', 'errors.push(error);'],
  ['leaf-values.ts', '(value | 0) === value', 'true'],
  ['leaf-values.ts', '(names.has(value) ? value : undefined)', 'value'],
  ['response-shape.ts', 'isAbstractType(type) && schema.isSubType(type, object)', 'isAbstractType(type)'],
  ['supergraph.ts', 'withResolvableKeysFirst(parse(sdl, { noLocation: true }))', 'parse(sdl, { noLocation: true })'],
  ['canonical-selection.ts', '(asksForType(selection) || ', '('],
  ['canonical-selection.ts', ' || !collection.interfaceObjects.has(fieldType.name)', ' || true'],
  ['response-shape.ts', 'isOneForAll(source, type, selectionSets) ? make(type) : undefined', 'make(type)'],
  ['interface-objects.ts', 'typesIn(whole, name.value) === typesIn(apiSchema, name.value)', 'true'],
  ['executable-fetch.ts', "[...fields.map((field) => field.key), '__typename']", 'fields.map((field) => field.key)'],
  ['plan-fields.ts', "return node ? { node } : { why: 'No subgraph gives it.' };", 'return { node };'],
  ['plan-fields.ts', 'operation.operation === OperationTypeNode.QUERY', 'true'],
  ['plan-fields.ts', "!('node' in attempt(plan, operation, [field]))", 'true'],
  ['completion.ts', 'if (reason !== undefined) reasons.add(reason);', ''],
  ['complete-object.ts', 'return fault?.isAbsent ? absent(fault) : undefined;', 'return undefined;'],
  ['complete-object.ts', 'if (fault) addError(completion, fault);\n    else add', 'add'],
];

if (execFileSync('git', ['status', '--porcelain', FOLDER], { encoding: 'utf8' }) !== '') {
  throw new Error(`Commit or undo what is changed in ${FOLDER} first: this edits its files and puts them back.`);
}

let unseen = 0;
for (const [file, whole, broken] of BREAKS) {
  const path = join(FOLDER, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(whole).length !== 2) throw new Error(`${file} does not have this once: ${whole}`);
  try {
    writeFileSync(
      path,
      text.replace(whole, () => broken),
    );
    const { status } = spawnSync('npx', ['vitest', 'run', ...TESTS, '--bail', '1'], { stdio: 'ignore' });
    if (status === 0) unseen += 1;
    console.log(`${status === 0 ? 'NOT SEEN' : 'red     '}  ${file}: ${broken || `without ${whole}`}`);
  } finally {
    writeFileSync(path, text);
  }
}
console.log(`${BREAKS.length - unseen} of ${BREAKS.length} breaks were seen.`);
process.exitCode = unseen > 0 ? 1 : 0;
