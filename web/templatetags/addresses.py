"""{% address 'article' slug %}: like {% url %}, from the addresses already worked out."""

from django import template

from web.addresses.paths import address

register = template.Library()
register.simple_tag(address, name="address")
