"""The simple part of JavaScript that boards are moved with, as a tree: assignments, calls, conditions. Nothing is executed here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

_TOKEN = re.compile(
    r"(?P<skip>[\s\ufeff]+|//[^\n]*|/\*.*?\*/|<!--[^\n]*)"
    r"|(?P<text>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')"
    r"|(?P<template>`(?:[^`\\]|\\.)*`)"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<name>[A-Za-z_$\uac00-\ud7a3][\w$\uac00-\ud7a3]*)"
    r"|(?P<regex>(?<=[(,=:!&|?+]) ?/(?![/*])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*)"
    r"|(?P<sign>===|!==|=>|==|!=|<=|>=|&&|\|\||\+\+|--|\+=|-=|\?\?|\?\.|\.\.\.|.)",
    re.DOTALL,
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_HOLE = re.compile(r"\$\{([^{}]*)\}")
_MOST_TOKENS = 4000
_DEEPEST = 60
_BINARY = (("||", "??"), ("&&",), ("==", "===", "!=", "!=="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))

Token = tuple[str, str]


class Unreadable(Exception):
    """The script is beyond what is understood here."""


@dataclass(slots=True, frozen=True)
class Node:
    """A statement or expression: its kind, a word (name, operator or text) and its parts."""

    kind: str
    word: str = ""
    parts: tuple[Node, ...] = ()
    names: tuple[str, ...] = ()  # the parameters of a function, the keys of an object


@dataclass(slots=True)
class _Reader:
    """Tokens with a place in them."""

    tokens: Sequence[Token]
    at: int = 0
    depth: int = 0
    ended: Token = field(default=("end", ""))

    @property
    def token(self) -> Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else self.ended

    def take(self) -> Token:
        token = self.token
        self.at += 1
        return token

    def accept(self, word: str) -> bool:
        kind, text = self.token
        if text == word and kind in ("sign", "name"):
            self.at += 1
            return True
        return False

    def expect(self, word: str) -> None:
        if not self.accept(word):
            raise Unreadable(word)


@lru_cache(maxsize=512)
def parse(source: str) -> tuple[Node, ...]:
    """Return the statements of a script; what follows the first that cannot be understood is left out."""
    reader = _Reader(_tokens(source))
    statements = []
    try:
        while reader.token[0] != "end":
            statements.append(_statement(reader))
    except (Unreadable, RecursionError):
        pass
    return tuple(statements)


def _tokens(source: str) -> list[Token]:
    tokens: list[Token] = []
    for match in _TOKEN.finditer(source):
        kind = match.lastgroup or "sign"
        if kind != "skip":
            tokens.append((kind, match.group()))
            if len(tokens) >= _MOST_TOKENS:
                break
    return tokens


def unquote(text: str) -> str:
    """Return what a quoted string means."""

    def meant(match: re.Match[str]) -> str:
        code = match.group(1) or match.group(2)
        return chr(int(code, 16)) if code else _ESCAPES.get(match.group(3), match.group(3))

    return _ESCAPE.sub(meant, text[1:-1]) if "\\" in text else text[1:-1]


def _statement(reader: _Reader) -> Node:
    reader.depth += 1
    if reader.depth > _DEEPEST:
        raise Unreadable("too deep")
    try:
        return _statement_of(reader)
    finally:
        reader.depth -= 1


def _statement_of(reader: _Reader) -> Node:
    kind, text = reader.token
    if text == "{":
        return _block(reader)
    if text == ";":
        reader.take()
        return Node("empty")
    if kind == "name":
        if text in ("var", "let", "const"):
            return _variables(reader)
        if text in _WORDS:
            reader.take()
            return _WORDS[text](reader)
    node = _expression(reader)
    reader.accept(";")
    return Node("do", parts=(node,))


def _block(reader: _Reader) -> Node:
    reader.expect("{")
    parts = []
    while not reader.accept("}"):
        if reader.token[0] == "end":
            break
        parts.append(_statement(reader))
    return Node("block", parts=tuple(parts))


def _variables(reader: _Reader) -> Node:
    reader.take()
    parts = []
    while True:
        name = reader.take()
        if name[0] != "name":
            raise Unreadable(name[1])
        if reader.accept("="):
            parts.append(Node("assign", "=", (Node("name", name[1]), _assignment(reader))))
        if not reader.accept(","):
            break
    reader.accept(";")
    return Node("block", parts=tuple(Node("do", parts=(part,)) for part in parts))


def _if(reader: _Reader) -> Node:
    reader.expect("(")
    condition = _expression(reader)
    reader.expect(")")
    then = _statement(reader)
    other = _statement(reader) if reader.accept("else") else Node("empty")
    return Node("if", parts=(condition, then, other))


def _return(reader: _Reader) -> Node:
    if reader.token[1] in (";", "}") or reader.token[0] == "end":
        reader.accept(";")
        return Node("return")
    value = _expression(reader)
    reader.accept(";")
    return Node("return", parts=(value,))


def _function_statement(reader: _Reader) -> Node:
    name = reader.take()[1]
    return Node("do", parts=(Node("assign", "=", (Node("name", name), _function(reader))),))


def _switch(reader: _Reader) -> Node:
    """Read a switch as a chain of conditions; cases that fall through share what follows."""
    reader.expect("(")
    value = _expression(reader)
    reader.expect(")")
    reader.expect("{")
    chain: list[tuple[Node, list[Node]]] = []
    while not reader.accept("}"):
        if reader.accept("case"):
            test = Node("binary", "==", (value, _expression(reader)))
        elif reader.accept("default"):
            test = Node("number", "1")
        else:
            raise Unreadable("switch")
        reader.expect(":")
        body: list[Node] = []
        while reader.token[1] not in ("case", "default", "}") and reader.token[0] != "end":
            statement = _statement(reader)
            if statement.kind != "break":
                body.append(statement)
        if chain and not chain[-1][1]:
            test = Node("binary", "||", (chain.pop()[0], test))
        chain.append((test, body))
    node = Node("empty")
    for test, body in reversed(chain):
        node = Node("if", parts=(test, Node("block", parts=tuple(body)), node))
    return node


def _try(reader: _Reader) -> Node:
    block = _block(reader)
    if reader.accept("catch"):
        if reader.accept("("):
            reader.take()
            reader.expect(")")
        _block(reader)
    if reader.accept("finally"):
        _block(reader)
    return block


def _loop(reader: _Reader) -> Node:
    """Read a loop: what it does is not followed, only what it may change."""
    reader.expect("(")
    depth = 1
    while depth and reader.token[0] != "end":
        text = reader.take()[1]
        depth += (text == "(") - (text == ")")
    return Node("loop", parts=(_statement(reader),))


def _break(reader: _Reader) -> Node:
    reader.accept(";")
    return Node("break")


_WORDS = {
    "if": _if,
    "return": _return,
    "function": _function_statement,
    "switch": _switch,
    "try": _try,
    "for": _loop,
    "while": _loop,
    "break": _break,
    "continue": _break,
}


def _expression(reader: _Reader) -> Node:
    node = _assignment(reader)
    while reader.accept(","):
        node = Node("comma", parts=(node, _assignment(reader)))
    return node


def _assignment(reader: _Reader) -> Node:
    reader.depth += 1
    if reader.depth > _DEEPEST:
        raise Unreadable("too deep")
    try:
        arrow = _arrow(reader)
        if arrow is not None:
            return arrow
        node = _binary(reader, 0)
        if reader.accept("?"):
            then = _assignment(reader)
            reader.expect(":")
            return Node("choice", parts=(node, then, _assignment(reader)))
        if reader.token[0] == "sign" and reader.token[1] in ("=", "+=", "-="):
            sign = reader.take()[1]
            return Node("assign", sign, (node, _assignment(reader)))
        return node
    finally:
        reader.depth -= 1


def _arrow(reader: _Reader) -> Node | None:
    """Read `x => …` or `(a, b) => …`, if that stands here."""
    start = reader.at
    names: list[str] = []
    if reader.token[0] == "name":
        names.append(reader.take()[1])
    elif reader.accept("("):
        while reader.token[0] == "name":
            names.append(reader.take()[1])
            reader.accept(",")
        if not reader.accept(")"):
            reader.at = start
            return None
    if not reader.accept("=>"):
        reader.at = start
        return None
    body = _block(reader) if reader.token[1] == "{" else Node("return", parts=(_assignment(reader),))
    return Node("function", parts=(body,), names=tuple(names))


def _binary(reader: _Reader, level: int) -> Node:
    if level == len(_BINARY):
        return _unary(reader)
    node = _binary(reader, level + 1)
    while reader.token[0] == "sign" and reader.token[1] in _BINARY[level]:
        sign = reader.take()[1]
        node = Node("binary", sign, (node, _binary(reader, level + 1)))
    return node


def _unary(reader: _Reader) -> Node:
    kind, text = reader.token
    if (kind == "sign" and text in ("!", "-", "+", "++", "--", "...")) or (
        kind == "name" and text in ("typeof", "void", "new", "delete", "await")
    ):
        reader.take()
        return Node("unary", text, (_unary(reader),))
    node = _primary(reader)
    while True:
        if reader.accept(".") or reader.accept("?."):
            node = Node("member", reader.take()[1], (node,))
        elif reader.accept("["):
            node = Node("index", parts=(node, _expression(reader)))
            reader.expect("]")
        elif reader.accept("("):
            node = Node("call", parts=(node, *_list(reader, ")")))
        elif reader.token[1] in ("++", "--"):
            reader.take()
        else:
            return node


def _list(reader: _Reader, end: str) -> list[Node]:
    parts = []
    while not reader.accept(end):
        if reader.token[0] == "end":
            raise Unreadable(end)
        parts.append(_assignment(reader))
        reader.accept(",")
    return parts


def _primary(reader: _Reader) -> Node:
    kind, text = reader.take()
    if kind == "text":
        return Node("text", unquote(text))
    if kind == "number":
        return Node("number", text)
    if kind == "template":
        return _template(text)
    if kind == "regex":
        return Node("unknown")
    if kind == "name":
        return _function(reader) if text == "function" else Node("name", text)
    if text == "(":
        node = _expression(reader)
        reader.expect(")")
        return node
    if text == "[":
        return Node("array", parts=tuple(_list(reader, "]")))
    if text == "{":
        return _object(reader)
    raise Unreadable(text)


def _template(text: str) -> Node:
    node = Node("text", "")
    at = 1
    for hole in _HOLE.finditer(text):
        node = Node("binary", "+", (node, Node("text", text[at : hole.start()])))
        inside = parse(hole.group(1))
        node = Node("binary", "+", (node, inside[0].parts[0] if inside and inside[0].kind == "do" else Node("unknown")))
        at = hole.end()
    return Node("binary", "+", (node, Node("text", text[at:-1])))


def _function(reader: _Reader) -> Node:
    if reader.token[0] == "name":
        reader.take()
    reader.expect("(")
    names = []
    while not reader.accept(")"):
        kind, text = reader.take()
        if kind == "name":
            names.append(text)
        elif kind == "end":
            raise Unreadable("function")
    return Node("function", parts=(_block(reader),), names=tuple(names))


def _object(reader: _Reader) -> Node:
    names, parts = [], []
    while not reader.accept("}"):
        kind, text = reader.take()
        if kind == "end":
            raise Unreadable("object")
        name = unquote(text) if kind == "text" else text
        if reader.accept(":"):
            names.append(name)
            parts.append(_assignment(reader))
        elif reader.token[1] == "(":
            names.append(name)
            parts.append(_function(reader))
        reader.accept(",")
    return Node("object", parts=tuple(parts), names=tuple(names))
