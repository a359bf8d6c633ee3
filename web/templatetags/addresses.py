"""{% address 'driver' slug %}: like {% url %}, from the addresses already worked out."""

from django import template

from wtcr_site.addresses import address

register = template.Library()
register.simple_tag(address, name="address")
