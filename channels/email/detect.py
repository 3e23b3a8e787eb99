"""A guess at what unlabelled or wrongly labelled bytes are written in, from the letters that each reading gives."""

import re
from collections.abc import Callable, Iterable

from channels.email.japanese import decode_euc

CYRILLIC = ("cp1251", "koi8-u", "iso8859-5", "cp866", "mac-cyrillic")
LATIN = ("cp1252", "cp1250", "cp1254", "cp1257", "iso8859-2")
# Rare ones must read clearly better.
_UNLIKELY = 0.3
_FEW_LETTERS = 8
_RARE = {
    "mac-cyrillic": 0.85,
    "cp866": 0.95,
    "iso8859-2": 0.98,
    "cp1257": 0.75,
    "cp1253": 0.95,
    "cp1255": 0.95,
    "cp1256": 0.85,
    "cp874": 0.95,
}
_OTHER = ("cp1253", "cp1255", "cp1256", "cp874")
_WIDE = ("cp932", "euc-jp", "cp949", "gb18030", "cp950")
_HIGH = re.compile(rb"[\x80-\xff]")
_RUNS = re.compile(rb"[\x80-\xff]{3,}")
_WORDS = re.compile(rb"(?<![A-Za-z\x80-\xff])[\x80-\xff]+(?![A-Za-z\x80-\xff])")
_LINE_END = re.compile(rb"[\r\n]")
_SAMPLE_BYTES, _PIECE_BYTES = 1_500, 300

# Letters from the most frequent of the language to the rarest.
_FREQUENT = {
    "cyrillic": "оеаинтсрвлкмідпуяыьгзбчйїхєжшюцщэфъёјґўћљњђџ",
    "greek": "αοιετνσηυρπκμλςωγδχθφβξζψάόίέήύώϊϋΐΰ",
    "hebrew": "יוהלאמתרבשנםדחקעפכטגצסזןךץף",
    "arabic": "اليمونترةبعدسفهحقكجأشطىصخذضثزئإغآظؤءپچگ",
    "thai": "านร่อกเงมย้ลวดีทัสตะปบคหิแจ์พชขใไโุผื็ูถำซธณฯ",
    "latin": "éäüöáóíèàëñçãßêåúôøâæõîûïðþýòùìœ’“”–—…«»€",
    "central": "áéíłąęóśżöüčěšřžćýůńőúűďťňźăţşâîľĺŕ„”“–—…’",
    "turkish": "ıüşğçöİâîû’“”–—…",
    "baltic": "āēīšūžčļķņģėųęįąäöõü“”„–—…’",
}
_CODEC_LETTERS = {
    **dict.fromkeys(CYRILLIC, "cyrillic"),
    "cp1252": "latin",
    "cp1250": "central",
    "iso8859-2": "central",
    "cp1254": "turkish",
    "cp1257": "baltic",
    "cp1253": "greek",
    "cp1255": "hebrew",
    "cp1256": "arabic",
    "cp874": "thai",
}
_WEIGHTS = {
    script: {
        letter: max(1.0 - rank / (34 if script == "thai" else 22), 0.04)
        for rank, letter in reversed(list(enumerate(letters)))
    }
    for script, letters in _FREQUENT.items()
}
_VOWELS = frozenset("оеаиуыюяэіїєёαοιεηυω")
_NEUTRAL = frozenset(" «»–—“”„’‘…№©®•°™·§¡¿")
_COMMON_HANGUL = frozenset(
    "이다는가을를의에하고지은로기한사도리자시어나있서인니해그습요합여대스정아일부상보수제전안주문세녕드라장무만오신물"
)
_COMMON_HAN = frozenset(
    "的一是不了在人有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小心多天而能好都没日于起还发成事只作"
    "想看文开用主行方如前所本见经面公同三已从动两长知样现分将外但些与高意进法此实理点月明其全工者部正名定问力机给等几业最间新位因重被电第"
    "相加化由代产入先市体处总场件安表信息请谢您客户服务订单联系收货付款邮箱邮件"
    "這來個國說們為時得會後學對裡麼於還發樣現將與進實點問機給幾業間電產體處總場請謝您客戶服務訂單聯繫繳費郵件"
)


def best_codec(data: bytes, codecs: Iterable[str] = (), *, prefer: str = "", margin: float = 1.25) -> str:
    """Return the codec that reads the bytes most like a language, "" if none does; `prefer` needs to be beaten by `margin`."""
    sample = _sample(data)
    is_foreign = is_foreign_script(data)
    letters = len(_HIGH.findall(sample))
    margin *= 1.0 if letters >= _FEW_LETTERS else 1.6 if letters > 3 else 4.0
    scores: dict[str, float] = {}
    for codec in codecs or (*LATIN, *CYRILLIC, *_OTHER, *_WIDE):
        doubt = _UNLIKELY if codec in (LATIN if is_foreign else _WIDE) else _RARE.get(codec, 1.0)
        scores[codec] = _score(sample, codec) * doubt * (margin if codec == prefer else 1.0)
    best = max(scores, key=lambda codec: scores[codec])
    return best if scores[best] > 0.12 else ""


def is_foreign_script(data: bytes) -> bool:
    """Return whether words are written with 8-bit letters only, which Latin script never does."""
    sample = _sample(data)
    high = len(_HIGH.findall(sample))
    whole = sum(len(word) for word in _WORDS.findall(sample) if len(word) > 1)
    runs = sum(len(run) for run in _RUNS.findall(sample))
    return high >= 4 and max(runs, whole) > 0.6 * high


def _sample(data: bytes) -> bytes:
    pieces: list[bytes] = []
    size, position = 0, 0
    while size < _SAMPLE_BYTES and (found := _HIGH.search(data, position)):
        start = found.start()
        end = _LINE_END.search(data, start, start + _PIECE_BYTES)
        position = end.end() if end else start + _PIECE_BYTES
        pieces.append(data[max(start - 1, 0) : start + 0] + data[start:position])
        size += len(pieces[-1])
    return b"\n".join(pieces)


def _score(sample: bytes, codec: str) -> float:
    if codec in _WIDE:
        return _wide_score(sample, codec)
    return _narrow_score(sample.decode(codec, "replace"), _WEIGHTS[_CODEC_LETTERS[codec]])


def _narrow_score(text: str, weights: dict[str, float]) -> float:
    total, count = 0.0, 0
    before, was_letter, was_ascii, was_lower, was_vowel = "", False, False, False, False
    for char in text:
        if char < "\x80":
            is_letter = char.isalpha()
            if (
                is_letter
                and was_letter
                and not was_ascii
                and weights is not _LATIN_WEIGHTS
                and before not in _ANY_LATIN
            ):
                total -= 0.4
            was_letter, was_ascii, was_lower, was_vowel = is_letter, True, char.islower(), False
            before = char
            continue
        lower = char.lower()
        weight = weights.get(lower)
        if weight is not None and char not in _NEUTRAL:
            count += 1
            vowel = lower in _VOWELS
            total += (weight if char == lower else weight * 0.9) + (0.12 if was_letter and vowel != was_vowel else 0)
            if lower in "ьъ" and (not was_letter or was_vowel):
                total -= 0.8
            if char != lower and was_letter and was_lower:
                total -= 0.8
            if was_letter and was_ascii and char not in _ANY_LATIN:
                total -= 0.4
            was_letter, was_ascii, was_lower, was_vowel = True, False, char == lower, vowel
        elif char in _NEUTRAL:
            was_letter = False
        else:
            count += 1
            total -= 1.0 if char == "\ufffd" or char < "\xa0" else 0.5 if was_letter else 0.2
            was_letter = False
        before = char
    return total / count if count else 0.05


_LATIN_WEIGHTS = _WEIGHTS["latin"]
_ANY_LATIN = frozenset(
    letter
    for script in ("latin", "central", "turkish", "baltic")
    for letter in _FREQUENT[script] + _FREQUENT[script].upper()
    if letter.isalpha()
)


def _wide_score(sample: bytes, codec: str) -> float:
    text = _strict(sample, codec)
    wide = [char for char in text if char >= "\x80"]
    return sum(map(_WIDE_WEIGHT[codec], wide)) / len(wide) if wide else 0.0


def _strict(sample: bytes, codec: str) -> str:
    for cut in range(3):
        try:
            whole = sample[: len(sample) - cut]
            return decode_euc(whole) if codec == "euc-jp" else whole.decode(codec)
        except UnicodeError:
            continue
    return ""


def _japanese(char: str) -> float:
    if "ぁ" <= char <= "ヿ":
        return 1.0
    if "\uff61" <= char <= "\uff9f":
        return -0.3
    return (
        0.55 if char in _COMMON_HAN else 0.3 if "一" <= char <= "鿿" else 0.4 if char in "、。「」・ー！？　" else 0.0
    )


def _korean(char: str) -> float:
    if "가" <= char <= "힣":
        return -0.4 if len(char.encode("euc_kr", "ignore")) != 2 else 1.0 if char in _COMMON_HANGUL else 0.4
    return 0.1


def _simplified(char: str) -> float:
    if "一" <= char <= "鿿":
        encoded = char.encode("gb2312", "ignore")
        common = 1.0 if char in _COMMON_HAN else 0.5
        return -0.3 if not encoded else common if encoded[0] <= 0xD7 else 0.1
    return 0.5 if char in "，。！：；？、（）“”《》　" else 0.0 if char < "\U00010000" else -1.0


def _traditional(char: str) -> float:
    if "一" <= char <= "鿿":
        encoded = char.encode("big5", "ignore")
        common = 1.0 if char in _COMMON_HAN else 0.5
        return -0.3 if not encoded else common if encoded[0] <= 0xC6 else 0.1
    return 0.5 if char in "，。！：；？、（）「」《》　" else 0.0


_WIDE_WEIGHT: dict[str, Callable[[str], float]] = {
    "cp932": _japanese,
    "euc-jp": _japanese,
    "cp949": _korean,
    "gb18030": _simplified,
    "cp950": _traditional,
}
