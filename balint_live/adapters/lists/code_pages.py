"""The code pages that spreadsheets write, with what they are called in plain words and whose names they can hold.

All that Excel writes in some country under "CSV", "CSV (Macintosh)" and "CSV (MS-DOS)", and what older mail and Unix
programs write in the same countries.
"""

from dataclasses import dataclass

WESTERN = ("de", "fr", "es", "pt", "da", "nb", "sv", "fi", "it", "nl", "en", "ca", "is", "ga", "et")
CENTRAL = ("cs", "sk", "pl", "hu", "ro", "hr", "sl", "sq")
BALTIC = ("lt", "lv", "et")
LATIN = tuple(dict.fromkeys((*WESTERN, *CENTRAL, *BALTIC, "tr", "az", "vi")))
CYRILLIC = ("ru", "uk", "bg", "be", "mk", "sr")
ARMENIAN = "hy"


@dataclass(frozen=True, slots=True)
class CodePage:
    """`languages` are those it was made for, as CLDR calls them; `rarity` is a natural logarithm, 0 for the commonest."""

    codec: str
    label: str
    languages: tuple[str, ...]
    rarity: float


CODE_PAGES = (
    CodePage("cp1252", "Western European (Windows)", WESTERN, 0),
    CodePage("cp1250", "Central European (Windows)", CENTRAL, 2),
    CodePage("cp1251", "Cyrillic (Windows)", CYRILLIC, 2),
    CodePage("cp1253", "Greek (Windows)", ("el",), 2),
    CodePage("cp1254", "Turkish (Windows)", ("tr", "az"), 2),
    CodePage("cp1255", "Hebrew (Windows)", ("he",), 2),
    CodePage("cp1256", "Arabic and Persian (Windows)", ("ar", "fa", "ur"), 2),
    CodePage("cp1257", "Baltic (Windows)", BALTIC, 2),
    CodePage("cp1258", "Vietnamese (Windows)", ("vi",), 2),
    CodePage("cp874", "Thai (Windows)", ("th",), 2),
    CodePage("cp932", "Japanese (Windows, Shift JIS)", ("ja",), 2),
    CodePage("gb18030", "Simplified Chinese (GB 18030)", ("zh",), 2),
    CodePage("cp949", "Korean (Windows)", ("ko",), 2),
    CodePage("cp950", "Traditional Chinese (Big5)", ("zh_Hant",), 2),
    CodePage("mac_roman", "Western European (Macintosh)", WESTERN, 2),
    CodePage("mac_latin2", "Central European (Macintosh)", CENTRAL, 5),
    CodePage("mac_cyrillic", "Cyrillic (Macintosh)", CYRILLIC, 4),
    CodePage("mac_greek", "Greek (Macintosh)", ("el",), 5),
    CodePage("mac_iceland", "Icelandic (Macintosh)", ("is",), 6),
    CodePage("mac_croatian", "Croatian and Slovene (Macintosh)", ("hr", "sl"), 6),
    CodePage("mac_romanian", "Romanian (Macintosh)", ("ro",), 3),
    CodePage("mac_turkish", "Turkish (Macintosh)", ("tr",), 5),
    CodePage("iso8859_15", "Western European (ISO 8859-15)", WESTERN, 4),
    CodePage("iso8859_2", "Central European (ISO 8859-2)", CENTRAL, 3),
    CodePage("iso8859_5", "Cyrillic (ISO 8859-5)", CYRILLIC, 6),
    CodePage("iso8859_7", "Greek (ISO 8859-7)", ("el",), 4),
    CodePage("iso8859_6", "Arabic (ISO 8859-6)", ("ar",), 6),
    CodePage("koi8_u", "Cyrillic (KOI8)", CYRILLIC, 4),
    CodePage("euc_jp", "Japanese (EUC)", ("ja",), 6),
    CodePage("cp850", "Western European (MS-DOS)", WESTERN, 5),
    CodePage("cp860", "Portuguese (MS-DOS)", ("pt",), 6),
    CodePage("cp437", "English (MS-DOS)", WESTERN, 6),
    CodePage("cp852", "Central European (MS-DOS)", CENTRAL, 5),
    CodePage("cp866", "Cyrillic (MS-DOS)", CYRILLIC, 4),
    CodePage("cp737", "Greek (MS-DOS)", ("el",), 5),
    CodePage("cp857", "Turkish (MS-DOS)", ("tr",), 5),
    CodePage("cp862", "Hebrew (MS-DOS)", ("he",), 5),
    CodePage("cp720", "Arabic (MS-DOS)", ("ar", "fa"), 6),
    CodePage("cp775", "Baltic (MS-DOS)", BALTIC, 6),
)
