"""One searchable form for a name in any of the country's writings. Pure.

Uzbek is written in Latin and in Cyrillic letters, its apostrophe in ten ways; people type what they have.
`fold` brings all of these to plain Latin letters: Fargʻona, Farg'ona, FARGONA and Фарғона become `fargona`.
"""

import re
import unicodedata
from typing import Final

_LETTERS: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "j", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "x", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "",
    "э": "e", "ю": "yu", "я": "ya",
    "ў": "o", "қ": "q", "ғ": "g", "ҳ": "h",
    # Karakalpak, Kazakh, Tajik and Turkmen neighbours
    "ә": "a", "ө": "o", "ү": "u", "ұ": "u", "ң": "n", "і": "i", "ӣ": "i", "ӯ": "u", "ҷ": "j", "ҥ": "n",
    "ı": "i", "ø": "o",
}  # fmt: skip
_APOSTROPHES: Final = "'`´ʹʻʼʽʾʿˈ‘’‛′＇ʼ"
_TABLE: Final = str.maketrans(_LETTERS | dict.fromkeys(_APOSTROPHES, ""))
_GAP: Final = re.compile(r"[\W_]+")
_YE: Final = re.compile(r"y+e")


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def fold(text: str) -> str:
    """Lower-case Latin letters and digits, words separated by one space; the empty text stays empty.

    `ye` and `e` are one (Янгиер is Yangiyer), since Cyrillic е stands for both.
    """
    composed = unicodedata.normalize("NFC", text).casefold().translate(_TABLE)
    plain = _without_accents(composed).casefold().translate(_TABLE)
    return _GAP.sub(" ", _YE.sub("e", plain)).strip()


def folded_words(*spellings: str) -> str:
    """Every spelling folded, each once, between bars: `|fargona|fergana|`; empty ones are left out."""
    seen = dict.fromkeys(word for word in map(fold, spellings) if word)
    return f"|{'|'.join(seen)}|" if seen else ""
