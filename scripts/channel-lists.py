"""The lists of hosts behind the rules of channels: Matomo's lists (CC0) and our own, made disjoint.

channel-lists.py FOLDER: the folder of Matomo's searchengine-and-social-list (SearchEngines.yml, Socials.yml,
AIAssistants.yml; a prefix such as `matomo_` may stand before the names). Writes cx-core/src/intake/channels/lists.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "cx-core/src/intake/channels/lists"
ABOUT = {
    "ai": "Assistants of artificial intelligence.",
    "shopping": "Shops, market places and comparisons of prices.",
    "video": "Platforms of video.",
    "social": "Social networks.",
    "search": "Search engines.",
    "matomo_social": "What Matomo counts as a social network and another list has.",
    "matomo_search": "What Matomo counts as a search engine and another list has.",
}

# Our own: well-known platforms. Names without a point are what people write as the source.
AI = """
    chatgpt chatgpt.com openai openai.com claude claude.ai perplexity perplexity.ai copilot gemini mistral
    deepseek deepseek.com grok poe.com phind.com pi.ai you.com/chat lechat kimi.com doubao.com
"""
SHOPPING = """
    aliexpress aliexpress.com alibaba alibaba.com allegro.pl amazon amazon.{} amazon.com bol.com brack.ch
    cdiscount.com digitec digitec.ch ebay ebay.{} ebay.com etsy etsy.com fnac.com galaxus galaxus.{}
    google_shopping shopping.google.com google.{}/products google.com/products googleshopping idealo idealo.{}
    kaufland.de mediamarkt.{} mercadolibre.{} mercadolibre.com mercadolivre.com.br microspot.ch otto.de
    overstock.com rakuten.com ricardo ricardo.ch shein.com shopify shopify.com shopping.yahoo.com shopzilla.com
    target.com temu temu.com toppreise toppreise.ch tutti.ch walmart walmart.com wish.com zalando zalando.{}
"""
VIDEO = """
    bilibili bilibili.com dailymotion dailymotion.com disneyplus disneyplus.com hulu.com iqiyi.com netflix
    netflix.com niconico nicovideo.jp rumble.com rutube.ru ted.com twitch twitch.tv veoh.com vimeo vimeo.com
    wistia.com youku.com youtube youtube.com youtu.be com.google.android.youtube
"""
SOCIAL = """
    bsky.app fb ig insta instagram.com com.facebook.katana com.instagram.android com.linkedin.android
    com.twitter.android com.reddit.frontpage com.zhiliaoapp.musically com.pinterest lnkd.in mastodon.social
    quora quora.com t.co threads.com threads.net tiktok.com twitter.com whatsapp.com wa.me x.com
"""
SEARCH = """
    com.google.android.googlequicksearchbox google.com bing.com duckduckgo.com search.brave.com ecosia.org
    qwant.com startpage.com yahoo.com search.ch local.ch kagi.com yandex.com baidu.com naver.com seznam.cz
"""

# Names that mean something else where people write them as the source.
AMBIGUOUS = """
    all ask atlas charter claro clix crawler daum excite free frontier gree holmes icq inbox interia nate multiply
    orange tagged terra volny wayn winamp witch workplace you yep zoek
"""


def bare(host: str) -> str:
    """A host as the engine compares it."""
    return host.lower().removeprefix("www.").rstrip("/")


def parsed(path: Path) -> list[tuple[str, str]]:
    """Names with their hosts; of search engines the `urls`."""
    found: list[tuple[str, str]] = []
    name, inside = "", "urls"
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if not line.startswith(" "):
            name, inside = text.rstrip(":").strip("'\""), "urls"
        elif part := re.match(r"(?:- )?(urls|params|backlink|charsets|hiddenkeyword):", text):
            inside = part.group(1)
        elif inside == "urls" and text.startswith("- "):
            found.append((name, bare(text[2:].strip("'\""))))
    return [(name, host) for name, host in found if not host.startswith("android-app")]


def entries(pairs: list[tuple[str, str]]) -> set[str]:
    """The hosts, and those names that are a part of one of their hosts: google, but not atlas."""
    found = {host for _, host in pairs}
    for name, host in pairs:
        word = re.sub(r"[^a-z0-9]", "", name.lower())
        if len(word) > 2 and word not in AMBIGUOUS.split() and word in re.split(r"[./]", host)[:2]:
            found.add(word)
    return found


def words(text: str) -> set[str]:
    """Our own entries; `_` is a blank."""
    return {word.replace("_", " ") for word in text.split()}


def within(entry: str, others: set[str]) -> bool:
    """Whether another list has the entry or a domain above it."""
    parts = entry.split(".")
    return any(".".join(parts[at:]) in others for at in range(max(1, len(parts) - 1)))


def main(folder: Path) -> None:
    """Write the lists."""
    source = {name: next(folder.glob(f"*{name}.yml")) for name in ("SearchEngines", "Socials", "AIAssistants")}
    social, search = entries(parsed(source["Socials"])), entries(parsed(source["SearchEngines"]))
    lists = {"ai": words(AI) | {host for _, host in parsed(source["AIAssistants"])}}
    lists["shopping"], lists["video"] = words(SHOPPING), words(VIDEO)
    taken = lists["ai"] | lists["shopping"] | lists["video"]
    lists["social"] = {entry for entry in social | words(SOCIAL) if not within(entry, taken)}
    lists["matomo_social"] = {entry for entry in social if within(entry, taken)}
    taken |= lists["social"]
    lists["search"] = {entry for entry in search | words(SEARCH) if not within(entry, taken)}
    # Without the parameter of a keyword, which referrers no longer have, these are social networks for Matomo too.
    lists["matomo_search"] = {entry for entry in search if within(entry, taken) and not within(entry, social)}
    OUT.mkdir(parents=True, exist_ok=True)
    for name, found in lists.items():
        about = f"# {ABOUT[name]} From Matomo's searchengine-and-social-list (CC0-1.0) and our own;"
        (OUT / f"{name}.txt").write_text(
            about + " scripts/channel-lists.py\n" + "\n".join(sorted(found)) + "\n", encoding="utf-8"
        )
        print(f"{name}: {len(found)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
