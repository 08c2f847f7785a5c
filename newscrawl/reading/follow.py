"""Following a script of the page to the form it sends or the address it sets: statements are read in order, none is executed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from newscrawl.items import PageRequest
from newscrawl.reading.definitions import function_named, text_named
from newscrawl.reading.forms import form_of, request_of
from newscrawl.reading.page import Page
from newscrawl.reading.script import Node
from newscrawl.reading.values import (
    PLAIN,
    Elements,
    Function,
    Known,
    Method,
    as_text,
    call_on_text,
    compare,
    plus,
    related,
    select,
    truth,
    turns_back,
    type_of,
)

_MOST_STEPS = 3000
_DEEPEST_CALL = 6
_JQUERY = frozenset(("$", "jQuery", "jquery", "$j"))
_WINDOW = frozenset(("window", "self", "parent", "top", "opener", "globalThis"))
_FORM_METHODS = frozenset(
    "submit requestSubmit reset setAttribute getAttribute appendChild attr prop val data find children append serialize trigger each on "
    "target querySelector querySelectorAll".split()
)


Answer = PageRequest | str | None


class _Moved(Exception):
    """The script has left the page: a form was sent or an address set. `computed`: with a value that only running it would tell."""

    def __init__(self, answer: Answer, *, computed: bool = False) -> None:
        super().__init__()
        self.answer = answer
        self.computed = computed


class _Returned(Exception):
    """A function has ended."""

    def __init__(self, value: object) -> None:
        super().__init__()
        self.value = value


def follow(page: Page, statements: Sequence[Node], element: HtmlElement | None) -> Answer:
    """Return where statements lead: an address, a request, or None where they lead nowhere that the page tells.

    `element` is what was clicked.
    """
    moved = _moved(page, statements, element)
    return moved.answer if moved else None


def follow_computed(page: Page, statements: Sequence[Node]) -> Answer:
    """Return what statements send with a field whose value they compute, so that nothing on the page tells it; None for anything else."""
    moved = _moved(page, statements, None)
    return moved.answer if moved and moved.computed else None


def _moved(page: Page, statements: Sequence[Node], element: HtmlElement | None) -> _Moved | None:
    run = _Run(page, element)
    try:
        run.all(statements, {})
    except _Moved as moved:
        return moved
    except (_Returned, RecursionError):
        return None
    return None


@dataclass(slots=True)
class _Run:
    """One following of a script: what its statements have set so far. Values that are not known are None."""

    page: Page
    element: HtmlElement | None
    fields: dict[HtmlElement, dict[str, str]] = field(default_factory=dict)
    attributes: dict[tuple[HtmlElement, str], str] = field(default_factory=dict)
    computed: set[HtmlElement | None] = field(default_factory=set)  # forms with a field whose value is not known
    reckons: bool = False  # numbers were reckoned with, so that any value may come of it
    steps: int = 0
    depth: int = 0

    def all(self, statements: Sequence[Node], names: dict[str, object]) -> None:
        for statement in statements:
            self.one(statement, names)

    def one(self, node: Node, names: dict[str, object]) -> None:
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise _Moved(None)
        if node.kind == "do":
            self.value(node.parts[0], names)
        elif node.kind == "block":
            self.all(node.parts, names)
        elif node.kind == "if":
            self.choose(node, names)
        elif node.kind == "loop":
            self.forget(node, names)
        elif node.kind == "return":
            raise _Returned(self.value(node.parts[0], names) if node.parts else None)

    def choose(self, node: Node, names: dict[str, object]) -> None:
        """Follow a condition; where it is not known, a branch that only turns back (a check of input) is passed by."""
        condition, then, other = node.parts
        holds = truth(self.value(condition, names))
        if holds is None:
            holds = not turns_back(then)
        self.one(then if holds else other, names)

    def forget(self, node: Node, names: dict[str, object]) -> None:
        """Let the names that a loop sets be unknown."""
        waiting = [node]
        while waiting:
            node = waiting.pop()
            if node.kind == "assign" and node.parts[0].kind == "name":
                names[node.parts[0].word] = None
            waiting.extend(node.parts)

    def value(self, node: Node, names: dict[str, object]) -> object:
        self.steps += 1
        if self.steps > _MOST_STEPS:
            raise _Moved(None)
        reader = _VALUES.get(node.kind)
        return reader(self, node, names) if reader else None

    def name(self, node: Node, names: dict[str, object]) -> object:
        word = node.word
        if word in names:
            return names[word]
        if word == "this":
            return self.element
        if word in ("document", "location"):
            return Known(word)
        if word in _WINDOW:
            return Known("window")
        if word in _JQUERY:
            return Known("jquery")
        if word in ("true", "false"):
            return word == "true"
        if word in ("null", "undefined"):
            return ""
        if word in PLAIN:
            return Known(word)
        function = function_named(self.page.script_text, word)
        if function is not None:
            return Function(function)
        return self.form_named(word) or self.global_text(word)

    def global_text(self, word: str) -> object:
        """Return a text that the page's script gives a global name, if it is written out."""
        return text_named(self.page.script_text, word)

    def form_named(self, word: str) -> Elements | None:
        forms = [form for form in self.page.named("form") if word in (form.get("name"), form.get("id"))]
        return Elements(forms, many=False) if forms else None

    def member(self, node: Node, names: dict[str, object]) -> object:
        owner = self.value(node.parts[0], names)
        return self.get(owner, node.word)

    def index(self, node: Node, names: dict[str, object]) -> object:
        owner = self.value(node.parts[0], names)
        key = self.value(node.parts[1], names)
        if isinstance(key, (int, float)) and isinstance(owner, Elements):
            at = int(key)
            return Elements(owner.items[at : at + 1], owner.form, owner.name, many=False)
        if isinstance(key, int) and isinstance(owner, Known):
            return Elements(list(self.page.named("form")[key : key + 1]), many=False) if owner.name == "forms" else None
        if isinstance(key, (int, float)) and isinstance(owner, list):
            return owner[int(key)] if 0 <= int(key) < len(owner) else None
        return self.get(owner, key) if isinstance(key, str) else None

    def get(self, owner: object, name: str) -> object:
        if isinstance(owner, HtmlElement):
            owner = Elements([owner], many=False)
        if isinstance(owner, dict):
            return owner.get(name, Method(owner, name))
        if isinstance(owner, Known):
            return self.get_known(owner.name, name)
        if not isinstance(owner, Elements):
            return Method(owner, name)
        if name in ("value", "action", "href", "id", "name", "method"):
            return self.text_of(owner, name)
        if name == "form":
            form = form_of(owner.items[0]) if owner.items else None
            return Elements([form], many=False) if form is not None else None
        if name == "elements":
            return owner
        if name == "dataset":
            item = owner.items[0] if owner.items else None
            return (
                {key[5:]: value for key, value in item.attrib.items() if key.startswith("data-")}
                if item is not None
                else None
            )
        if name == "length":
            return len(owner.items)
        if owner.items and owner.items[0].tag == "form" and name not in _FORM_METHODS:
            form = owner.items[0]
            inside = [
                item
                for item in form.iter("input", "select", "textarea", "button")
                if name in (item.get("name"), item.get("id"))
            ]
            return Elements(inside, form, name, many=len(inside) > 1)
        return Method(owner, name)

    def get_known(self, known: str, name: str) -> object:
        if known == "document" and name == "forms":
            return Known("forms")
        if known == "forms":
            return self.form_named(name) or Method(Known("forms"), name)
        if known in ("document", "window") and name in ("location", "document"):
            return Known(name)
        if known == "window" and name in _WINDOW:
            return Known("window")
        if known == "location" and name in ("href", "pathname", "search", "host", "hostname", "protocol", "origin"):
            return self.own_address(name)
        if known in ("document", "all") and (form := self.form_named(name)) is not None:
            return form
        if known == "document" and name == "all":
            return Known("all")
        if known == "window":
            function = function_named(self.page.script_text, name)
            if function is not None:
                return Function(function)
        return Method(Known(known), name)

    def own_address(self, part: str) -> str:
        parts = urlsplit(self.page.url)
        told = {
            "href": self.page.url,
            "pathname": parts.path,
            "search": f"?{parts.query}" if parts.query else "",
            "host": parts.netloc,
            "hostname": parts.hostname or "",
            "protocol": f"{parts.scheme}:",
            "origin": f"{parts.scheme}://{parts.netloc}",
        }
        return told[part]

    def text_of(self, elements: Elements, name: str) -> str | None:
        for item in elements.items:
            if (item, name) in self.attributes:
                return self.attributes[item, name]
            form = form_of(item)
            own = item.get("name")
            if name == "value" and form is not None and own in self.fields.get(form, {}):
                return self.fields[form][own]
            if name == "value" and item.tag == "select":
                chosen = next((option for option in item.iter("option") if option.get("selected") is not None), None)
                return (chosen.get("value") or chosen.text or "") if chosen is not None else ""
            return item.get(name) or ""
        return None

    def put(self, elements: Elements, name: str, value: object) -> None:
        text = as_text(value)
        if text is None:
            if name == "value":
                self.computed.update((elements.form, *map(form_of, elements.items)))
            return
        if not elements.items and elements.form is not None and name == "value":
            self.fields.setdefault(elements.form, {})[elements.name] = text
        for item in elements.items:
            self.attributes[item, name] = text
            form = form_of(item)
            own = item.get("name")
            if name == "value" and form is not None and own:
                self.fields.setdefault(form, {})[own] = text

    def assign(self, node: Node, names: dict[str, object]) -> object:
        target, source = node.parts
        value = self.value(source, names)
        if node.word != "=":
            value = plus(self.value(target, names), value) if node.word == "+=" else None
        if target.kind == "name":
            if target.word == "location" and target.word not in names:
                self.go(value)
            names[target.word] = value
            return value
        if target.kind not in ("member", "index"):
            return value
        owner = self.value(target.parts[0], names)
        word = target.word if target.kind == "member" else as_text(self.value(target.parts[1], names))
        if isinstance(owner, HtmlElement):
            owner = Elements([owner], many=False)
        if isinstance(owner, Known):
            if (owner.name == "location" and word == "href") or (
                owner.name in ("window", "document") and word == "location"
            ):
                self.go(value)
            elif owner.name == "window" and word:
                names[word] = value
        elif isinstance(owner, Elements) and word in ("value", "action", "method", "target"):
            self.put(owner, word, value)
        elif isinstance(owner, dict) and word:
            owner[word] = value
        return value

    def go(self, value: object) -> None:
        """Leave for an address, if it is known whole."""
        text = as_text(value)
        raise _Moved(self.page.absolute(text) if text and not text.lower().startswith("javascript:") else None)

    def send(self, elements: Elements) -> None:
        for form in elements.items:
            if form.tag == "form":
                action, method = self.attributes.get((form, "action")), self.attributes.get((form, "method"))
                request = request_of(self.page, form, self.fields.get(form, {}), action, method)
                raise _Moved(request, computed=self.reckons or form in self.computed)

    def call(self, node: Node, names: dict[str, object]) -> object:
        callee = self.value(node.parts[0], names)
        arguments = [self.value(part, names) for part in node.parts[1:]]
        if isinstance(callee, Function):
            return self.enter(callee.node, arguments)
        if isinstance(callee, Known):
            return self.call_known(callee.name, arguments)
        if isinstance(callee, Method):
            return self.call_method(callee, arguments)
        return None

    def enter(self, function: Node, arguments: Sequence[object]) -> object:
        if self.depth >= _DEEPEST_CALL:
            return None
        self.depth += 1
        names: dict[str, object] = dict.fromkeys(function.names)
        names.update(zip(function.names, arguments, strict=False))
        names["arguments"] = list(arguments)
        try:
            self.all(function.parts, names)
        except _Returned as returned:
            return returned.value
        finally:
            self.depth -= 1
        return None

    def call_known(self, known: str, arguments: list[object]) -> object:
        first = arguments[0] if arguments else None
        if known == "jquery":
            return self.query(first, arguments[1] if len(arguments) > 1 else None)
        return PLAIN[known](first) if known in PLAIN else None

    def query(self, what: object, within: object = None) -> object:
        if isinstance(what, Function):
            return None
        if isinstance(what, HtmlElement):
            return Elements([what])
        if not isinstance(what, str) or "<" in what:
            return what if isinstance(what, Elements) else None
        if isinstance(within, str):
            within = self.query(within)
        tops = within.items if isinstance(within, Elements) else [self.page.root]
        return Elements([item for top in tops for item in select(top, what)])

    def call_method(self, method: Method, arguments: list[object]) -> object:
        owner, name = method.owner, method.name
        first = arguments[0] if arguments else None
        if isinstance(owner, Known):
            return self.call_on_known(owner.name, name, first)
        if isinstance(owner, Elements):
            return self.call_on_elements(owner, name, arguments)
        if isinstance(owner, (str, int, float)) and not isinstance(owner, bool):
            return call_on_text(owner, name, arguments)
        function = function_named(self.page.script_text, name)
        return self.enter(function, arguments) if owner is None and function is not None else None

    def call_on_known(self, known: str, name: str, first: object) -> object:
        if name == "getElementById" and isinstance(first, str):
            return Elements(self.page.root.xpath("//*[@id=$id]", id=first)[:1], many=False)
        if name == "getElementsByName" and isinstance(first, str):
            return Elements(self.page.root.xpath("//*[@name=$name]", name=first))
        if name in ("querySelector", "querySelectorAll") and isinstance(first, str):
            found = select(self.page.root, first)
            return Elements(found[:1] if name == "querySelector" else found)
        if (known == "location" and name in ("assign", "replace")) or (known == "window" and name == "open"):
            self.go(first)
        if known == "window" and name == "confirm":
            return True
        if known == "window" and name in PLAIN:
            return PLAIN[name](first)
        return None

    def call_on_elements(self, owner: Elements, name: str, arguments: list[object]) -> object:
        first = arguments[0] if arguments else None
        second = arguments[1] if len(arguments) > 1 else None
        if name in ("submit", "requestSubmit") or (name in ("trigger", "triggerHandler") and first == "submit"):
            self.send(owner)
            return owner
        if name == "val":
            if not arguments:
                return self.text_of(owner, "value")
            self.put(owner, "value", first)
            return owner
        if name in ("attr", "prop", "setAttribute", "getAttribute", "data"):
            return self.attribute(owner, name, first, second, len(arguments))
        if name in ("find", "children", "closest", "parents", "querySelector", "querySelectorAll", "filter"):
            return related(owner, name, first)
        if name in ("parent", "first", "eq", "get", "last"):
            return (
                Elements([above for item in owner.items[:1] if (above := item.getparent()) is not None])
                if name == "parent"
                else owner
            )
        if name in ("text", "html"):
            return "".join(owner.items[0].itertext()).strip() if owner.items and not arguments else owner
        return owner

    def attribute(self, owner: Elements, how: str, first: object, second: object, count: int) -> object:
        if isinstance(first, dict):
            for key, value in first.items():
                self.put(owner, key, value)
            return owner
        if not isinstance(first, str):
            return None
        if count > 1:
            self.put(owner, first, second)
            return owner
        return self.text_of(owner, f"data-{first}" if how == "data" else first)

    def plus(self, node: Node, names: dict[str, object]) -> object:
        left = self.value(node.parts[0], names)
        if node.word in ("&&", "||", "??"):
            holds = truth(left)
            if holds is not None and holds != (node.word == "&&"):
                return left
            right = self.value(node.parts[1], names)
            return right if holds is not None else None
        right = self.value(node.parts[1], names)
        value = plus(left, right) if node.word == "+" else compare(node.word, left, right)
        self.reckons = self.reckons or (isinstance(value, (int, float)) and not isinstance(value, bool))
        return value

    def unary(self, node: Node, names: dict[str, object]) -> object:
        value = self.value(node.parts[0], names)
        if node.word == "!":
            holds = truth(value)
            return None if holds is None else not holds
        if node.word == "typeof":
            return type_of(value)
        if node.word == "-" and isinstance(value, (int, float)):
            return -value
        return value if node.word in ("+", "void", "await") else None

    def choice(self, node: Node, names: dict[str, object]) -> object:
        holds = truth(self.value(node.parts[0], names))
        return None if holds is None else self.value(node.parts[1 if holds else 2], names)

    def comma(self, node: Node, names: dict[str, object]) -> object:
        self.value(node.parts[0], names)
        return self.value(node.parts[1], names)


_Reader = Callable[[_Run, Node, dict[str, object]], object]
_VALUES: dict[str, _Reader] = {
    "text": lambda _run, node, _names: node.word,
    "number": lambda _run, node, _names: float(node.word) if "." in node.word else int(node.word),
    "name": _Run.name,
    "member": _Run.member,
    "index": _Run.index,
    "call": _Run.call,
    "binary": _Run.plus,
    "unary": _Run.unary,
    "choice": _Run.choice,
    "comma": _Run.comma,
    "assign": _Run.assign,
    "function": lambda _run, node, _names: Function(node),
    "array": lambda run, node, names: [run.value(part, names) for part in node.parts],
    "object": lambda run, node, names: {
        name: run.value(part, names) for name, part in zip(node.names, node.parts, strict=False)
    },
}
