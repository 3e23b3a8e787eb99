"""Learning from labelled texts. It brings numpy, 30 MB: only where something is learnt or told."""

from routing.classifier.stored import InvalidModel
from routing.classifier.text_classifier import TextClassifier

__all__ = ["InvalidModel", "TextClassifier"]
