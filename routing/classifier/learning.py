"""What scikit-learn does for the classifier. Importing it takes a second and 130 MB: it is loaded to learn, no sooner."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from routing.classifier.ngrams import KINDS, Terms
from routing.classifier.shapes import Floats, Labels

MANY: Final = 2_000  # texts from which on a piece that occurs once says nothing
MAX_TERMS: Final = 60_000  # of each kind
_LOOSE: Final = 30.0  # unit vectors of some hundred places need little holding back


def learn_terms(texts: Sequence[str], labels: Labels) -> tuple[list[Terms], Floats]:
    """Return the terms that count with their weights, and the bias of each class."""
    counters = [_counter(number, texts) for number in range(len(KINDS))]
    features = hstack([counter.transform(texts) for counter in counters]).tocsr()
    machines = LinearSVC(C=1.0, random_state=0).fit(features, labels)
    weights = np.ascontiguousarray(machines.coef_.T, np.float32)
    ends = np.cumsum([len(counter.vocabulary_) for counter in counters])
    blocks = np.split(weights, ends[:-1])
    return [_terms(one, block) for one, block in zip(counters, blocks, strict=True)], machines.intercept_.astype("f4")


def learn_vectors(vectors: Floats, labels: Labels) -> tuple[Floats, Floats]:
    """Return the weights, a column a class, and the bias of each class; of two classes one column."""
    regression = LogisticRegression(C=_LOOSE, max_iter=300).fit(vectors, labels)
    return np.ascontiguousarray(regression.coef_.T, np.float32), regression.intercept_.astype("f4")


def _counter(number: int, texts: Sequence[str]) -> TfidfVectorizer:
    counter = TfidfVectorizer(analyzer=KINDS[number], sublinear_tf=True, max_features=MAX_TERMS, dtype=np.float32)
    try:
        return counter.set_params(min_df=2 if len(texts) > MANY else 1).fit(texts)
    except ValueError:  # nothing occurs twice
        return counter.set_params(min_df=1).fit(texts)


def _terms(counter: TfidfVectorizer, weights: Floats) -> Terms:
    places = {str(term): place for place, term in enumerate(counter.get_feature_names_out())}
    return Terms(places, np.asarray(counter.idf_, np.float32), weights)
