import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fromBinary } from '@bufbuild/protobuf';
import {
  type FieldDescriptorProto,
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  type FileDescriptorProto,
  FileDescriptorSetSchema,
  MethodOptions_IdempotencyLevel,
} from '@bufbuild/protobuf/wkt';
import { UserError } from '@commerce/platform/errors/user-error';

/** What one package's protos declare; the names of its own messages and enums are without the package. */
export interface ProtoPackage {
  messages: Map<string, ProtoMessage>;
  enums: Map<string, ProtoEnum>;
  rpcs: Map<string, ProtoRpc>;
}

export interface ProtoMessage {
  name: string;
  fields: ProtoField[];
  place: string;
}

export interface ProtoField {
  /** As the proto writes it: `create_time`. */
  name: string;
  /** `string`, `int32`, … or the name of a message or an enum. */
  type: string;
  repeated: boolean;
  /** Can a reader tell whether it is set? */
  presence: 'always there' | 'optional' | 'message';
  place: string;
}

interface ProtoEnum {
  name: string;
  values: { name: string; number: number }[];
  place: string;
}

export interface ProtoRpc {
  name: string;
  request: string;
  response: string;
  /** Does it say that it may be sent again: `option idempotency_level = NO_SIDE_EFFECTS`? */
  isRead: boolean;
  place: string;
}

/**
 * Reads all protos of a tree.
 *
 * @param folder of the tree.
 * @returns the packages by name: `commerce.order.v1`.
 * @throws UserError when they do not compile.
 */
export async function readProtos(folder: string): Promise<Map<string, ProtoPackage>> {
  const packages = new Map<string, ProtoPackage>();
  for (const file of await buildImage(folder)) {
    const into = packages.get(file.package) ?? { messages: new Map(), enums: new Map(), rpcs: new Map() };
    packages.set(file.package, into);
    const at = placesOf(file);
    const own = (name: string) => name.replace(`.${file.package}.`, '').replace(/^\./, '');
    file.messageType.forEach(({ name, field }, index) => {
      const fields = field.map((each, position) => toField(each, own, at(4, index, 2, position)));
      into.messages.set(name, { name, fields, place: at(4, index) });
    });
    file.enumType.forEach(({ name, value }, index) => {
      into.enums.set(name, { name, values: value, place: at(5, index) });
    });
    file.service.forEach(({ method }, index) => {
      method.forEach(({ name, inputType, outputType, options }, position) => {
        const isRead = options?.idempotencyLevel === MethodOptions_IdempotencyLevel.NO_SIDE_EFFECTS;
        const place = at(6, index, 2, position);
        into.rpcs.set(name, { name, request: own(inputType), response: own(outputType), isRead, place });
      });
    });
  }
  return packages;
}

/** As https://buf.build/docs/reference/images/ has them: in the form of protobuf's own compiler. */
async function buildImage(folder: string): Promise<FileDescriptorProto[]> {
  try {
    const args = ['build', join(folder, 'protos'), '--output', '-'];
    const { stdout } = await promisify(execFile)(BUF, args, { encoding: 'buffer', maxBuffer: 64 * 1024 * 1024 });
    return fromBinary(FileDescriptorSetSchema, stdout).file;
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    if (!stderr) throw error;
    throw new UserError(`The protos do not compile: ${String(stderr).trim()}`, error);
  }
}

const BUF = join(import.meta.dirname, '../../../node_modules/.bin/buf');

/**
 * Where something is written, by its path of numbers in the descriptor
 * (https://protobuf.com/docs/descriptors#source-code-info-paths).
 */
function placesOf({ name, sourceCodeInfo }: FileDescriptorProto) {
  const lines = new Map(sourceCodeInfo?.location.map(({ path, span }) => [path.join(), (span[0] ?? 0) + 1]));
  return (...path: number[]) => `protos/${name}:${lines.get(path.join()) ?? 1}`;
}

function toField(field: FieldDescriptorProto, own: (name: string) => string, place: string): ProtoField {
  const { name, label, type, typeName, proto3Optional } = field;
  return {
    name,
    type: typeName === '' ? FieldDescriptorProto_Type[type].toLowerCase() : own(typeName),
    repeated: label === FieldDescriptorProto_Label.REPEATED,
    presence: proto3Optional ? 'optional' : type === FieldDescriptorProto_Type.MESSAGE ? 'message' : 'always there',
    place,
  };
}
