import { ts } from "ts-morph";
import { bindingNames } from "../source/module.js";

/** An identifier that means something outside the text it stands in. */
export interface Reference {
  readonly node: ts.Identifier;
  readonly name: string;
  /** It stands where only a type can. */
  readonly type: boolean;
  /** `{ name }`, which a renaming must write out. */
  readonly shorthand: boolean;
}

interface Scope {
  readonly names: ReadonlySet<string>;
  readonly parent: Scope | null;
}

/** The names that a piece of code uses and does not declare itself. */
export function freeNames(
  root: ts.Node,
  skip: (node: ts.Node) => boolean = () => false,
): readonly Reference[] {
  const references: Reference[] = [];
  visit(root, null, false);
  return references;

  function visit(node: ts.Node, scope: Scope | null, type: boolean): void {
    if (skip(node)) return;
    if (ts.isIdentifier(node)) {
      if (isReference(node) && !isBound(node.text, scope)) {
        const shorthand = ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node;
        references.push({ node, name: node.text, type, shorthand });
      }
      return;
    }
    const names = declaredIn(node);
    const inner = names.length > 0 ? { names: new Set(names), parent: scope } : scope;
    ts.forEachChild(node, (child) => visit(child, inner, isTypeOnly(child, type)));
  }
}

function isTypeOnly(node: ts.Node, type: boolean): boolean {
  if (ts.isExpressionWithTypeArguments(node)) {
    const clause = node.parent;
    const extended = ts.isHeritageClause(clause) && clause.token === ts.SyntaxKind.ExtendsKeyword;
    return !(extended && ts.isClassLike(clause.parent));
  }
  return type || ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
}

function isBound(name: string, scope: Scope | null): boolean {
  for (let at = scope; at; at = at.parent) if (at.names.has(name)) return true;
  return false;
}

function isReference(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if ("name" in parent && parent.name === node) return false;
  if (ts.isBindingElement(parent)) return parent.propertyName !== node;
  if (ts.isQualifiedName(parent)) return parent.left === node;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return false;
  if (ts.isMetaProperty(parent) || ts.isImportTypeNode(parent)) return false;
  if (ts.isTypePredicateNode(parent)) return parent.parameterName !== node;
  // `as const` is a reference to a type called "const".
  if (ts.isTypeReferenceNode(parent) && node.text === "const")
    return !ts.isAssertionExpression(parent.parent);
  return true;
}

function declaredIn(node: ts.Node): readonly string[] {
  if (ts.isFunctionLike(node)) return ofFunction(node);
  if (ts.isClassLike(node)) return [...(node.name ? [node.name.text] : []), ...typeParameters(node)];
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
    return [node.name.text, ...typeParameters(node)];
  if (ts.isMappedTypeNode(node)) return [node.typeParameter.name.text];
  if (ts.isConditionalTypeNode(node)) return inferred(node.extendsType);
  if (ts.isBlock(node) || ts.isModuleBlock(node)) return ofStatements(node.statements);
  if (ts.isCaseBlock(node)) return node.clauses.flatMap((clause) => ofStatements(clause.statements));
  if (ts.isForStatement(node) || ts.isForInStatement(node) || ts.isForOfStatement(node)) {
    return node.initializer && ts.isVariableDeclarationList(node.initializer) ? ofList(node.initializer) : [];
  }
  if (ts.isCatchClause(node))
    return node.variableDeclaration ? bindingNames(node.variableDeclaration.name) : [];
  return [];
}

function ofFunction(node: ts.SignatureDeclaration): readonly string[] {
  const names = [...typeParameters(node), ...node.parameters.flatMap(({ name }) => bindingNames(name))];
  if (ts.isFunctionExpression(node) && node.name) names.push(node.name.text);
  if (!ts.isArrowFunction(node)) names.push("arguments");
  const body = "body" in node ? node.body : undefined;
  if (body) names.push(...hoisted(body));
  return names;
}

function typeParameters(node: {
  readonly typeParameters?: ts.NodeArray<ts.TypeParameterDeclaration> | undefined;
}): string[] {
  return (node.typeParameters ?? []).map(({ name }) => name.text);
}

function ofStatements(statements: readonly ts.Statement[]): readonly string[] {
  return statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement)) return ofList(statement.declarationList);
    return ts.isDeclarationStatement(statement) && statement.name && ts.isIdentifier(statement.name)
      ? [statement.name.text]
      : [];
  });
}

function ofList(list: ts.VariableDeclarationList): readonly string[] {
  return list.declarations.flatMap(({ name }) => bindingNames(name));
}

/** `var`s belong to the function, wherever they stand in it. */
function hoisted(body: ts.Node): readonly string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped))
      names.push(...ofList(node));
    ts.forEachChild(node, visit);
  };
  visit(body);
  return names;
}

function inferred(type: ts.Node): readonly string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isInferTypeNode(node)) names.push(node.typeParameter.name.text);
    ts.forEachChild(node, visit);
  };
  visit(type);
  return names;
}
