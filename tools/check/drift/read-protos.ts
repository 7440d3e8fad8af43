import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  createFileRegistry,
  type DescEnum,
  type DescField,
  type DescMessage,
  type DescMethod,
  fromBinary,
  ScalarType,
} from '@bufbuild/protobuf';
import { type FileDescriptorSet, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { UserError } from '@commerce/platform/errors/user-error';

/** What one package's protos declare, by names without the package. */
export interface ProtoPackage {
  messages: Map<string, DescMessage>;
  enums: Map<string, DescEnum>;
  rpcs: Map<string, DescMethod>;
}

/** The packages of a tree, by name: `commerce.order.v1`. */
export type Protos = ReadonlyMap<string, ProtoPackage>;

/**
 * Reads all protos of a tree.
 *
 * @param folder of the tree.
 * @throws UserError when they do not compile.
 */
export async function readProtos(folder: string): Promise<Protos> {
  const packages = new Map<string, ProtoPackage>();
  for (const { proto, messages, enums, services } of createFileRegistry(await buildImage(folder)).files) {
    const into = packages.get(proto.package) ?? { messages: new Map(), enums: new Map(), rpcs: new Map() };
    packages.set(proto.package, into);
    for (const message of messages) into.messages.set(message.name, message);
    for (const each of enums) into.enums.set(each.name, each);
    for (const rpc of services.flatMap(({ methods }) => methods)) into.rpcs.set(rpc.name, rpc);
  }
  return packages;
}

/** `string`, `int32`, … or the name of a message or an enum, of its own package without that. */
export function typeOf(field: DescField): string {
  if (field.fieldKind === 'map') return 'map';
  const { message, enum: values, scalar, parent } = field;
  const { typeName } = message ?? values ?? { typeName: ScalarType[scalar].toLowerCase() };
  return typeName.replace(`${parent.file.proto.package}.`, '');
}

/** Where a proto has something: `protos/commerce/order/v1/order_service.proto:31`. */
export function placeInProto(desc: DescMessage | DescField | DescEnum | DescMethod): string {
  const { name, sourceCodeInfo } = (desc.kind === 'field' || desc.kind === 'rpc' ? desc.parent : desc).file.proto;
  const path = pathOf(desc).join();
  const span = sourceCodeInfo?.location.find((location) => location.path.join() === path)?.span;
  return `protos/${name}:${(span?.[0] ?? 0) + 1}`;
}

/** Its path of numbers in the descriptor: https://protobuf.com/docs/descriptors#source-code-info-paths. */
function pathOf(desc: DescMessage | DescField | DescEnum | DescMethod): number[] {
  if (desc.kind === 'field') return [...pathOf(desc.parent), 2, desc.parent.fields.indexOf(desc)];
  if (desc.kind === 'rpc') {
    return [6, desc.parent.file.services.indexOf(desc.parent), 2, desc.parent.methods.indexOf(desc)];
  }
  return desc.kind === 'enum' ? [5, desc.file.enums.indexOf(desc)] : [4, desc.file.messages.indexOf(desc)];
}

/** As https://buf.build/docs/reference/images/ has them: in the form of protobuf's own compiler. */
async function buildImage(folder: string): Promise<FileDescriptorSet> {
  try {
    const args = ['build', join(folder, 'protos'), '--output', '-'];
    const { stdout } = await promisify(execFile)(BUF, args, { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 });
    return fromBinary(FileDescriptorSetSchema, stdout);
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    if (!stderr) throw error;
    throw new UserError(`The protos do not compile: ${String(stderr).trim()}`, error);
  }
}

const BUF = join(import.meta.dirname, '../../../node_modules/.bin/buf');
