"""What invented people say, language by language."""

from runtime.seeding.phrases.en import ENGLISH
from runtime.seeding.phrases.ru import RUSSIAN
from runtime.seeding.phrases.shapes import Phrases, Topic
from runtime.seeding.phrases.uk import UKRAINIAN

__all__ = ["PHRASES", "Phrases", "Topic"]

PHRASES = {"en": ENGLISH, "ru": RUSSIAN, "uk": UKRAINIAN}
