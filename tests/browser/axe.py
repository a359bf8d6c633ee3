"""What axe finds wrong with a page.

Every template is asked in both languages and in both themes. Of axe's rules only the one of contrast sees the theme; so
each language is asked by all rules in one theme, English in light on a desk and Swedish in dark on a phone, and by the
rule of contrast again in the other theme. The suite asks every third kind of page in the one language and another third
in the other; `make hostile` asks all of them in both.
"""

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from tests.sample import sample
from web.addresses.languages import in_language

# Axe leaves the rule of 24 px out unless it is asked for.
EVERYTHING = {"rules": {"target-size": {"enabled": True}}}
CONTRAST = {"runOnly": ["color-contrast"]}
OTHER = {"light": "dark", "dark": "light"}


def violations(page: Page, rules: dict[str, object] = EVERYTHING) -> list[str]:
    # What passes is not asked for: to write it down takes longer than to look.
    found = Axe().run(page, options={**rules, "resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']} at {' | '.join(node['html'][:120] for node in one['nodes'][:3])} "
        f"({one['nodes'][0]['failureSummary'].splitlines()[-1].strip()[:150]})"
        for one in found
    ]


def violations_in_both_themes(page: Page, theme: str) -> list[str]:
    """By all rules in `theme`, by that of contrast in the other."""
    found = []
    for scheme, rules in ((theme, EVERYTHING), (OTHER[theme], CONTRAST)):
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme}: {one}" for one in violations(page, rules)]
    return found


def faults_of_kinds(
    open_at: Callable[..., Page], kinds: list[str], language: str, size: ViewportSize, theme: str
) -> dict[str, list[str]]:
    """What is wrong with each kind of page in a language, by its address; {} is what a test wants."""
    page = open_at("about:blank", viewport=size)
    faults = {}
    # The same page in another order has nothing new for axe; an opened reason has.
    asked = [kind for kind in kinds if "?" not in kind or "only=" in kind]
    first = sample(1, 0) if language == "sv" else 0
    asked = asked[first :: sample(3, 1)]
    for address in (in_language(kind, language) for kind in asked):
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == language
        if found := violations_in_both_themes(page, theme):
            faults[address] = found
    return faults
