"""The small language rules are written in: facts compared with policy values and word lists.

`age_years < policy.customer_age_min`, `mentions(occupation, words.no_work) and
monthly_income_minor > 0`. There are comparisons, `in`, `and`, `or`, `not`, sums, differences and
products; nothing can be assigned, called or reached beyond that. A rule is read once and then is a
plain function of the facts.
"""

import ast
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import add, eq, ge, gt, le, lt, mul, ne, sub
from typing import Any

Facts = Mapping[str, Any]
Evaluate = Callable[["Scope"], Any]


class RuleError(ValueError):
    """A rule cannot be used: correct the file it was read from."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may speak of."""

    facts: Facts
    policy: Mapping[str, Any]
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that was read, and the facts, policy values and word lists it speaks of."""

    source: str
    evaluate: Evaluate
    facts: frozenset[str]
    policy_names: frozenset[str]
    word_lists: frozenset[str]


_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: lt,
    ast.LtE: le,
    ast.Gt: gt,
    ast.GtE: ge,
    ast.Eq: eq,
    ast.NotEq: ne,
    ast.In: lambda left, right: left in right,
    ast.NotIn: lambda left, right: left not in right,
}
_SUMS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: add,
    ast.Sub: sub,
    ast.Mult: mul,
}


def parse(source: str) -> Expression:
    """Read an expression. Raises RuleError for anything the language does not have."""
    try:
        tree = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise RuleError(f"{source!r} is not an expression") from error
    reader = _Reader(source)
    evaluate = reader.read(tree)
    return Expression(
        source,
        evaluate,
        frozenset(reader.facts),
        frozenset(reader.policy_names),
        frozenset(reader.word_lists),
    )


def plain(text: str) -> str:
    """A text as words are looked up in it: one width and case, letters and digits only.

    What is written with blanks or signs between the characters to pass a list still matches.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


class _Reader:
    """Turns a syntax tree into functions, noting what it speaks of."""

    def __init__(self, source: str) -> None:
        self._source = source
        self.facts: set[str] = set()
        self.policy_names: set[str] = set()
        self.word_lists: set[str] = set()
        self._readers: dict[type[ast.expr], Callable[[Any], Evaluate | None]] = {
            ast.Constant: self._constant,
            ast.Name: self._fact,
            ast.Attribute: self._value,
            ast.Compare: self._comparison,
            ast.BinOp: self._sum,
            ast.BoolOp: self._combination,
            ast.UnaryOp: self._negation,
            ast.Call: self._mentions,
        }

    def read(self, node: ast.expr) -> Evaluate:
        """The function of one node; raises RuleError for one the language does not have."""
        for kind, read in self._readers.items():
            if isinstance(node, kind):
                evaluate = read(node)
                if evaluate is not None:
                    return evaluate
        raise RuleError(f"{self._source!r}: {ast.unparse(node)!r} is not in the language")

    def _constant(self, node: ast.Constant) -> Evaluate | None:
        value = node.value
        return (lambda _: value) if isinstance(value, bool | int | str) else None

    def _fact(self, node: ast.Name) -> Evaluate:
        name = node.id
        self.facts.add(name)
        return lambda scope: scope.facts[name]

    def _value(self, node: ast.Attribute) -> Evaluate | None:
        name, owner = node.attr, node.value
        if not isinstance(owner, ast.Name):
            return None
        if owner.id == "policy":
            self.policy_names.add(name)
            return lambda scope: scope.policy[name]
        if owner.id == "words":
            self.word_lists.add(name)
            return lambda scope: scope.words[name]
        return None

    def _comparison(self, node: ast.Compare) -> Evaluate | None:
        if len(node.ops) != 1 or type(node.ops[0]) not in _COMPARISONS:
            return None
        return self._two(_COMPARISONS[type(node.ops[0])], node.left, node.comparators[0])

    def _sum(self, node: ast.BinOp) -> Evaluate | None:
        operator = _SUMS.get(type(node.op))
        return None if operator is None else self._two(operator, node.left, node.right)

    def _combination(self, node: ast.BoolOp) -> Evaluate:
        parts = [self.read(value) for value in node.values]
        combine = all if isinstance(node.op, ast.And) else any
        return lambda scope: combine(part(scope) for part in parts)

    def _negation(self, node: ast.UnaryOp) -> Evaluate | None:
        if not isinstance(node.op, ast.Not):
            return None
        inner = self.read(node.operand)
        return lambda scope: not inner(scope)

    def _mentions(self, node: ast.Call) -> Evaluate | None:
        named = isinstance(node.func, ast.Name) and node.func.id == "mentions"
        if not named or len(node.args) != 2 or node.keywords:  # noqa: PLR2004 - a text and a list
            return None
        spoken, listed = (self.read(argument) for argument in node.args)

        def found(scope: Scope) -> bool:
            searched = plain(spoken(scope))
            return any(word in searched for word in listed(scope))

        return found

    def _two(
        self, operator: Callable[[Any, Any], Any], left: ast.expr, right: ast.expr
    ) -> Evaluate:
        first, second = self.read(left), self.read(right)
        return lambda scope: operator(first(scope), second(scope))
