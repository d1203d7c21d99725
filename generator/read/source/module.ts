import { ts } from "ts-morph";

/** A name that a file imports. */
export interface ImportBinding {
  readonly local: string;
  /** The exported name; `"*"` for a namespace, `"default"` for a default import. */
  readonly imported: string;
  readonly from: string;
  readonly typeOnly: boolean;
}

/** A name that a file exports from elsewhere. */
interface ReExport {
  readonly imported: string;
  readonly from: string;
}

/** The top-level names of a parsed file. */
export interface Module {
  readonly path: string;
  readonly source: ts.SourceFile;
  /** Whether it is one of the model files, rather than a file that one of them imports. */
  readonly isModelFile: boolean;
  readonly imports: ReadonlyMap<string, ImportBinding>;
  /** The statements that declare a name: several for overloads and merged declarations. */
  readonly declarations: ReadonlyMap<string, readonly ts.Statement[]>;
  /** Exported name to local name. */
  readonly exports: ReadonlyMap<string, string>;
  readonly reExports: ReadonlyMap<string, ReExport>;
  /** `export * from`. */
  readonly stars: readonly string[];
}

export function toModule(source: ts.SourceFile, isModelFile: boolean): Module {
  const imports = new Map<string, ImportBinding>();
  const declarations = new Map<string, ts.Statement[]>();
  const exports = new Map<string, string>();
  const reExports = new Map<string, ReExport>();
  const stars: string[] = [];

  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) {
      for (const binding of importBindings(statement)) imports.set(binding.local, binding);
    } else if (ts.isExportDeclaration(statement)) {
      readExport(statement);
    } else if (ts.isExportAssignment(statement)) {
      if (ts.isIdentifier(statement.expression)) exports.set("default", statement.expression.text);
    } else {
      const flags = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
      const exported = flags.some((flag) => flag.kind === ts.SyntaxKind.ExportKeyword);
      const isDefault = flags.some((flag) => flag.kind === ts.SyntaxKind.DefaultKeyword);
      for (const name of declaredNames(statement)) {
        declarations.set(name, [...(declarations.get(name) ?? []), statement]);
        if (exported) exports.set(isDefault ? "default" : name, name);
      }
    }
  }
  return { path: source.fileName, source, isModelFile, imports, declarations, exports, reExports, stars };

  function readExport(statement: ts.ExportDeclaration): void {
    const from =
      statement.moduleSpecifier && ts.isStringLiteral(statement.moduleSpecifier)
        ? statement.moduleSpecifier.text
        : null;
    const clause = statement.exportClause;
    if (clause === undefined) {
      if (from !== null) stars.push(from);
    } else if (ts.isNamespaceExport(clause)) {
      if (from !== null) reExports.set(clause.name.text, { imported: "*", from });
    } else {
      for (const element of clause.elements) {
        const local = (element.propertyName ?? element.name).text;
        if (from === null) exports.set(element.name.text, local);
        else reExports.set(element.name.text, { imported: local, from });
      }
    }
  }
}

function importBindings(statement: ts.ImportDeclaration): readonly ImportBinding[] {
  const clause = statement.importClause;
  if (!clause || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
  const from = statement.moduleSpecifier.text;
  const typeOnly = clause.isTypeOnly;
  const bindings: ImportBinding[] = [];
  if (clause.name) bindings.push({ local: clause.name.text, imported: "default", from, typeOnly });
  const named = clause.namedBindings;
  if (named && ts.isNamespaceImport(named)) {
    bindings.push({ local: named.name.text, imported: "*", from, typeOnly });
  } else if (named) {
    for (const element of named.elements) {
      bindings.push({
        local: element.name.text,
        imported: (element.propertyName ?? element.name).text,
        from,
        typeOnly: typeOnly || element.isTypeOnly,
      });
    }
  }
  return bindings;
}

function declaredNames(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => bindingNames(name));
  }
  if (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement)
  ) {
    return statement.name && ts.isIdentifier(statement.name) ? [statement.name.text] : [];
  }
  return [];
}

/** The names that a pattern binds: `{ a, b: [c] }` binds `a` and `c`. */
export function bindingNames(name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? bindingNames(element.name) : []));
}
