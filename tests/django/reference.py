"""Answers queries through Django itself: a question a line on standard input, an answer a line on standard output."""

import datetime
import decimal
import json
import re
import sys

import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["library"],
    DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", **json.loads(sys.argv[1])}},
    USE_TZ=True,
    TIME_ZONE="UTC",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()

from django.apps import apps  # noqa: E402
from django.db import models, transaction  # noqa: E402
from django.db.models import functions as f  # noqa: E402
from django.contrib.postgres import aggregates as pg  # noqa: E402


MODELS = {model.__name__: model for model in apps.get_app_config("library").get_models()}


# Over no rows these give null, as all of Django's aggregates do from Django 5 on.
pg.StringAgg.convert_value = pg.ArrayAgg.convert_value = lambda self, found, *_: found


def snake(name):
    return re.sub("([A-Z])", lambda letter: "_" + letter[0].lower(), name)


def keyed(names):
    return [snake(name) for name in names]


def where(node):
    kind = node["kind"]
    if kind == "leaf":
        return models.Q(**{snake(node["key"]): value(node["value"])})
    if kind == "exists":
        return models.Q(models.Exists(queryset(node["of"])))
    if kind == "not":
        return ~where(node["part"])
    parts = [where(part) for part in node["parts"]]
    result = parts[0]
    for part in parts[1:]:
        result = result & part if kind == "and" else result | part
    return result


def value(node):
    if "expr" in node:
        return expr(node["expr"])
    if "chain" in node:
        return queryset(node["chain"])
    return node["plain"]


ARITHMETIC = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "mod": lambda a, b: a % b,
}
CALLS = {
    "lower": f.Lower,
    "upper": f.Upper,
    "length": f.Length,
    "trim": f.Trim,
    "reverse": f.Reverse,
    "concat": f.Concat,
    "coalesce": f.Coalesce,
    "greatest": f.Greatest,
    "least": f.Least,
    "nullIf": f.NullIf,
    "abs": f.Abs,
    "ceil": f.Ceil,
    "floor": f.Floor,
    "sign": f.Sign,
    "left": f.Left,
    "right": f.Right,
    "substr": f.Substr,
    "strIndex": f.StrIndex,
    "replace": f.Replace,
    "lpad": f.LPad,
    "rpad": f.RPad,
    "ltrim": f.LTrim,
    "rtrim": f.RTrim,
    "md5": f.MD5,
    "sqrt": f.Sqrt,
    "mod": f.Mod,
}
AGGREGATES = {
    "sum": models.Sum,
    "avg": models.Avg,
    "min": models.Min,
    "max": models.Max,
    "stddev": models.StdDev,
    "variance": models.Variance,
    "stringAgg": pg.StringAgg,
    "arrayAgg": pg.ArrayAgg,
    "boolAnd": pg.BoolAnd,
    "boolOr": pg.BoolOr,
}
WINDOWS = {
    "rowNumber": f.RowNumber,
    "rank": f.Rank,
    "denseRank": f.DenseRank,
    "lag": f.Lag,
    "lead": f.Lead,
    "firstValue": f.FirstValue,
    "lastValue": f.LastValue,
    "percentRank": f.PercentRank,
    "cumeDist": f.CumeDist,
}


def expr(node):
    kind = node["kind"]
    if kind == "path":
        return models.F(snake(node["path"]))
    if kind == "outer":
        return models.OuterRef(snake(node["path"]))
    if kind == "value":
        plain = node["value"]
        field = (
            models.BooleanField()
            if isinstance(plain, bool)
            else models.IntegerField()
            if isinstance(plain, int)
            else models.FloatField()
            if isinstance(plain, float)
            else models.CharField()
        )
        return models.Value(plain, output_field=field)
    if kind == "arithmetic":
        return ARITHMETIC[node["op"]](expr(node["left"]), expr(node["right"]))
    if kind == "call":
        return call(node)
    if kind == "aggregate":
        return aggregate(node)
    if kind == "case":
        otherwise = {"default": expr(node["otherwise"])} if node["otherwise"] else {}
        return models.Case(models.When(where(node["when"]), then=expr(node["then"])), **otherwise)
    if kind == "exists":
        return models.Exists(queryset(node["of"]))
    if kind == "subquery":
        return models.Subquery(queryset(node["of"])[:1])
    if kind == "condition":
        return models.ExpressionWrapper(where(node["where"]), output_field=models.BooleanField())
    if kind == "window":
        return window(node)
    raise ValueError(kind)


def window(node):
    over_rows = node["name"] in ("sum", "count")
    of = aggregate(node) if over_rows else WINDOWS[node["name"]](*([expr(node["of"])] if node["of"] else []))
    frame = {"frame": models.expressions.RowRange(*node["frame"])} if node["frame"] else {}
    return models.Window(
        of,
        partition_by=[expr(each) for each in node["partitionBy"]] or None,
        order_by=[expr(each).asc() for each in node["orderBy"]],
        **frame,
    )


def call(node):
    name, of = node["name"], [expr(each) for each in node["of"]]
    if name.startswith("extract:"):
        return f.Extract(of[0], name.split(":")[1])
    if name.startswith("trunc:"):
        return f.Trunc(of[0], name.split(":")[1])
    if name.startswith("cast:"):
        fields = {"integer": models.IntegerField(), "text": models.TextField(), "float": models.FloatField()}
        return f.Cast(of[0], fields[name.split(":")[1]])
    return CALLS[name](*of)


def aggregate(node):
    options = {}
    if node.get("filter"):
        options["filter"] = where(node["filter"])
    if node.get("distinct"):
        options["distinct"] = True
    if node["name"] == "count":
        return models.Count(expr(node["of"]) if node["of"] else "*", **options)
    if node["name"] in ("stringAgg", "arrayAgg"):
        options["ordering"] = expr(node["orderBy"]).asc()
        delimiter = [", "] if node["name"] == "stringAgg" else []
        return AGGREGATES[node["name"]](expr(node["of"]), *delimiter, **options)
    return AGGREGATES[node["name"]](expr(node["of"]), **options)


def queryset(chain):
    rows = MODELS[chain["model"]].objects.all()
    for step in chain["steps"]:
        rows = apply(rows, step)
    return rows


def apply(rows, step):
    kind = step["kind"]
    if kind == "filter":
        return rows.filter(*[where(each) for each in step["where"]])
    if kind == "exclude":
        return rows.exclude(*[where(each) for each in step["where"]])
    if kind == "annotate":
        return rows.annotate(**{step["name"]: expr(step["to"])})
    if kind == "alias":
        return rows.alias(**{step["name"]: expr(step["to"])})
    if kind == "values":
        return rows.values(*keyed(step["names"]))
    if kind == "orderBy":
        return rows.order_by(*keyed(step["names"]))
    if kind == "orderByExpr":
        options = {"nulls_first": True} if step["nulls"] == "first" else {"nulls_last": True} if step["nulls"] else {}
        by = expr(step["by"])
        return rows.order_by(by.desc(**options) if step["descending"] else by.asc(**options), "pk")
    if kind == "distinct":
        return rows.distinct(*keyed(step["names"]))
    if kind == "selectRelated":
        return rows.select_related(*keyed(step["names"]))
    if kind == "reverse":
        return rows.reverse()
    if kind == "slice":
        return rows[step["offset"] : step["offset"] + step["limit"]]
    if kind == "union":
        return rows.union(queryset(step["other"]), all=step["all"])
    if kind == "and":
        return rows & queryset(step["other"])
    if kind == "or":
        return rows | queryset(step["other"])
    return getattr(rows, kind)(queryset(step["other"]))


def attribute(row, name):
    if isinstance(row, dict):
        return row[snake(name)]
    found = row
    for part in snake(name).split("__"):
        found = None if found is None else getattr(found, part)
    return found


def answer(rows, end):
    kind = end["kind"]
    if kind == "rows":
        return [[attribute(row, name) for name in end["names"]] for row in rows]
    if kind == "related":
        return [[row.pk, in_order(each.pk for each in related(row, end))] for row in rows]
    if kind == "prefetch":
        return prefetched(rows, end)
    if kind in ("count", "exists"):
        return getattr(rows, kind)()
    if kind in ("first", "last"):
        row = getattr(rows, kind)()
        return row if row is None or isinstance(row, dict) else row.pk
    if kind in ("earliest", "latest"):
        return getattr(rows, kind)(*keyed(end["names"])).pk
    if kind == "aggregate":
        return rows.aggregate(**{name: expr(to) for name, to in end["to"].items()})
    if kind == "dates":
        return list(rows.dates(snake(end["field"]), end["unit"], order=end["order"].upper()))
    if kind == "update":
        return rows.update(**{snake(name): expr(to) for name, to in end["set"].items()})
    total, by_model = rows.delete()
    return [total, {name.split(".")[1]: count for name, count in by_model.items() if count}]


def related(row, end):
    found = getattr(row, snake(end["relation"])).all()
    for step in end["steps"]:
        found = apply(found, step)
    return found


def prefetched(rows, end):
    path = keyed(end["path"])
    lookup = "__".join(path)
    if end["narrow"]:
        target = MODELS[end["narrow"]["model"]].objects.order_by("pk")
        rows = rows.prefetch_related(models.Prefetch(lookup, apply(target, end["narrow"]["step"])))
    else:
        rows = rows.prefetch_related(lookup)
    return [[row.pk, beyond(row, path)] for row in rows]


def beyond(row, path):
    """The keys at the end of a path of prefetched relations, as a tree."""
    if row is None:
        return None
    if not path:
        return row.pk
    found = getattr(row, path[0], None)
    if not isinstance(found, models.Manager):
        return beyond(found, path[1:])
    return in_order(beyond(each, path[1:]) for each in found.all())


def in_order(keys):
    return sorted(keys, key=lambda key: json.dumps(key, separators=(",", ":")))


TABLES = ["author", "book", "publisher", "tag", "review", "profile", "category", "book_tags"]


def changed(rows, end):
    """What a writing end gives, and the tables after it; nothing of it stays."""
    from django.db import connection

    with transaction.atomic():
        result = answer(rows, end)
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
            after = {}
            for table in TABLES:
                rows = """string_agg(t::text, '|' order by t::text collate "C")"""
                cursor.execute(f"select md5(coalesce({rows}, '')) from library_{table} t")
                after[table] = cursor.fetchone()[0]
        transaction.set_rollback(True)
    return [result, after]


def plain(found):
    if isinstance(found, decimal.Decimal):
        return {"decimal": str(found)}
    if isinstance(found, datetime.datetime):
        return found.astimezone(datetime.timezone.utc).isoformat()
    if isinstance(found, (datetime.date, datetime.time)):
        return found.isoformat()
    if isinstance(found, datetime.timedelta):
        return {"seconds": found.total_seconds()}
    raise TypeError(repr(found))


def explained(rows):
    try:
        return str(rows.query)
    except Exception as error:
        return f"({error})"


for line in sys.stdin:
    question = json.loads(line)
    sql = ""
    try:
        rows = queryset(question["chain"])
        sql = explained(rows)
        writes = question["end"]["kind"] in ("update", "delete")
        told = {"value": (changed if writes else answer)(rows, question["end"])}
    except Exception as error:
        told = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps({**told, "sql": sql}, default=plain), flush=True)
