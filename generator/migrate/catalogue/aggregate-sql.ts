/** Parts of CREATE AGGREGATE by the columns of `pg_aggregate g`; what has no value is left out. */
const FUNCTIONS = {
  ...{ FINALFUNC: "aggfinalfn", COMBINEFUNC: "aggcombinefn", SERIALFUNC: "aggserialfn" },
  ...{ DESERIALFUNC: "aggdeserialfn", MSFUNC: "aggmtransfn", MINVFUNC: "aggminvtransfn" },
  ...{ MFINALFUNC: "aggmfinalfn" },
};

const when = (condition: string, value: string): string => `CASE WHEN ${condition} THEN ${value} END`;
const modifies = (column: string, word: string): string =>
  when(
    `g.${column} <> CASE g.aggkind WHEN 'n' THEN 'r' ELSE 'w' END`,
    `'${word}_MODIFY = ' || CASE g.${column} WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END`,
  );

const PARTS = [
  "'SFUNC = ' || g.aggtransfn::regproc",
  "'STYPE = ' || format_type(g.aggtranstype, NULL)",
  when("g.aggtransspace > 0", "'SSPACE = ' || g.aggtransspace"),
  ...Object.entries(FUNCTIONS).map(([word, column]) =>
    when(`g.${column} <> 0`, `'${word} = ' || g.${column}::regproc`),
  ),
  when("g.aggfinalextra", "'FINALFUNC_EXTRA'"),
  modifies("aggfinalmodify", "FINALFUNC"),
  "'INITCOND = ' || quote_literal(g.agginitval)",
  when("g.aggmtranstype <> 0", "'MSTYPE = ' || format_type(g.aggmtranstype, NULL)"),
  when("g.aggmtransspace > 0", "'MSSPACE = ' || g.aggmtransspace"),
  when("g.aggmfinalextra", "'MFINALFUNC_EXTRA'"),
  when("g.aggmfinalfn <> 0", modifies("aggmfinalmodify", "MFINALFUNC")),
  "'MINITCOND = ' || quote_literal(g.aggminitval)",
  `(SELECT 'SORTOP = OPERATOR(' || quote_ident(o.nspname) || '.' || r.oprname || ')'
     FROM pg_operator r JOIN pg_namespace o ON o.oid = r.oprnamespace WHERE r.oid = g.aggsortop)`,
  "CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END",
  when("g.aggkind = 'h'", "'HYPOTHETICAL'"),
];

/** CREATE AGGREGATE of `pg_proc p` in `pg_namespace n`: the server has no function that prints it. */
export const AGGREGATE = `(SELECT 'CREATE AGGREGATE ' || quote_ident(n.nspname) || '.' || quote_ident(p.proname) || '(' ||
  coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*') || ') (' || concat_ws(', ', ${PARTS.join(",\n  ")}) || ')'
  FROM pg_aggregate g WHERE g.aggfnoid = p.oid)`;
