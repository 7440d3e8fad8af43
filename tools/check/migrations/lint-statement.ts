import type { AlterTableCmd, AlterTableStmt, ColumnDef, Constraint, Node } from 'libpg-query';
import type { Column } from '@commerce/platform/postgres/prisma-schema';
import type { Verdict } from '../finding.ts';

/** Something that a statement of a migration does to those who use the database meanwhile. */
export interface Fault {
  verdict: Verdict;
  message: string;
  advice: string;
}

/** What a migration meets. */
export interface Circumstances {
  /** The tables that cores of the version before read and write. */
  before: ReadonlyMap<string, readonly Column[]>;
  /** The tables that the change makes itself: nobody uses them yet. */
  fresh: ReadonlySet<string>;
  /** Is the statement run again and again, some rows at a time? */
  isBatched: boolean;
}

/** What a statement does that stops others, as PostgreSQL's own parser reads it. */
export function lintStatement(statement: Node, circumstances: Circumstances): Fault[] {
  if ('AlterTableStmt' in statement) return lintAlterTable(statement.AlterTableStmt, circumstances);
  if ('IndexStmt' in statement) {
    const { relation, concurrent } = statement.IndexStmt;
    const table = relation?.relname ?? '';
    if (concurrent || circumstances.fresh.has(table)) return [];
    return [breaks(`makes an index of ${table} while nobody can write to it`, CONCURRENTLY)];
  }
  if ('DropStmt' in statement) {
    const { removeType, objects = [], concurrent } = statement.DropStmt;
    const names = objects.map(nameOf);
    if (removeType === 'OBJECT_INDEX' && !concurrent) {
      return [
        {
          verdict: 'dangerous',
          message: `drops ${names.join(', ')} while nobody can use the table`,
          advice: `Use DROP INDEX CONCURRENTLY. ${OWN_FILE}`,
        },
      ];
    }
    if (removeType !== 'OBJECT_TABLE' && removeType !== 'OBJECT_VIEW') return [];
    return names
      .filter((name) => circumstances.before.has(name))
      .map((name) => breaks(`drops ${name}, which the version before reads`, CONTRACT));
  }
  if ('RenameStmt' in statement) {
    const { renameType, relation, subname, newname = '' } = statement.RenameStmt;
    const columns = circumstances.before.get(relation?.relname ?? '');
    if (renameType === 'OBJECT_TABLE' && columns) {
      return [
        breaks(`renames ${relation?.relname} to ${newname}, and the version before reads it by the old name`, EXPAND),
      ];
    }
    const isRead = renameType === 'OBJECT_COLUMN' && columns?.some(({ name }) => name === subname);
    if (!isRead) return [];
    return [
      breaks(
        `renames ${relation?.relname}.${subname} to ${newname}, and the version before reads it by the old name`,
        EXPAND,
      ),
    ];
  }
  if ('UpdateStmt' in statement) return lintRows(statement.UpdateStmt.relation?.relname, circumstances);
  if ('DeleteStmt' in statement) return lintRows(statement.DeleteStmt.relation?.relname, circumstances);
  if ('TransactionStmt' in statement) {
    const message = 'begins or ends a transaction: a migration and its record are one, and this takes them apart';
    return [{ verdict: 'error', message, advice: 'Remove it, and give what must stand alone a file of its own.' }];
  }
  return [];
}

function lintAlterTable({ relation, cmds = [] }: AlterTableStmt, circumstances: Circumstances): Fault[] {
  const table = relation?.relname ?? '';
  if (circumstances.fresh.has(table)) return [];
  return cmds.flatMap((node) => ('AlterTableCmd' in node ? lintCommand(table, node.AlterTableCmd, circumstances) : []));
}

function lintCommand(table: string, { subtype, name = '', def }: AlterTableCmd, { before }: Circumstances): Fault[] {
  const column = before.get(table)?.find((each) => each.name === name);
  const what = `${table}.${name}`;
  switch (subtype) {
    case 'AT_DropColumn':
      return column ? [breaks(`drops ${what}, which the version before reads`, CONTRACT)] : [];
    case 'AT_AlterColumnType':
      return [breaks(`changes the type of ${what}: the table is written anew while nobody can use it`, EXPAND)];
    case 'AT_SetNotNull': {
      const reads = `reads all of ${table} while nobody can use it, to see that ${what} is never null`;
      const writes = column?.isRequired === false ? ', and the version before may write null' : '';
      return [breaks(`${reads}${writes}`, NOT_NULL)];
    }
    case 'AT_AddColumn':
      return def && 'ColumnDef' in def ? lintColumn(table, def.ColumnDef) : [];
    case 'AT_AddConstraint':
      return def && 'Constraint' in def ? lintConstraint(table, def.Constraint) : [];
    default:
      return [];
  }
}

function lintColumn(table: string, { colname = '', constraints = [], typeName }: ColumnDef): Fault[] {
  const what = `${table}.${colname}`;
  const all = constraints.flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
  const has = (type: Constraint['contype']) => all.some(({ contype }) => contype === type);
  const type = typeName?.names?.map(nameOf).at(-1) ?? '';
  const isFilled =
    type.endsWith('serial') ||
    ['CONSTR_DEFAULT', 'CONSTR_GENERATED', 'CONSTR_IDENTITY'].some((each) => has(each as Constraint['contype']));
  const faults: Fault[] = [];
  if (has('CONSTR_NOTNULL') && !isFilled) {
    faults.push(
      breaks(
        `adds ${what} NOT NULL without a default: it fails on a table with rows, and the version before cannot add one`,
        `Give it a constant DEFAULT; or add it without NOT NULL, fill it in batches, and follow: ${NOT_NULL}`,
      ),
    );
  }
  const isStored = all.some(({ contype, generated_kind: kind }) => contype === 'CONSTR_GENERATED' && kind !== 'v');
  const isVolatile = all.some(({ contype, raw_expr: value }) => contype === 'CONSTR_DEFAULT' && callsVolatile(value));
  if (isStored || isVolatile || has('CONSTR_IDENTITY') || type.endsWith('serial')) {
    const message = `adds ${what} with a value that each row has of its own: the table is written anew while nobody can use it`;
    faults.push(breaks(message, 'Add it without, fill it in batches, and set the default for new rows.'));
  }
  // What is unique or refers to others is so for the constraint, wherever it is written.
  const others = all.filter(({ contype }) => contype !== 'CONSTR_CHECK');
  return [...faults, ...others.flatMap((constraint) => lintConstraint(table, constraint))];
}

function lintConstraint(table: string, { contype, skip_validation: isNotValid, indexname }: Constraint): Fault[] {
  if ((contype === 'CONSTR_FOREIGN' || contype === 'CONSTR_CHECK') && !isNotValid) {
    const message = `reads all of ${table} while nobody can write to it, to see that a constraint holds`;
    return [breaks(message, 'Add it NOT VALID, and VALIDATE CONSTRAINT in the next migration.')];
  }
  if ((contype === 'CONSTR_UNIQUE' || contype === 'CONSTR_PRIMARY') && indexname === undefined) {
    return [
      breaks(
        `makes an index of ${table} while nobody can use it`,
        `${CONCURRENTLY} Then ADD CONSTRAINT … USING INDEX.`,
      ),
    ];
  }
  return [];
}

/** Is the value another one for each row, for all that can be told from the name? */
function callsVolatile(value: Node | undefined): boolean {
  if (!value) return false;
  if ('TypeCast' in value) return callsVolatile(value.TypeCast.arg);
  if (!('FuncCall' in value)) return false;
  return !STABLE.has(value.FuncCall.funcname?.map(nameOf).at(-1) ?? '');
}

const STABLE = new Set(['now', 'transaction_timestamp', 'statement_timestamp']);

function lintRows(table: string | undefined, { fresh, isBatched }: Circumstances): Fault[] {
  if (table === undefined || fresh.has(table) || isBatched) return [];
  const message = `changes rows of ${table} in one transaction: whoever writes one of them waits for all`;
  return [
    {
      verdict: 'dangerous',
      message,
      advice: 'Change some hundred rows at a time, in a file of its own that says `-- migrate: in batches`.',
    },
  ];
}

function breaks(message: string, advice: string): Fault {
  return { verdict: 'breaking', message, advice };
}

/** The name of an object, without its schema. */
function nameOf(node: Node): string {
  if ('String' in node) return node.String.sval ?? '';
  if ('List' in node) return node.List.items?.map(nameOf).at(-1) ?? '';
  return '';
}

const OWN_FILE = 'It stands in a file of its own that says `-- migrate: outside a transaction`.';
const CONCURRENTLY = `Use CREATE INDEX CONCURRENTLY. ${OWN_FILE}`;
const CONTRACT =
  'Take it out of schema.prisma in this version, and drop it in the next one, when no core reads it any more.';
const EXPAND =
  'Expand: add the new column beside the old one, and write both. Backfill it in batches. Contract: when no core reads the old one, drop it in a later version.';
const NOT_NULL =
  'Add CHECK (… IS NOT NULL) NOT VALID, VALIDATE it in the next migration, and SET NOT NULL in the one after: PostgreSQL then reads nothing.';
