"""What stands in the head of a page."""

from django import template
from django.template.base import NodeList, Parser, Token
from django.utils.safestring import mark_safe

register = template.Library()


class KeepNode(template.Node):
    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: template.Context) -> str:
        text = " ".join(self.nodelist.render(context).split())
        # It is markup already; quotes are what an attribute minds besides.
        context[self.name] = mark_safe(text.replace('"', "&quot;"))
        return ""


@register.tag
def keep(parser: Parser, token: Token) -> KeepNode:
    """{% keep name %}{% block title %}…{% endblock %}{% endkeep %}: shows nothing, and keeps the text as `name`.

    A block can stand only once in a page; what it says is needed more than once in the head.
    """
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(name, nodelist)
