"""Learning which label goes with which text."""

import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from routing.classifier import InvalidModel, TextClassifier
from routing.classifier.shapes import Floats
from tests.routing.classifier.letters import ASKED, texts_and_labels


@pytest.fixture(scope="module")
def learnt() -> TextClassifier:
    return TextClassifier({}).fit(*texts_and_labels())


def test_new_messages_get_the_label_of_what_they_resemble(learnt: TextClassifier) -> None:
    assert list(learnt.predict(list(ASKED))) == list(ASKED.values())


def test_probabilities_are_a_row_a_text_and_a_column_a_class_in_order(learnt: TextClassifier) -> None:
    told = learnt.predict_proba(["where is my parcel", "", "🦊 12"])

    assert list(learnt.classes_) == ["delivery", "invoice", "password"]
    assert told.shape == (3, 3)
    assert told.sum(axis=1) == pytest.approx(1)
    assert (told >= 0).all()


def test_what_was_saved_tells_the_same_when_it_is_loaded(learnt: TextClassifier, tmp_path: Path) -> None:
    learnt.save(tmp_path / "model.npz")

    again = TextClassifier.load(tmp_path / "model.npz")

    assert list(again.classes_) == list(learnt.classes_)
    assert again.predict_proba(list(ASKED)) == pytest.approx(learnt.predict_proba(list(ASKED)))
    assert again.why("where is the parcel", "delivery") == learnt.why("where is the parcel", "delivery")


def test_learning_the_same_again_gives_the_same(learnt: TextClassifier) -> None:
    again = TextClassifier({}).fit(*texts_and_labels())

    assert (again.predict_proba(list(ASKED)) == learnt.predict_proba(list(ASKED))).all()


def test_a_label_is_explained_by_words_of_the_text(learnt: TextClassifier) -> None:
    assert learnt.why("hello there, my parcel is late", "delivery")[0] == "parcel"
    assert learnt.why("когда же придёт посылка", "delivery")[0] == "посылка"
    assert learnt.why("hello", "nothing of ours") == []


def test_labels_may_be_numbers_and_two_are_enough() -> None:
    texts, labels = texts_and_labels()
    is_about_money = [int(label == "invoice") for label in labels]

    classifier = TextClassifier({}).fit(texts, is_about_money)

    assert list(classifier.classes_) == [0, 1]
    assert list(classifier.predict(["the invoice is wrong", "my parcel"])) == [1, 0]


def test_one_label_alone_is_certain_and_one_example_of_a_label_is_no_error() -> None:
    assert TextClassifier({}).fit(["a", "b"], ["x", "x"]).predict_proba(["c"]).tolist() == [[1.0]]
    assert TextClassifier({}).fit(["a", "b", ""], ["x", "y", "z"]).predict_proba(["c"]).shape == (1, 3)
    assert TextClassifier({}).fit(["", "  "], [1, 2]).predict_proba([""]).shape == (1, 2)


@pytest.mark.parametrize(("texts", "labels"), [([], []), (["a"], ["x", "y"])])
def test_nothing_to_learn_from_is_said(texts: list[str], labels: list[str]) -> None:
    with pytest.raises(ValueError, match="one of each"):
        TextClassifier({}).fit(texts, labels)


def test_asking_before_learning_is_said() -> None:
    with pytest.raises(ValueError, match="learnt nothing"):
        TextClassifier({}).predict_proba(["a"])


def test_a_file_that_is_no_model_is_refused_and_runs_nothing(tmp_path: Path) -> None:
    other = tmp_path / "other.npz"
    other.write_bytes(b"cos\nsystem\n(S'true'\ntR.")
    with pytest.raises(InvalidModel):
        TextClassifier.load(other)

    with zipfile.ZipFile(other, "w") as file:
        file.writestr("page.npy", b"\x93NUMPY broken")
    with pytest.raises(InvalidModel):
        TextClassifier.load(other)

    np.savez(other, page=np.array([{"version": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(InvalidModel):
        TextClassifier.load(other)


class Rhymes:
    """An encoder for tests: the first letters of words of any alphabet, as a vector."""

    name = "e5"

    def encode(self, texts: Sequence[str]) -> Floats:
        vectors = np.zeros((len(texts), 32), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in text.lower().split():
                row[ord(word[0]) % 32] += 1
        return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6))


def test_an_unknown_alphabet_is_judged_by_meaning_alone() -> None:
    texts, labels = texts_and_labels()
    english = [(text, label) for text, label in zip(texts, labels, strict=True) if text.isascii()]

    classifier = TextClassifier({"e5": Rhymes()}).fit(*zip(*english, strict=True))

    told = classifier.predict_proba(["де моя посилка", "where is my parcel"])
    assert told.sum(axis=1) == pytest.approx(1)
    assert np.ptp(told[0]) > 0


def test_telling_needs_no_scikit_learn(learnt: TextClassifier, tmp_path: Path) -> None:
    learnt.save(tmp_path / "model.npz")
    asked = (
        "import sys; from routing.classifier import TextClassifier as T; "
        f"print(T.load({str(tmp_path / 'model.npz')!r}).predict(['my parcel'])[0], 'sklearn' in sys.modules)"
    )

    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert said.stdout.split() == ["delivery", "False"]
