"""Every kind of page in a browser: no wider than a phone, without an error."""

from tests.browser.conftest import DESK, NOT_THERE, PHONE

# What is left of a desk's window at 400 %, and of a small phone's.
ENLARGED = {"width": 320, "height": 640}


def check(reader, kinds, faults_of, **options):
    """The faults of each kind of page, by its address; {} is what a test wants."""
    page = reader("about:blank", **options)
    faults = {}
    for address in kinds:
        page.goto(address)
        if found := faults_of(page):
            faults[address] = found
    return faults


def test_nothing_scrolls_sideways_on_a_phone_and_the_bar_is_there(reader, kinds):
    def faults_of(page):
        found = []
        for size in (ENLARGED, PHONE):
            page.set_viewport_size(size)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > size["width"]:
                # Names the elements that stick out, but not what is in them.
                out = page.evaluate(
                    """width => [...document.querySelectorAll("body *")]
                        .filter(one => one.getBoundingClientRect().right > width + 0.5)
                        .filter(one => !one.closest(".matrix-box > *"))
                        .slice(0, 4).map(one => one.outerHTML.slice(0, 100))""",
                    size["width"],
                )
                found.append(f"{width} px wide on {size['width']}: {out}")
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

    def hear(what):
        heard.append(f"{page.url}: {what}")

    page.on("console", lambda message: hear(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: hear(str(error)))
    # Going on before an icon has come breaks its request off.
    page.on("requestfailed", lambda one: hear(one.url) if "ERR_ABORTED" not in (one.failure or "") else None)
    page.on("response", lambda answer: hear(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    page.add_init_script(
        "addEventListener('securitypolicyviolation', event => "
        "console.error('forbidden: ' + event.violatedDirective + ' ' + event.blockedURI))"
    )
    # The browser itself notes that a page is not there.
    for address in set(kinds) - {NOT_THERE}:
        page.goto(address)
    page.evaluate("console.error('heard to the end')")
    assert heard.pop().endswith("heard to the end")
    assert heard == []
