import ts from 'typescript';

type Names = Map<ts.Type, string>;
type Printer = { checker: ts.TypeChecker; names: Names; open: Set<ts.Type>; indent: string };

/**
 * The type aliases that a module exports as text that stands alone: structure instead of names, save for the other
 * aliases of the module and what every TypeScript knows.
 */
export function printTypes(checker: ts.TypeChecker, source: ts.SourceFile): string {
  const module = checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${source.fileName} is not a module`);
  const aliases = checker.getExportsOfModule(module);
  const names: Names = new Map();
  for (const alias of aliases) names.set(checker.getDeclaredTypeOfSymbol(alias), alias.name);
  return aliases
    .map((alias) => {
      const type = checker.getDeclaredTypeOfSymbol(alias);
      const others = new Map([...names].filter(([, name]) => name !== alias.name));
      const doc = ts.displayPartsToString(alias.getDocumentationComment(checker));
      const text = print(type, { checker, names: others, open: new Set(), indent: '' });
      return `${doc ? `/** ${doc} */\n` : ''}export type ${alias.name} = ${text};\n`;
    })
    .join('\n');
}

function print(type: ts.Type, printer: Printer): string {
  const name = printer.names.get(type);
  if (name) return name;
  if (type.isUnion()) return printUnion(type, printer);
  if (type.isIntersection()) return type.types.map((part) => print(part, printer)).join(' & ');
  if (!(type.flags & ts.TypeFlags.Object)) return printSimple(type, printer.checker);
  if (printer.open.has(type)) {
    throw new Error(`A type names itself: ${printer.checker.typeToString(type)}`);
  }
  const inner = {
    ...printer,
    open: new Set([...printer.open, type]),
    indent: `${printer.indent}  `,
  };
  return printArray(type, inner) ?? printPromise(type, inner) ?? printObject(type, inner);
}

const SIMPLE =
  ts.TypeFlags.Any |
  ts.TypeFlags.Unknown |
  ts.TypeFlags.StringLike |
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.Null |
  ts.TypeFlags.Undefined |
  ts.TypeFlags.Void |
  ts.TypeFlags.Never;

function printSimple(type: ts.Type, checker: ts.TypeChecker): string {
  const text = checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
  if (type.flags & ts.TypeFlags.Any || !(type.flags & SIMPLE)) {
    throw new Error(`The client can not promise the type ${text}`);
  }
  return text;
}

function printUnion(type: ts.UnionType, printer: Printer): string {
  const isBoolean = (part: ts.Type) => Boolean(part.flags & ts.TypeFlags.BooleanLiteral);
  const whole = type.types.filter(isBoolean).length === 2;
  const parts = type.types
    .filter((part) => !(whole && isBoolean(part)))
    .map((part) => print(part, printer));
  return [...new Set([...parts, ...(whole ? ['boolean'] : [])])].join(' | ');
}

function printArray(type: ts.Type, printer: Printer): string | undefined {
  const { checker } = printer;
  if (!checker.isArrayType(type)) return undefined;
  const [element] = checker.getTypeArguments(type as ts.TypeReference);
  const outer = { ...printer, indent: printer.indent.slice(2) };
  return element && `Array<${print(element, outer)}>`;
}

function printPromise(type: ts.Type, printer: Printer): string | undefined {
  if (type.symbol?.name !== 'Promise') return undefined;
  const [value] = printer.checker.getTypeArguments(type as ts.TypeReference);
  const outer = { ...printer, indent: printer.indent.slice(2) };
  return value && `Promise<${print(value, outer)}>`;
}

function printObject(type: ts.Type, printer: Printer): string {
  const { checker } = printer;
  const [call] = type.getCallSignatures();
  if (call) return printCall(call, printer);
  const members = checker.getPropertiesOfType(type).map((property) => {
    const isOptional = Boolean(property.flags & ts.SymbolFlags.Optional);
    const value = withoutUndefined(checker.getTypeOfSymbol(property), { isOptional, printer });
    const key = /^\w+$/.test(property.name) ? property.name : JSON.stringify(property.name);
    return `${key}${isOptional ? '?' : ''}: ${value}${isOptional ? ' | undefined' : ''}`;
  });
  const indexes = checker
    .getIndexInfosOfType(type)
    .map((info) => `[name: ${print(info.keyType, printer)}]: ${print(info.type, printer)}`);
  const lines = [...members, ...indexes].map((line) => `${printer.indent}${line};\n`);
  return `{\n${lines.join('')}${printer.indent.slice(2)}}`;
}

function withoutUndefined(
  type: ts.Type,
  { isOptional, printer }: { isOptional: boolean; printer: Printer },
): string {
  if (!isOptional || !type.isUnion() || printer.names.has(type)) return print(type, printer);
  const defined = printer.checker.getNonNullableType(type);
  const hasNull = type.types.some((part) => part.flags & ts.TypeFlags.Null);
  return `${print(defined, printer)}${hasNull ? ' | null' : ''}`;
}

function printCall(call: ts.Signature, printer: Printer): string {
  const { checker } = printer;
  const outer = { ...printer, indent: printer.indent.slice(2) };
  const parameters = call.getParameters().map((parameter) => {
    return `${parameter.name}: ${print(checker.getTypeOfSymbol(parameter), outer)}`;
  });
  return `(${parameters.join(', ')}) => ${print(call.getReturnType(), outer)}`;
}
