"""Conditions out of DuckDB's SQL into Spark's."""

from sqlglot import exp, parse_one


def to_spark(condition: str) -> str:
    """A condition of DuckDB's dialect in Spark's, where Splink's jar has its own word for Jaro-Winkler."""

    def spoken(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.JarowinklerSimilarity):
            return exp.Anonymous(this="jaro_winkler", expressions=[node.this, node.expression])
        return node

    return parse_one(condition, read="duckdb").transform(spoken).sql(dialect="spark")
