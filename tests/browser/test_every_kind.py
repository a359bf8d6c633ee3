"""Every kind of page in a browser: readable for all, no wider than a phone, without an error."""

from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESK, PHONE

# Colours are the one thing that the theme changes.
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def violations(page, options=None):
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{one['id']} at {' | '.join(node['html'][:120] for node in one['nodes'][:3])} "
        f"({one['nodes'][0]['failureSummary'].splitlines()[-1].strip()[:150]})"
        for one in found
    ]


def check(reader, kinds, faults_of, **options):
    """The faults of each kind of page, by its address; {} is what a test wants."""
    page = reader("about:blank", **options)
    faults = {}
    for address in kinds:
        page.goto(address)
        if found := faults_of(page):
            faults[address] = found
    return faults


def test_axe_finds_nothing_on_a_desk_in_either_theme(reader, kinds):
    def faults_of(page):
        found = violations(page)
        page.emulate_media(color_scheme="dark")
        found += [f"dark: {one}" for one in violations(page, CONTRAST)]
        page.emulate_media(color_scheme="light")
        return found

    assert check(reader, kinds, faults_of) == {}


def test_axe_finds_nothing_on_a_phone(reader, kinds):
    assert check(reader, kinds, violations, viewport=PHONE, color_scheme="dark") == {}


def test_nothing_scrolls_sideways_on_a_phone_and_the_bar_is_there(reader, kinds):
    def faults_of(page):
        found = []
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            # Names the elements that stick out, but not what is in them.
            out = page.evaluate(
                """width => [...document.querySelectorAll("body *")]
                    .filter(one => one.getBoundingClientRect().right > width + 0.5 && !one.closest(".matrix-box > *"))
                    .slice(0, 4).map(one => one.outerHTML.slice(0, 100))""",
                PHONE["width"],
            )
            found.append(f"{width} px wide: {out}")
        bar = page.get_by_role("navigation", name="Quick")
        if not bar.is_visible():
            found.append("no bar")
        elif abs(bar.bounding_box()["y"] + bar.bounding_box()["height"] - PHONE["height"]) > 1:
            found.append("the bar is not at the bottom")
        return found

    assert check(reader, kinds, faults_of, viewport=PHONE) == {}


def test_no_error_and_nothing_that_the_policy_forbids(reader, kinds):
    page = reader("about:blank", viewport=DESK)
    heard = []
    page.on("console", lambda message: heard.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("requestfailed", lambda request: heard.append(f"failed: {request.url}"))
    page.on("response", lambda answer: heard.append(f"{answer.status}: {answer.url}") if answer.status > 499 else None)
    page.add_init_script(
        "addEventListener('securitypolicyviolation', event => "
        "console.error('forbidden: ' + event.violatedDirective + ' ' + event.blockedURI))"
    )
    faults = {}
    for address in kinds:
        heard.clear()
        page.goto(address, wait_until="networkidle")
        # The browser itself notes the 404 of a page that is not there.
        found = [one for one in heard if not (address == "/no/such/page/" and "404" in one)]
        if found:
            faults[address] = found
    assert faults == {}
