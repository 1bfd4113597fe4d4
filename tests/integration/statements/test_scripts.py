# ruff: noqa: RUF001 - names in every script
"""Names in every script are set in text faces, joined as they should be, and stay on the page."""

from io import BytesIO

import pikepdf
import pytest

from balint_live.adapters import statement_pdf
from balint_live.adapters.statement_pdf import Words
from tests.integration.statements.cast import SITE, drawn, read, stating
from tests.required_tools import require

NAMES = {
    "Vietnamese": "Nguyễn Thị Hồng Hạnh",
    "Greek": "Παπαδοπούλου Ελένη",
    "Cyrillic": "Миріам Ґалаґан",
    "Hebrew": "מִרְיָם כֹּהֵן",
    "Arabic": "محمد عبد الرحمن",
    "Persian": "علی‌رضا کاظمی",
    "Devanagari": "क्‍षमा देवी त्रिपाठी",
    "Bengali": "শর্মিষ্ঠা র‍্যাব চট্টোপাধ্যায়",
    "Gurmukhi": "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "Gujarati": "ક્ષિતિજ પટેલ",
    "Tamil": "கிருஷ்ணமூர்த்தி",
    "Telugu": "శ్రీనివాస్ రెడ్డి",
    "Kannada": "ಕೃಷ್ಣ ಶಾಸ್ತ್ರಿ",
    "Malayalam": "ജോണ്‍ തോമസ്",
    "Sinhala": "ශ්‍රී පෙරේරා",
    "Thai": "สมหญิง ใจดี",
    "Lao": "ສົມພອນ",
    "Khmer": "សុខ សុភាព",
    "Myanmar": "အောင်ဆန်းစုကြည်",
    "Tibetan": "བསྟན་འཛིན",
    "Georgian": "ნინო ბერიძე",
    "Armenian": "Արամ Խաչատրյան",
    "Ethiopic": "ጌታቸው ኃይሌ",
    "Cherokee": "ᏣᎳᎩ ᎠᏂᎩ",
    "Han": "王小明",
    "Kana": "やまだ はなこ",
    "Hangul": "김민수",
    "several": "Anna देवी 王 كريم",
}
NOT_FOR_TEXT = ("NewComputerModern", "NewCM", "DejaVuSansMono")


def faces(file: bytes) -> set[str]:
    """The faces on the first page, without their subset's tag."""
    with pikepdf.open(BytesIO(file)) as pdf:
        fonts = pdf.pages[0].Resources.Font
        return {str(fonts[key].BaseFont).rpartition("+")[2] for key in fonts.keys()}  # noqa: SIM118


def holds_the_standard(file: bytes) -> bool:
    """Which asks that every sign be shown."""
    with pikepdf.open(BytesIO(file)) as pdf, pdf.open_metadata() as metadata:
        return metadata.get("pdfuaid:part") == "1"


@pytest.mark.needs_faces
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_is_set_in_text_faces(name: str) -> None:
    require("faces")
    file = drawn(stating(name=name, organisation=name, activity=name))

    assert statement_pdf.unshown(name) == []
    assert (holds_the_standard(file), [each for each in faces(file) if each.startswith(NOT_FOR_TEXT)]) == (
        True,
        [],
    )
    assert "no face" not in read(file)


@pytest.mark.needs_faces
@pytest.mark.parametrize(
    ("script", "face"),
    [("Persian", "NotoNaskhArabic"), ("Devanagari", "NotoSerifDevanagari"), ("Khmer", "NotoSerifKhmer")],
)
def test_a_face_made_for_the_script_comes_first(script: str, face: str) -> None:
    require("faces")
    others = faces(drawn())

    assert {each.partition("-")[0] for each in faces(drawn(stating(name=NAMES[script]))) - others} == {face}


@pytest.mark.parametrize("name", ["Wolf" * 50, "Ω" * 200, "W" * 200 + " Ana"])
def test_a_long_name_breaks_and_stays_on_the_page(name: str) -> None:
    said = read(drawn(stating(name=name, organisation=name, activity=name)))

    assert said.replace("\u200b", "").replace(" ", "").count(name.replace(" ", "")) == 3
    assert max(len(word.replace("\u200b", "")) for word in said.split()) <= LONGEST_LINE


LONGEST_LINE = 90
"""Letters; of a name of 200 there are then at least three lines."""


def test_where_no_face_has_a_script_the_page_says_so() -> None:
    toto, nobodys = "\U0001e290\U0001e291", "\U00010ffd"
    assert statement_pdf.unshown(f"Ana {nobodys}") == []  # no letter of any script
    words = Words(SITE)
    assert words.no_face([]) == ""
    assert words.no_face(["Khmer", "Thai"]) == (
        "Our server has no face for some of these letters (Khmer, Thai): they may not look as they should."
    )
    told = "Our server has no face" in read(drawn(stating(name=toto)))
    assert (statement_pdf.unshown(toto), told) in (([], False), (["Toto"], True))
