"""Parts of a page that are the same for everybody, rendered once per language and kept.

    {% once %}…{% endonce %}
    {% once authority=actor.authority with columns=columns %}…{% endonce %}

What stands between sees nothing but the values named in the tag: no request, no person, no token, so that nothing of
one reader can ever be shown to another. Values named first tell the kept renderings apart; those behind `with` must
follow from the former and the language. What is kept is never thrown away: name only what has few values (an
authority, a view), never what somebody typed. Where a value is missing, nothing is kept.

The frame around a page cost the template engine more than the database took for what stands in it.
"""

from typing import Any

from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.utils.safestring import SafeString
from django.utils.translation import get_language

Values = dict[str, FilterExpression]


class Once(Node):
    """The node lives as long as its template does, and what was rendered lives with it."""

    child_nodelists = ()  # no blocks inside: a template that extends this one need not look for them

    def __init__(self, nodelist: NodeList, *, told_apart_by: Values, handed: Values) -> None:
        self.nodelist = nodelist
        self.told_apart_by = told_apart_by
        self.handed = handed
        self.kept: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        named = {name: value.resolve(context, ignore_failures=True) for name, value in self.told_apart_by.items()}
        key = (get_language(), *named.values())
        found = self.kept.get(key)
        return self._rendered(context, named, key) if found is None else found

    def _rendered(self, context: Context, named: dict[str, Any], key: tuple[Any, ...]) -> SafeString:
        values = named | {name: value.resolve(context, ignore_failures=True) for name, value in self.handed.items()}
        alone = Context(values, autoescape=context.autoescape)
        alone.template = context.template
        rendered = self.nodelist.render(alone)
        if all(value is not None for value in values.values()):
            self.kept[key] = rendered
        return rendered


def once(parser: Parser, token: Token) -> Once:
    """Compile `{% once name=value … with name=value … %}`."""
    bits = token.split_contents()[1:]
    told_apart_by = token_kwargs(bits, parser)
    handed: Values = {}
    if bits and bits[0] == "with":
        bits = bits[1:]
        handed = token_kwargs(bits, parser)
    if bits:
        raise TemplateSyntaxError(f"{{% once %}} cannot read {bits[0]!r}")
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(nodelist, told_apart_by=told_apart_by, handed=handed)
